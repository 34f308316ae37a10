package org.dataembassy.ledger.trust;

import org.dataembassy.ledger.Digest;

/** A trust root together with the exact payload that was signed and its envelope. */
public final class SignedTrustRoot {
    /**
     * Parses an envelope and checks form and the signatures of its own officials (for a genesis the digest, which must
     * come from elsewhere, is what makes it trusted; for a later version use {@link #successor}).
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException TRUST_ROOT_INVALID with the first rule that is broken
     */
    public static SignedTrustRoot parse(byte[] dsseEnvelope) {
        throw new UnsupportedOperationException();
    }

    /** Parses version n+1 and checks it against this version n: signed by the thresholds of both, append-only rules. */
    public SignedTrustRoot successor(byte[] dsseEnvelope) {
        throw new UnsupportedOperationException();
    }

    public TrustRoot root() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 of the payload. The genesis' digest is the domain and the epochId of every epoch 1. */
    public Digest digest() {
        throw new UnsupportedOperationException();
    }

    public byte[] envelope() {
        throw new UnsupportedOperationException();
    }
}
