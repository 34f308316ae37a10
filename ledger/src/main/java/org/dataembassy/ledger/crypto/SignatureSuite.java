package org.dataembassy.ledger.crypto;

/**
 * The signature algorithms. Which one a signing key uses is said by the trust root's entry for it, never by a message.
 */
public enum SignatureSuite {
    /** RFC 8032. Encoded public key 32 bytes, signature 64 bytes. */
    ED25519("ed25519"),
    /** Composite ML-DSA-65 with Ed25519 and SHA-512 (draft-ietf-lamps-pq-composite-sigs); both parts must verify. */
    MLDSA65_ED25519("mldsa65-ed25519-sha512");

    private final String label;

    SignatureSuite(String label) {
        this.label = label;
    }

    /** As in trust roots. */
    public String label() {
        return label;
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
