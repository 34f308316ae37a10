package org.dataembassy.ledger.merkle;

import java.util.ArrayList;
import java.util.List;
import org.dataembassy.ledger.Digest;

/**
 * The hashes of the perfect subtrees that cover leaves [0, size) of an RFC 6962 tree, largest first: as many as
 * {@code size} has one bits. Immutable.
 */
public record CompactRange(long size, List<Digest> hashes) {
    public static final CompactRange EMPTY = new CompactRange(0, List.of());

    public CompactRange {
        hashes = List.copyOf(hashes);
        if (size < 0 || hashes.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("frontier: expected " + Long.bitCount(Math.max(0, size)) + " hashes for "
                    + size + " leaves, got " + hashes.size());
        }
    }

    /** The range with one more leaf (a leaf hash, RFC 6962 section 2.1). */
    public CompactRange append(Digest leaf) {
        List<Digest> grown = new ArrayList<>(hashes);
        Digest carry = leaf;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            carry = MerkleTree.nodeHash(grown.remove(grown.size() - 1), carry);
        }
        grown.add(carry);
        return new CompactRange(size + 1, grown);
    }

    /** RFC 6962 Merkle tree head. */
    public Digest root() {
        if (hashes.isEmpty()) {
            return Digest.sha256();
        }
        Digest root = hashes.get(hashes.size() - 1);
        for (int i = hashes.size() - 2; i >= 0; i--) {
            root = MerkleTree.nodeHash(hashes.get(i), root);
        }
        return root;
    }
}
