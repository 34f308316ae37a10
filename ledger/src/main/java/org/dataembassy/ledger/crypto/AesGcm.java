package org.dataembassy.ledger.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags, by the JDK's own provider, which uses the
 * processor's instructions. Never use one nonce twice under one key; two seals in a row that do are refused, others can't be
 * seen here. Thread-safe: each thread has a cipher of its own.
 */
public final class AesGcm {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    /** What sealing adds to the length. */
    public static final int TAG_BYTES = 16;

    /**
     * What is sealed at a time. The JDK's code uses the processor's instructions only where its own methods have been
     * called some thousand times: a writer that gave it 200 KiB in one call would seal its first thousand blocks at a
     * fiftieth of the speed.
     */
    private static final int STEP_BYTES = 256;

    /** Enough steps for that. */
    private static final int PREPARING_BYTES = 3 << 20;

    private static final byte[] NOTHING = {};
    private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(AesGcm::newCipher);

    private AesGcm() {}

    /**
     * Makes sealing fast from the first block on, once in a process: some tens of milliseconds for whoever is going to seal
     * many. Changes nothing else.
     */
    public static void prepare() {
        Prepared.once();
    }

    /** Seals zeros under a key that nobody keeps, when it is first named. */
    private static final class Prepared {
        static {
            byte[] key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
            byte[] zeros = new byte[PREPARING_BYTES / 16];
            for (byte i = 0; i < 16; i++) {
                byte[] nonce = new byte[NONCE_BYTES];
                nonce[0] = i;
                seal(key, nonce, NOTHING, zeros);
            }
        }

        private static void once() {}
    }

    /**
     * Seals a whole array.
     *
     * @return ciphertext and tag, {@code plaintext.length + TAG_BYTES} bytes
     */
    public static byte[] seal(byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
        byte[] sealed = new byte[Math.addExact(plaintext.length, TAG_BYTES)];
        seal(key, nonce, associatedData, plaintext, 0, plaintext.length, sealed, 0);
        return sealed;
    }

    /** As {@link #seal(byte[], byte[], byte[], byte[])}, without a copy of the secret for the caller. */
    public static byte[] seal(DataKey key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
        return seal(key.secret(), nonce, associatedData, plaintext);
    }

    /** As {@link #seal(byte[], byte[], byte[], byte[], int, int, byte[], int)} with a data key. */
    public static int seal(
            DataKey key,
            byte[] nonce,
            byte[] associatedData,
            byte[] plaintext,
            int offset,
            int length,
            byte[] sealed,
            int sealedOffset) {
        return seal(key.secret(), nonce, associatedData, plaintext, offset, length, sealed, sealedOffset);
    }

    /**
     * Seals a range into a range.
     *
     * @param sealed takes {@code length + TAG_BYTES} bytes from {@code sealedOffset}
     * @return the number of bytes written
     */
    public static int seal(
            byte[] key,
            byte[] nonce,
            byte[] associatedData,
            byte[] plaintext,
            int offset,
            int length,
            byte[] sealed,
            int sealedOffset) {
        requireLengths(key, nonce);
        try {
            Cipher cipher = start(Cipher.ENCRYPT_MODE, key, nonce, associatedData);
            int read = 0;
            int written = 0;
            while (length - read > STEP_BYTES) {
                written += cipher.update(plaintext, offset + read, STEP_BYTES, sealed, sealedOffset + written);
                read += STEP_BYTES;
            }
            return written + cipher.doFinal(plaintext, offset + read, length - read, sealed, sealedOffset + written);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM of the SunJCE provider failed to seal", e);
        }
    }

    /**
     * Opens a whole array.
     *
     * @throws NotAuthenticException if key, nonce, associated data or ciphertext is not that of the seal
     */
    public static byte[] open(byte[] key, byte[] nonce, byte[] associatedData, byte[] sealed)
            throws NotAuthenticException {
        if (sealed.length < TAG_BYTES) {
            throw tooShort(sealed.length);
        }
        byte[] plaintext = new byte[sealed.length - TAG_BYTES];
        open(key, nonce, associatedData, sealed, 0, sealed.length, plaintext, 0);
        return plaintext;
    }

    /** As {@link #open(byte[], byte[], byte[], byte[])}, without a copy of the secret for the caller. */
    public static byte[] open(DataKey key, byte[] nonce, byte[] associatedData, byte[] sealed)
            throws NotAuthenticException {
        return open(key.secret(), nonce, associatedData, sealed);
    }

    /** As {@link #open(byte[], byte[], byte[], byte[], int, int, byte[], int)} with a data key. */
    public static int open(
            DataKey key,
            byte[] nonce,
            byte[] associatedData,
            byte[] sealed,
            int offset,
            int length,
            byte[] plaintext,
            int plaintextOffset)
            throws NotAuthenticException {
        return open(key.secret(), nonce, associatedData, sealed, offset, length, plaintext, plaintextOffset);
    }

    /**
     * Opens a range into a range.
     *
     * @param length of ciphertext and tag
     * @param plaintext takes {@code length - TAG_BYTES} bytes from {@code plaintextOffset}; zeroed there on failure
     * @return the number of bytes written
     */
    public static int open(
            byte[] key,
            byte[] nonce,
            byte[] associatedData,
            byte[] sealed,
            int offset,
            int length,
            byte[] plaintext,
            int plaintextOffset)
            throws NotAuthenticException {
        requireLengths(key, nonce);
        if (length < TAG_BYTES) {
            throw tooShort(length);
        }
        try {
            Cipher cipher = start(Cipher.DECRYPT_MODE, key, nonce, associatedData);
            return cipher.doFinal(sealed, offset, length, plaintext, plaintextOffset);
        } catch (AEADBadTagException e) {
            Arrays.fill(plaintext, plaintextOffset, plaintextOffset + length - TAG_BYTES, (byte) 0);
            throw new NotAuthenticException("AES-256-GCM: the tag does not verify", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM of the SunJCE provider failed to open", e);
        }
    }

    private static Cipher start(int mode, byte[] key, byte[] nonce, byte[] associatedData)
            throws GeneralSecurityException {
        Cipher cipher = CIPHER.get();
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(associatedData == null ? NOTHING : associatedData);
        return cipher;
    }

    private static void requireLengths(byte[] key, byte[] nonce) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("AES-256-GCM key: expected 32 bytes, got " + key.length);
        }
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("AES-256-GCM nonce: expected 12 bytes, got " + nonce.length);
        }
    }

    private static NotAuthenticException tooShort(int length) {
        return new NotAuthenticException("AES-256-GCM: expected at least the 16 bytes of the tag, got " + length);
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES/GCM/NoPadding of the SunJCE provider", e);
        }
    }
}
