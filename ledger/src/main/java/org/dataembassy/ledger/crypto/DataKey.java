package org.dataembassy.ledger.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.dataembassy.ledger.Digest;

/** An AES-256 key for block bodies. Immutable; never printed. */
public final class DataKey {
    public static final int LENGTH_BYTES = 32;

    private final byte[] secret;
    private final Digest id;

    private DataKey(byte[] secret) {
        this.secret = secret;
        this.id = KeyIds.of("data-embassy/data-key/v1", secret);
    }

    public static DataKey generate(SecureRandom random) {
        byte[] secret = new byte[LENGTH_BYTES];
        random.nextBytes(secret);
        return new DataKey(secret);
    }

    /** From 32 bytes, copied. */
    public static DataKey of(byte[] secret) {
        if (secret.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("data key: expected 32 bytes, got " + secret.length);
        }
        return new DataKey(secret.clone());
    }

    /** SHA-256 over "data-embassy/data-key/v1", 0x00, key: says which key without telling it. */
    public Digest id() {
        return id;
    }

    /** The key itself; grep for this name to find every place that sees one. */
    public byte[] revealSecret() {
        return secret.clone();
    }

    /** Not a copy: for this package only, and never to be changed. */
    byte[] secret() {
        return secret;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataKey that && MessageDigest.isEqual(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "DataKey[" + id.abbreviated() + "]";
    }
}
