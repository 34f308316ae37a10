package org.dataembassy.ledger.block;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 32-byte secret of a body, from which the salts of its events derive. One event can be shown with its salt without
 * telling the others', and contents can't be guessed from a root. Immutable and thread-safe; never printed.
 */
public final class EventSecret {
    public static final int LENGTH_BYTES = 32;
    public static final int SALT_BYTES = 16;

    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(EventSecret::newCipher);

    private final byte[] secret;

    private EventSecret(byte[] secret) {
        this.secret = secret;
    }

    public static EventSecret generate(SecureRandom random) {
        byte[] secret = new byte[LENGTH_BYTES];
        random.nextBytes(secret);
        return new EventSecret(secret);
    }

    /** From 32 bytes, copied. */
    public static EventSecret of(byte[] secret) {
        if (secret.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("event secret: expected 32 bytes, got " + secret.length);
        }
        return new EventSecret(secret.clone());
    }

    /** A copy of the secret itself; grep for this name to find every place that sees one. */
    public byte[] revealSecret() {
        return secret.clone();
    }

    /** The salt of the event at {@code indexInBlock}: AES-256(secret, big-endian 128-bit index). */
    public byte[] salt(int indexInBlock) {
        if (indexInBlock < 0) {
            throw new IllegalArgumentException("index in block: expected at least 0, got " + indexInBlock);
        }
        ByteBuffer index = ByteBuffer.allocate(SALT_BYTES);
        index.putInt(SALT_BYTES - Integer.BYTES, indexInBlock);
        return encrypt(index.array());
    }

    /** The salts of events 0 to count-1, one after the other, in one pass. */
    public byte[] salts(int count) {
        ByteBuffer indexes = ByteBuffer.allocate(Math.multiplyExact(count, SALT_BYTES));
        for (int i = 0; i < count; i++) {
            indexes.putInt((i + 1) * SALT_BYTES - Integer.BYTES, i);
        }
        return encrypt(indexes.array());
    }

    /** ECB is right here and only here: each block is a different counter, so this is a pseudo-random function. */
    private byte[] encrypt(byte[] counters) {
        try {
            Cipher cipher = CIPHER.get();
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(secret, "AES"));
            return cipher.doFinal(counters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256 of the SunJCE provider failed", e);
        }
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES/ECB/NoPadding of the SunJCE provider", e);
        }
    }
}
