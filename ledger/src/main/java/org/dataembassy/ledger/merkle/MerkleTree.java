package org.dataembassy.ledger.merkle;

import java.util.ArrayList;
import java.util.List;
import org.dataembassy.ledger.Digest;

/** RFC 6962 section 2.1 with SHA-256. Stateless. */
public final class MerkleTree {
    static final byte LEAF_PREFIX = 0;
    static final byte NODE_PREFIX = 1;

    private static final byte[] LEAF = {LEAF_PREFIX};
    private static final byte[] NODE = {NODE_PREFIX};

    private MerkleTree() {}

    /** SHA-256(0x00 || entry). */
    public static Digest leafHash(byte[] entry) {
        return Digest.sha256(LEAF, entry);
    }

    /** SHA-256(0x01 || left || right). */
    public static Digest nodeHash(Digest left, Digest right) {
        return Digest.sha256(NODE, left.bytes(), right.bytes());
    }

    /** The tree head over leaf hashes; for none the SHA-256 of nothing (RFC 6962 section 2.1). */
    public static Digest root(List<Digest> leafHashes) {
        return LeafHashes.of(leafHashes).root();
    }

    /** The path from the leaf at {@code index} to {@link #root}, see {@link LeafHashes#inclusionPath}. */
    public static List<Digest> inclusionPath(List<Digest> leafHashes, int index) {
        return LeafHashes.of(leafHashes).inclusionPath(index);
    }

    /**
     * Checks that the leaf hash lies at {@code index} of the tree of {@code size} leaves with this root (RFC 9162 section
     * 2.1.3.2, which gives the algorithm for the trees of RFC 6962).
     *
     * @throws InclusionProofException unless the path has exactly the right length and leads to exactly {@code root}
     */
    public static void verifyInclusion(Digest leafHash, long index, long size, List<Digest> path, Digest root)
            throws InclusionProofException {
        if (index < 0 || index >= size) {
            throw new InclusionProofException("leaf " + index + " can't be in a tree of " + size + " leaves");
        }
        Digest hash = leafHash;
        long node = index;
        long last = size - 1;
        for (Digest sibling : path) {
            if (last == 0) {
                throw new InclusionProofException(
                        "the path of " + path.size() + " hashes is too long for leaf " + index + " of " + size);
            }
            if ((node & 1) == 1 || node == last) {
                hash = nodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            throw new InclusionProofException(
                    "the path of " + path.size() + " hashes is too short for leaf " + index + " of " + size);
        }
        if (!hash.equals(root)) {
            throw new InclusionProofException(
                    "the path of leaf " + index + " of " + size + " leads to " + hash + ", expected the root " + root);
        }
    }

    /** The leaf hashes of entries, in order. */
    public static List<Digest> leafHashes(List<byte[]> entries) {
        List<Digest> leaves = new ArrayList<>(entries.size());
        for (byte[] entry : entries) {
            leaves.add(leafHash(entry));
        }
        return leaves;
    }
}
