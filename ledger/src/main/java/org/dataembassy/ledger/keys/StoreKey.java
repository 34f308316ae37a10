package org.dataembassy.ledger.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** The 32-byte site key from which the keys for values and blinding of a site's stores derive. Never printed. */
public final class StoreKey {
    public static final int LENGTH_BYTES = 32;

    private final byte[] secret;

    private StoreKey(byte[] secret) {
        this.secret = secret;
    }

    public static StoreKey generate(SecureRandom random) {
        byte[] secret = new byte[LENGTH_BYTES];
        random.nextBytes(secret);
        return new StoreKey(secret);
    }

    /** From 32 bytes, copied. */
    public static StoreKey of(byte[] secret) {
        if (secret.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("store key: expected 32 bytes, got " + secret.length);
        }
        return new StoreKey(secret.clone());
    }

    /** HKDF-SHA256 (RFC 5869, no salt) of this key with the UTF-8 bytes of {@code purpose} as info, 32 bytes. */
    public byte[] deriveSecret(String purpose) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, null, purpose.getBytes(UTF_8)));
        byte[] derived = new byte[LENGTH_BYTES];
        hkdf.generateBytes(derived, 0, derived.length);
        return derived;
    }

    /** The key itself; grep for this name to find every place that sees one. */
    byte[] revealSecret() {
        return secret.clone();
    }

    @Override
    public String toString() {
        return "StoreKey[...]";
    }
}
