package org.dataembassy.ledger.trust;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** A trust root together with the exact payload that was signed and its envelope. A value: equal by payload. */
public final class SignedTrustRoot {
    /** The DSSE payload type of trust roots. */
    public static final String PAYLOAD_TYPE = TrustRootJson.PAYLOAD_TYPE;

    private final TrustRoot root;
    private final Digest digest;
    private final byte[] envelope;

    private SignedTrustRoot(TrustRoot root, Digest digest, byte[] envelope) {
        this.root = root;
        this.digest = digest;
        this.envelope = envelope;
    }

    /**
     * Signs a trust root.
     *
     * @param signers officials of {@code root}, and for a later version of the one before, at least the thresholds
     * @throws EmbassyException TRUST_ROOT_INVALID if they are too few
     */
    public static SignedTrustRoot sign(TrustRoot root, List<SigningKey> signers) {
        return parse(Dsse.toJson(Dsse.sign(PAYLOAD_TYPE, TrustRootJson.write(root), signers)));
    }

    /**
     * Parses an envelope and checks form and the signatures of its own officials (for a genesis the digest, which must
     * come from elsewhere, is what makes it trusted; for a later version use {@link #successor}).
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException TRUST_ROOT_INVALID with the first rule that is broken
     */
    public static SignedTrustRoot parse(byte[] dsseEnvelope) {
        try {
            Dsse.Envelope envelope = Dsse.fromJson(dsseEnvelope);
            if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
                throw new IllegalArgumentException("envelope.payloadType: expected " + PAYLOAD_TYPE);
            }
            TrustRoot root = TrustRootJson.read(envelope.payload());
            requireThreshold(root, envelope, "its own");
            return new SignedTrustRoot(root, envelope.payloadDigest(), dsseEnvelope.clone());
        } catch (IllegalArgumentException e) {
            throw new EmbassyException(Problem.TRUST_ROOT_INVALID, "trust root refused: " + e.getMessage(), e);
        }
    }

    /** Parses version n+1 and checks it against this version n: signed by the thresholds of both, append-only rules. */
    public SignedTrustRoot successor(byte[] dsseEnvelope) {
        SignedTrustRoot next = parse(dsseEnvelope);
        try {
            SuccessionRules.check(root, digest, next.root);
            requireThreshold(root, Dsse.fromJson(dsseEnvelope), "the previous version's");
        } catch (IllegalArgumentException e) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "trust root version " + next.root.version() + " refused: " + e.getMessage(),
                    e);
        }
        return next;
    }

    public TrustRoot root() {
        return root;
    }

    /** SHA-256 of the payload. The genesis' digest is the domain and the epochId of every epoch 1. */
    public Digest digest() {
        return digest;
    }

    public byte[] envelope() {
        return envelope.clone();
    }

    /** Counts distinct official keys whose signature verifies: neither signatures nor names. */
    private static void requireThreshold(TrustRoot officialsOf, Dsse.Envelope envelope, String whose) {
        byte[] pae = Dsse.preAuthenticationEncoding(envelope.payloadType(), envelope.payload());
        Set<Digest> signed = new HashSet<>();
        for (TrustRoot.Official official : officialsOf.officials()) {
            if (hasSigned(official.verifyingKey(), envelope, pae)) {
                signed.add(official.verifyingKey().keyId());
            }
        }
        if (signed.size() < officialsOf.threshold()) {
            throw new IllegalArgumentException("signatures: expected " + officialsOf.threshold() + " of " + whose + " "
                    + officialsOf.officials().size() + " officials, got " + signed.size());
        }
    }

    private static boolean hasSigned(VerifyingKey key, Dsse.Envelope envelope, byte[] pae) {
        for (Dsse.Signature signature : envelope.signatures()) {
            if (signature.keyId().equals(key.keyId())) {
                try {
                    key.verify(pae, signature.signature());
                    return true;
                } catch (SignatureInvalidException e) {
                    return false;
                }
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedTrustRoot that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "trust root " + root.country() + " version " + root.version() + " (" + digest.abbreviated() + ")";
    }
}
