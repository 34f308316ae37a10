package org.dataembassy.ledger.crypto;

import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The private half of a signing key. Immutable and thread-safe; never printed. */
public final class SigningKey {
    private final byte[] secret;
    private final SuiteSigner signer;
    private final VerifyingKey verifyingKey;

    private SigningKey(SignatureSuite suite, byte[] secret) {
        this.secret = secret;
        this.signer = switch (suite) {
            case ED25519 -> Ed25519.Secret.of(secret);
            case MLDSA65_ED25519 -> Composite.Secret.of(secret);
        };
        this.verifyingKey = VerifyingKey.of(suite, signer.publicKey());
    }

    public static SigningKey generate(SignatureSuite suite, SecureRandom random) {
        byte[] secret = new byte[suite.secretBytes()];
        random.nextBytes(secret);
        return new SigningKey(suite, secret);
    }

    /**
     * From the suite's raw private key encoding, copied: the 32-byte seed of RFC 8032 for Ed25519; for the composite the
     * 32-byte seed of FIPS 204 followed by that of RFC 8032.
     */
    public static SigningKey of(SignatureSuite suite, byte[] secret) {
        if (secret.length != suite.secretBytes()) {
            throw new IllegalArgumentException("private half of a signing key (" + suite.label() + "): expected "
                    + suite.secretBytes() + " bytes, got " + secret.length);
        }
        return new SigningKey(suite, secret.clone());
    }

    public VerifyingKey verifyingKey() {
        return verifyingKey;
    }

    /** A signature of exactly the suite's length. Composite signatures differ each time (FIPS 204, hedged). */
    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    /** The raw private key; grep for this name to find every place that sees one. */
    public byte[] revealSecret() {
        return secret.clone();
    }

    /** The private key as PKCS #8 (RFC 5958, RFC 8410), for key stores. */
    public byte[] revealPkcs8() {
        try {
            PrivateKeyInfo info = switch (verifyingKey.suite()) {
                case ED25519 ->
                    new PrivateKeyInfo(
                            new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), new DEROctetString(secret));
                case MLDSA65_ED25519 -> new PrivateKeyInfo(Composite.ALGORITHM, secret);
            };
            return info.getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException("a private key can't be encoded", e);
        }
    }

    /**
     * From what {@link #revealPkcs8} gave; the suite is the one that its algorithm identifier names.
     *
     * @throws IllegalArgumentException for any other algorithm or encoding
     */
    public static SigningKey ofPkcs8(byte[] pkcs8) {
        PrivateKeyInfo info = parse(pkcs8);
        try {
            AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
            if (algorithm.equals(Composite.ALGORITHM)) {
                return of(SignatureSuite.MLDSA65_ED25519, info.getPrivateKey().getOctets());
            }
            if (algorithm.getAlgorithm().equals(EdECObjectIdentifiers.id_Ed25519)) {
                return of(
                        SignatureSuite.ED25519,
                        DEROctetString.getInstance(info.parsePrivateKey()).getOctets());
            }
            throw new IllegalArgumentException("signing key: expected Ed25519 or " + Composite.JCA_NAME
                    + ", got algorithm " + algorithm.getAlgorithm());
        } catch (IOException e) {
            throw new IllegalArgumentException("signing key: not a PKCS #8 private key", e);
        }
    }

    private static PrivateKeyInfo parse(byte[] pkcs8) {
        PrivateKeyInfo info;
        try {
            info = PrivateKeyInfo.getInstance(pkcs8);
        } catch (RuntimeException e) {
            // The parser answers broken encodings with exceptions of many kinds.
            throw new IllegalArgumentException("signing key: not a PKCS #8 private key", e);
        }
        if (info == null) {
            throw new IllegalArgumentException("signing key: expected a PKCS #8 private key, got nothing");
        }
        return info;
    }

    @Override
    public String toString() {
        return "SigningKey[" + verifyingKey.suite().label() + " "
                + verifyingKey.keyId().abbreviated() + "]";
    }
}
