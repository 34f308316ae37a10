package org.dataembassy.ledger.merkle;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.dataembassy.ledger.Digest;

/**
 * The leaf hashes of one tree, one after the other in a single array. Blocks have up to thousands of events, and their
 * roots are computed on the hot path of sealing and of opening: one SHA-256 object, no object for a node. Not
 * thread-safe.
 */
public final class LeafHashes {
    private static final int HASH = Digest.LENGTH_BYTES;

    private final MessageDigest sha = Digest.newSha256();
    private final byte[] hashes;
    private final int capacity;
    private int size;

    /** @param capacity the number of leaves that will be added, at least 0 */
    public LeafHashes(int capacity) {
        this.capacity = capacity;
        this.hashes = new byte[Math.multiplyExact(capacity, HASH)];
    }

    static LeafHashes of(List<Digest> leafHashes) {
        LeafHashes tree = new LeafHashes(leafHashes.size());
        for (Digest leaf : leafHashes) {
            System.arraycopy(leaf.bytes(), 0, tree.hashes, tree.size * HASH, HASH);
            tree.size++;
        }
        return tree;
    }

    /** Adds the leaf SHA-256(0x00 || salt || kind || entry), with the salt taken from within {@code salts}. */
    public void addSalted(byte[] salts, int saltOffset, int saltLength, byte[] kind, byte[] entry) {
        if (size == capacity) {
            throw new IllegalStateException("leaves: expected at most " + capacity);
        }
        sha.update(MerkleTree.LEAF_PREFIX);
        sha.update(salts, saltOffset, saltLength);
        sha.update(kind);
        sha.update(entry);
        digestInto(hashes, size * HASH);
        size++;
    }

    /** The tree head over the leaves added so far. */
    public Digest root() {
        if (size == 0) {
            return Digest.sha256();
        }
        byte[] level = hashes.clone();
        for (int width = size; width > 1; width = (width + 1) / 2) {
            hashLevel(level, width);
        }
        return digestAt(level, 0);
    }

    /** The siblings on the way from the leaf at {@code index} to the root, lowest first (RFC 6962 section 2.1.1). */
    public List<Digest> inclusionPath(int index) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf index: expected 0 to " + (size - 1) + ", got " + index);
        }
        List<Digest> path = new ArrayList<>();
        byte[] level = hashes.clone();
        int node = index;
        for (int width = size; width > 1; width = (width + 1) / 2) {
            int sibling = node ^ 1;
            if (sibling < width) {
                path.add(digestAt(level, sibling));
            }
            hashLevel(level, width);
            node >>= 1;
        }
        return Collections.unmodifiableList(path);
    }

    /**
     * Replaces a level by the one above it, in place. Pairing from the left, with an odd last node going up as it is, gives
     * the same tree as RFC 6962's split at the largest power of two.
     */
    private void hashLevel(byte[] level, int width) {
        int pairs = width / 2;
        for (int i = 0; i < pairs; i++) {
            sha.update(MerkleTree.NODE_PREFIX);
            sha.update(level, 2 * i * HASH, 2 * HASH);
            digestInto(level, i * HASH);
        }
        if ((width & 1) == 1) {
            System.arraycopy(level, (width - 1) * HASH, level, pairs * HASH, HASH);
        }
    }

    private void digestInto(byte[] target, int offset) {
        try {
            sha.digest(target, offset, HASH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has no 32 bytes", e);
        }
    }

    private static Digest digestAt(byte[] level, int node) {
        byte[] hash = new byte[HASH];
        System.arraycopy(level, node * HASH, hash, 0, HASH);
        return Digest.of(hash);
    }
}
