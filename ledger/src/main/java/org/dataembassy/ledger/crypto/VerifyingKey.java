package org.dataembassy.ledger.crypto;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.dataembassy.ledger.Digest;

/** The public half of a signing key: a value. Immutable and thread-safe. */
public final class VerifyingKey {
    private final SignatureSuite suite;
    private final byte[] encoded;
    private final SuiteVerifier verifier;
    private final Digest keyId;

    private VerifyingKey(SignatureSuite suite, byte[] encoded) {
        this.suite = suite;
        this.encoded = encoded;
        this.verifier = switch (suite) {
            case ED25519 -> Ed25519.Public.of(encoded);
            case MLDSA65_ED25519 -> Composite.Public.of(encoded);
        };
        this.keyId = KeyIds.of("data-embassy/signing-key/v1", suite.label(), encoded);
    }

    /**
     * From its encoding.
     *
     * @param encoded the suite's raw public key encoding, copied: 32 bytes (RFC 8032) for Ed25519; for the composite the
     *     1,984 bytes of the draft's concatenation, ML-DSA-65 then Ed25519
     * @throws IllegalArgumentException for a wrong length and for points that aren't of the prime-order group
     */
    public static VerifyingKey of(SignatureSuite suite, byte[] encoded) {
        if (encoded.length != suite.publicKeyBytes()) {
            throw new IllegalArgumentException("verifying key (" + suite.label() + "): expected "
                    + suite.publicKeyBytes() + " bytes, got " + encoded.length);
        }
        return new VerifyingKey(suite, encoded.clone());
    }

    public SignatureSuite suite() {
        return suite;
    }

    /** A copy of the suite's raw public key encoding, as in {@link #of}. */
    public byte[] encoded() {
        return encoded.clone();
    }

    /** SHA-256 over "data-embassy/signing-key/v1", 0x00, suite label, 0x00, encoded. */
    public Digest keyId() {
        return keyId;
    }

    /**
     * Verifies one signature.
     *
     * @throws SignatureInvalidException unless every component of the signature verifies
     */
    public void verify(byte[] message, byte[] signature) throws SignatureInvalidException {
        if (signature.length != suite.signatureBytes()) {
            throw new SignatureInvalidException("signature of " + this + ": expected " + suite.signatureBytes()
                    + " bytes, got " + signature.length);
        }
        if (!verifier.verifies(message, signature)) {
            throw new SignatureInvalidException("signature of " + this + " does not verify");
        }
    }

    /**
     * Digests of the public keys that this one is made of: itself for Ed25519, two for the composite. Two verifying keys
     * that share one break "one key, one suite, one role".
     */
    public List<Digest> componentIds() {
        return switch (suite) {
            case ED25519 -> List.of(Digest.sha256(encoded));
            case MLDSA65_ED25519 ->
                List.of(
                        Digest.sha256(Arrays.copyOf(encoded, Composite.MLDSA_PUBLIC_BYTES)),
                        Digest.sha256(Arrays.copyOfRange(encoded, Composite.MLDSA_PUBLIC_BYTES, encoded.length)));
        };
    }

    /** X.509 SubjectPublicKeyInfo (RFC 5280, RFC 8410, the composite draft), for certificates. */
    public byte[] subjectPublicKeyInfo() {
        AlgorithmIdentifier algorithm = switch (suite) {
            case ED25519 -> new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);
            case MLDSA65_ED25519 -> Composite.ALGORITHM;
        };
        try {
            return new SubjectPublicKeyInfo(algorithm, encoded).getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a public key can't be encoded", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && keyId.equals(that.keyId);
    }

    @Override
    public int hashCode() {
        return keyId.hashCode();
    }

    @Override
    public String toString() {
        return suite.label() + " key " + keyId.abbreviated();
    }
}
