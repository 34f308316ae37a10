package org.dataembassy.ledger.crypto;

import java.security.SecureRandom;
import org.dataembassy.ledger.Digest;

/** An AES-256 key for block bodies. Immutable; never printed. */
public final class DataKey {
    public static DataKey generate(SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /** From 32 bytes, copied. */
    public static DataKey of(byte[] secret) {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 over "data-embassy/data-key/v1", 0x00, key: says which key without telling it. */
    public Digest id() {
        throw new UnsupportedOperationException();
    }

    /** The key itself; grep for this name to find every place that sees one. */
    public byte[] revealSecret() {
        throw new UnsupportedOperationException();
    }
}
