package org.dataembassy.ledger.crypto;

/**
 * The signature algorithms. Which one a signing key uses is said by the trust root's entry for it, never by a message.
 */
public enum SignatureSuite {
    /** RFC 8032. Encoded public key 32 bytes, signature 64 bytes. */
    ED25519("ed25519", 32, 32, 64),
    /**
     * Composite ML-DSA-65 with Ed25519 and SHA-512 (draft-ietf-lamps-pq-composite-sigs); both parts must verify. Encoded
     * public key: the draft's concatenation of ML-DSA-65 (1,952 bytes) and Ed25519 (32) public keys. Signature: ML-DSA-65
     * (3,309 bytes), then Ed25519 (64).
     */
    MLDSA65_ED25519("mldsa65-ed25519-sha512", 1952 + 32, 32 + 32, 3309 + 64);

    private final String label;
    private final int publicKeyBytes;
    private final int secretBytes;
    private final int signatureBytes;

    SignatureSuite(String label, int publicKeyBytes, int secretBytes, int signatureBytes) {
        this.label = label;
        this.publicKeyBytes = publicKeyBytes;
        this.secretBytes = secretBytes;
        this.signatureBytes = signatureBytes;
    }

    /** As in trust roots. */
    public String label() {
        return label;
    }

    /** Exact length of an encoded public key. */
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /** Exact length of an encoded private key: the Ed25519 seed, for the composite after the ML-DSA seed. */
    public int secretBytes() {
        return secretBytes;
    }

    /** Exact length of every signature. */
    public int signatureBytes() {
        return signatureBytes;
    }

    public static SignatureSuite of(String label) {
        for (SignatureSuite suite : values()) {
            if (suite.label.equals(label)) {
                return suite;
            }
        }
        throw new IllegalArgumentException("suite: expected ed25519 or mldsa65-ed25519-sha512");
    }
}
