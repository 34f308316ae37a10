package org.dataembassy.ledger.crypto;

import java.security.SecureRandom;

/** The private half of a signing key. Immutable and thread-safe; never printed. */
public final class SigningKey {
    public static SigningKey generate(SignatureSuite suite, SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    public VerifyingKey verifyingKey() {
        throw new UnsupportedOperationException();
    }

    public byte[] sign(byte[] message) {
        throw new UnsupportedOperationException();
    }
}
