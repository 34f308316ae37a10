package org.dataembassy.site.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.crypto.NotAuthenticException;

/**
 * XAES-256-GCM (C2SP, c2sp.org/XAES-256-GCM): AES-256-GCM under a key derived from the first half of a 24-byte nonce.
 *
 * <p>Chosen over plain AES-256-GCM because a store has no counter that survives a wipe, a restore or a rewind: nonces
 * must be random, and 96 random bits allow a key 2^32 seals, which a census exceeds. 192 bits allow 2^80. The cost is
 * two AES blocks and a key schedule for each entry, or for each {@link Run} of them.
 *
 * <p>Thread-safe: ciphers are kept for each thread.
 */
public final class Xaes256Gcm {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 24;

    private static final int BLOCK_BYTES = 16;
    private static final int HALF_NONCE_BYTES = 12;

    private final ThreadLocal<Cipher> blockCipher;
    private final byte[] subkey;

    /** @param secret 32 bytes; a private copy is made */
    public Xaes256Gcm(byte[] secret) {
        if (secret.length != KEY_BYTES) {
            throw new IllegalArgumentException("XAES-256-GCM key: expected 32 bytes, got " + secret.length);
        }
        SecretKeySpec aesKey = new SecretKeySpec(secret, "AES");
        this.blockCipher = ThreadLocal.withInitial(() -> {
            Cipher ecb = blockCipher();
            try {
                ecb.init(Cipher.ENCRYPT_MODE, aesKey);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-256 refused its key", e);
            }
            return ecb;
        });
        this.subkey = doubled(encryptBlock(new byte[BLOCK_BYTES]));
    }

    /**
     * @param nonce 24 bytes, never twice under one key
     * @return ciphertext and tag
     */
    public byte[] seal(byte[] nonce, byte[] associatedData, byte[] plaintext) {
        return AesGcm.seal(derivedKey(nonce), secondHalf(nonce), associatedData, plaintext);
    }

    /**
     * A run of seals one after another, under nonces that share their first half and thus one derived key: the key
     * schedule is most of what a small value costs.
     *
     * @param start 20 bytes, random: whatever else was sealed under this key began otherwise
     */
    Run run(byte[] start) {
        return new Run(start);
    }

    /**
     * Seals under {@code start} and a counter: no nonce comes twice in a run, and two runs have the same only if all 160
     * random bits of their starts are. Short-lived; for one thread.
     */
    final class Run {
        static final int START_BYTES = NONCE_BYTES - Integer.BYTES;

        private final byte[] start;
        private final byte[] key;
        private int next;

        private Run(byte[] start) {
            if (start.length != START_BYTES) {
                throw new IllegalArgumentException(
                        "start of a run: expected " + START_BYTES + " bytes, got " + start.length);
            }
            this.start = start.clone();
            this.key = derivedKey(Arrays.copyOf(start, NONCE_BYTES));
        }

        /**
         * Writes nonce, ciphertext and tag into {@code into}.
         *
         * @param into takes {@code NONCE_BYTES + plaintext.length + AesGcm.TAG_BYTES} bytes from {@code at}
         */
        void seal(byte[] associatedData, byte[] plaintext, byte[] into, int at) {
            if (next < 0) {
                throw new IllegalStateException("a run has sealed 2^31 values");
            }
            ByteBuffer.wrap(into, at, NONCE_BYTES).put(start).putInt(next++);
            byte[] half = Arrays.copyOfRange(into, at + HALF_NONCE_BYTES, at + NONCE_BYTES);
            AesGcm.seal(key, half, associatedData, plaintext, 0, plaintext.length, into, at + NONCE_BYTES);
        }
    }

    /**
     * Opens {@code sealed} from {@code offset} to its end.
     *
     * @throws NotAuthenticException if it is not what was sealed under this key, nonce and associated data
     */
    public byte[] open(byte[] nonce, byte[] associatedData, byte[] sealed, int offset) throws NotAuthenticException {
        int length = sealed.length - offset;
        byte[] plaintext = new byte[Math.max(0, length - AesGcm.TAG_BYTES)];
        AesGcm.open(derivedKey(nonce), secondHalf(nonce), associatedData, sealed, offset, length, plaintext, 0);
        return plaintext;
    }

    private static byte[] secondHalf(byte[] nonce) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("XAES-256-GCM nonce: expected 24 bytes, got " + nonce.length);
        }
        return Arrays.copyOfRange(nonce, HALF_NONCE_BYTES, NONCE_BYTES);
    }

    /** AES-CMAC counter mode (NIST SP 800-108r1) with the label 'X' and the first half of the nonce as context. */
    private byte[] derivedKey(byte[] nonce) {
        byte[] key = new byte[KEY_BYTES];
        for (int counter = 1; counter <= 2; counter++) {
            byte[] message = {0, (byte) counter, 'X', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            System.arraycopy(nonce, 0, message, 4, HALF_NONCE_BYTES);
            for (int i = 0; i < BLOCK_BYTES; i++) {
                message[i] ^= subkey[i];
            }
            System.arraycopy(encryptBlock(message), 0, key, (counter - 1) * BLOCK_BYTES, BLOCK_BYTES);
        }
        return key;
    }

    private byte[] encryptBlock(byte[] block) {
        try {
            return blockCipher.get().doFinal(block);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256 failed on a block", e);
        }
    }

    /** Doubling in GF(2^128), RFC 4493 section 2.3, without a branch on the key. */
    private static byte[] doubled(byte[] block) {
        byte[] result = Arrays.copyOf(block, BLOCK_BYTES);
        int carry = 0;
        for (int i = BLOCK_BYTES - 1; i >= 0; i--) {
            int shifted = (block[i] & 0xFF) << 1 | carry;
            result[i] = (byte) shifted;
            carry = shifted >>> 8;
        }
        result[BLOCK_BYTES - 1] ^= (byte) (-carry & 0x87);
        return result;
    }

    private static Cipher blockCipher() {
        try {
            return Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES/ECB/NoPadding of the SunJCE provider", e);
        }
    }
}
