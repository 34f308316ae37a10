package org.dataembassy.ledger.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.dataembassy.ledger.Digest;

/** Ids of keys: SHA-256 over a label of the key's sort, 0x00, and the key, so that no two sorts share ids. */
final class KeyIds {
    private static final byte[] SEPARATOR = {0};

    private KeyIds() {}

    static Digest of(String label, byte[] encoded) {
        return Digest.sha256(label.getBytes(UTF_8), SEPARATOR, encoded);
    }

    static Digest of(String label, String sublabel, byte[] encoded) {
        return Digest.sha256(label.getBytes(UTF_8), SEPARATOR, sublabel.getBytes(UTF_8), SEPARATOR, encoded);
    }
}
