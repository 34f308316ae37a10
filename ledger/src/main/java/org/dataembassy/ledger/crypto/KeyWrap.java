package org.dataembassy.ledger.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.dataembassy.ledger.Digest;

/**
 * Wraps a data key to a recipient: HPKE (RFC 9180) in base mode, one seal for each encapsulation, with X-Wing (KEM id
 * 0x647a), HKDF-SHA256 and AES-256-GCM. Thread-safe.
 */
public final class KeyWrap {
    /** Length of an encapsulation: ML-KEM-768 ciphertext and X25519 public key. */
    public static final int ENCAPSULATION_BYTES = 1120;
    /** Length of a wrapped data key: 32 bytes and the tag. */
    public static final int CIPHERTEXT_BYTES = DataKey.LENGTH_BYTES + AesGcm.TAG_BYTES;

    private static final String INFO_PREFIX = "data-embassy/key-grant/v1";
    private static final int ENCAPSULATION_SEED_BYTES = 64;
    private static final byte[] NOTHING = {};

    private KeyWrap() {}

    /** A data key as one recipient gets it. */
    public record Wrapped(byte[] encapsulation, byte[] ciphertext) {
        /** Checks lengths. */
        public Wrapped {
            requireLength("encapsulation", encapsulation, ENCAPSULATION_BYTES);
            requireLength("wrapped data key", ciphertext, CIPHERTEXT_BYTES);
        }
    }

    /**
     * Wraps a data key.
     *
     * @param info what the wrap is bound to; see {@link #info}
     */
    public static Wrapped wrap(DataKey dataKey, RecipientKey recipient, byte[] info, SecureRandom random) {
        byte[] seed = new byte[ENCAPSULATION_SEED_BYTES];
        random.nextBytes(seed);
        try {
            HPKEContextWithEncapsulation once = newHpke().setupBaseS(recipient.parameters(), info, seed);
            return new Wrapped(once.getEncapsulation(), once.seal(NOTHING, dataKey.secret()));
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("HPKE of Bouncy Castle failed to seal", e);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /**
     * Unwraps a data key.
     *
     * @throws NotAuthenticException if this was not wrapped to {@code recipient} under {@code info}, or was changed
     */
    public static DataKey unwrap(RecipientSecret recipient, byte[] encapsulation, byte[] ciphertext, byte[] info)
            throws NotAuthenticException {
        if (encapsulation.length != ENCAPSULATION_BYTES || ciphertext.length != CIPHERTEXT_BYTES) {
            throw new NotAuthenticException("wrapped data key: expected " + ENCAPSULATION_BYTES + " and "
                    + CIPHERTEXT_BYTES + " bytes, got " + encapsulation.length + " and " + ciphertext.length);
        }
        try {
            return DataKey.of(
                    newHpke().open(encapsulation, recipient.pair(), info, NOTHING, ciphertext, null, null, null));
        } catch (InvalidCipherTextException | IllegalArgumentException | IllegalStateException e) {
            // X25519 refuses points that give a zero secret with an IllegalStateException.
            throw new NotAuthenticException("wrapped data key: does not unwrap with " + recipient, e);
        }
    }

    /**
     * What a grant's wrap is bound to: the prefix "data-embassy/key-grant/v1", domain, registry (UTF-8), epochId and
     * recipient key id, each with its length before it as a big-endian 32-bit number.
     */
    public static byte[] info(Digest domain, String registry, Digest epochId, Digest recipientKeyId) {
        ByteArrayOutputStream info = new ByteArrayOutputStream(256);
        append(info, INFO_PREFIX.getBytes(UTF_8));
        append(info, domain.bytes());
        append(info, registry.getBytes(UTF_8));
        append(info, epochId.bytes());
        append(info, recipientKeyId.bytes());
        return info.toByteArray();
    }

    /** A fresh one each time: nothing says that it may be shared between threads. */
    static HPKE newHpke() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    private static void append(ByteArrayOutputStream to, byte[] field) {
        to.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
        to.writeBytes(field);
    }

    private static void requireLength(String field, byte[] bytes, int expected) {
        if (bytes.length != expected) {
            throw new IllegalArgumentException(field + ": expected " + expected + " bytes, got " + bytes.length);
        }
    }
}
