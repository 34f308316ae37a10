package org.dataembassy.ledger.crypto;

import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;

/** The private half of a site key: unwraps data keys. A 32-byte X-Wing seed. Immutable and thread-safe; never printed. */
public final class RecipientSecret {
    public static final int LENGTH_BYTES = 32;

    private final byte[] seed;
    private final AsymmetricCipherKeyPair pair;
    private final RecipientKey recipientKey;

    private RecipientSecret(byte[] seed) {
        this.seed = seed;
        this.pair = KeyWrap.newHpke().deserializePrivateKey(seed, null);
        this.recipientKey = RecipientKey.of(((XWingPublicKeyParameters) pair.getPublic()).getEncoded());
    }

    public static RecipientSecret generate(SecureRandom random) {
        byte[] seed = new byte[LENGTH_BYTES];
        random.nextBytes(seed);
        return new RecipientSecret(seed);
    }

    /** From a 32-byte seed (the draft's decapsulation key), copied. */
    public static RecipientSecret of(byte[] seed) {
        if (seed.length != LENGTH_BYTES) {
            throw new IllegalArgumentException("recipient secret: expected 32 bytes, got " + seed.length);
        }
        return new RecipientSecret(seed.clone());
    }

    public RecipientKey recipientKey() {
        return recipientKey;
    }

    /** The seed; grep for this name to find every place that sees one. */
    public byte[] revealSecret() {
        return seed.clone();
    }

    AsymmetricCipherKeyPair pair() {
        return pair;
    }

    @Override
    public String toString() {
        return "RecipientSecret[" + recipientKey.keyId().abbreviated() + "]";
    }
}
