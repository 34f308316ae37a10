package org.dataembassy.ledger.crypto;

import org.dataembassy.ledger.Digest;

/** The public half of a signing key. Immutable and thread-safe. */
public final class VerifyingKey {
    /** @param encoded the suite's raw public key encoding */
    public static VerifyingKey of(SignatureSuite suite, byte[] encoded) {
        throw new UnsupportedOperationException();
    }

    public SignatureSuite suite() {
        throw new UnsupportedOperationException();
    }

    public byte[] encoded() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 over "data-embassy/signing-key/v1", 0x00, suite label, 0x00, encoded. */
    public Digest keyId() {
        throw new UnsupportedOperationException();
    }

    /** @throws SignatureInvalidException unless every component of the signature verifies */
    public void verify(byte[] message, byte[] signature) throws SignatureInvalidException {
        throw new UnsupportedOperationException();
    }
}
