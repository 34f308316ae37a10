package org.dataembassy.ledger.keys;

/** The 32-byte site key from which the keys for values and blinding of a site's stores derive. Never printed. */
public final class StoreKey {
    public static StoreKey of(byte[] secret) {
        throw new UnsupportedOperationException();
    }

    /** HKDF-SHA256 (RFC 5869) of this key with {@code purpose} as info, 32 bytes. */
    public byte[] deriveSecret(String purpose) {
        throw new UnsupportedOperationException();
    }
}
