package org.dataembassy.ledger.block;

import java.security.SecureRandom;

/** The 32-byte secret of a body, from which the salts of its events derive. Never printed. */
public final class EventSecret {
    public static final int LENGTH_BYTES = 32;
    public static final int SALT_BYTES = 16;

    public static EventSecret generate(SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    public static EventSecret of(byte[] secret) {
        throw new UnsupportedOperationException();
    }

    public byte[] revealSecret() {
        throw new UnsupportedOperationException();
    }

    /** The salt of the event at {@code indexInBlock}: AES-256(secret, big-endian 128-bit index). */
    public byte[] salt(int indexInBlock) {
        throw new UnsupportedOperationException();
    }

    /** The salts of events 0 to count-1, one after the other, in one pass. */
    public byte[] salts(int count) {
        throw new UnsupportedOperationException();
    }
}
