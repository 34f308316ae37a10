package org.dataembassy.ledger.crypto;

import org.bouncycastle.math.ec.rfc7748.X25519;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.dataembassy.ledger.Digest;

/**
 * The public half of a site key (or the recovery key): data keys are wrapped to it. X-Wing
 * (draft-connolly-cfrg-xwing-kem), 1,216 bytes: ML-KEM-768 encapsulation key, then X25519 public key. A value.
 */
public final class RecipientKey {
    public static final int LENGTH_BYTES = 1216;

    private static final int MLKEM_COEFFICIENT_BYTES = 1152;
    private static final int MLKEM_PRIME = 3329;

    private final byte[] encoded;
    private final XWingPublicKeyParameters parameters;
    private final Digest keyId;

    private RecipientKey(byte[] encoded) {
        this.encoded = encoded;
        this.parameters = new XWingPublicKeyParameters(encoded);
        this.keyId = KeyIds.of("data-embassy/recipient-key/v1", encoded);
    }

    /**
     * From its encoding, copied.
     *
     * @throws IllegalArgumentException for a wrong length or coefficients out of range (FIPS 203, section 7.2)
     */
    public static RecipientKey of(byte[] encoded) {
        if (encoded.length != LENGTH_BYTES) {
            throw new IllegalArgumentException(
                    "recipient key: expected " + LENGTH_BYTES + " bytes, got " + encoded.length);
        }
        requireReducedCoefficients(encoded);
        requireContributingPoint(encoded);
        return new RecipientKey(encoded.clone());
    }

    public byte[] encoded() {
        return encoded.clone();
    }

    /** SHA-256 over "data-embassy/recipient-key/v1", 0x00, encoded. */
    public Digest keyId() {
        return keyId;
    }

    XWingPublicKeyParameters parameters() {
        return parameters;
    }

    private static void requireReducedCoefficients(byte[] encoded) {
        for (int i = 0; i < MLKEM_COEFFICIENT_BYTES; i += 3) {
            int low = (encoded[i] & 0xff) | (encoded[i + 1] & 0x0f) << 8;
            int high = (encoded[i + 1] & 0xf0) >> 4 | (encoded[i + 2] & 0xff) << 4;
            if (low >= MLKEM_PRIME || high >= MLKEM_PRIME) {
                throw new IllegalArgumentException("recipient key: an ML-KEM coefficient is out of range");
            }
        }
    }

    /** A point of small order gives the same secret to everybody; HPKE would refuse it when wrapping, too late. */
    private static void requireContributingPoint(byte[] encoded) {
        byte[] anyScalar = new byte[X25519.SCALAR_SIZE];
        anyScalar[0] = 8;
        byte[] shared = new byte[X25519.POINT_SIZE];
        if (!X25519.calculateAgreement(anyScalar, 0, encoded, LENGTH_BYTES - X25519.POINT_SIZE, shared, 0)) {
            throw new IllegalArgumentException("recipient key: the X25519 point is of small order");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecipientKey that && keyId.equals(that.keyId);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return "recipient key " + keyId.abbreviated();
    }
}
