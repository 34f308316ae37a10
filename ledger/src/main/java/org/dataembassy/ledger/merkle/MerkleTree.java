package org.dataembassy.ledger.merkle;

import org.dataembassy.ledger.Digest;

/** RFC 6962 section 2.1 with SHA-256. */
public final class MerkleTree {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private MerkleTree() {}

    /** SHA-256(0x00 || entry). */
    public static Digest leafHash(byte[] entry) {
        return Digest.sha256(LEAF, entry);
    }

    /** SHA-256(0x01 || left || right). */
    public static Digest nodeHash(Digest left, Digest right) {
        return Digest.sha256(NODE, left.bytes(), right.bytes());
    }
}
