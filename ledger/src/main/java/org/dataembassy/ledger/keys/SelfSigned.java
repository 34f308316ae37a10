package org.dataembassy.ledger.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.NoSuchProviderException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.dataembassy.ledger.crypto.SigningKey;

/**
 * Self-signed X.509 v3 certificates (RFC 5280), which PKCS#12 wants beside private keys and by which standard tools list
 * them. Nobody trusts them: the trust root says which keys count, and for how long.
 */
final class SelfSigned {
    private static final Date FROM = Date.from(Instant.EPOCH);
    /** "No well-defined expiration date": RFC 5280, section 4.1.2.5. */
    private static final Date TO = Date.from(Instant.parse("9999-12-31T23:59:59Z"));

    private SelfSigned() {}

    static Certificate certificate(SigningKey key, String country, String commonName) {
        SubjectPublicKeyInfo publicKey =
                SubjectPublicKeyInfo.getInstance(key.verifyingKey().subjectPublicKeyInfo());
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, country)
                .addRDN(BCStyle.CN, commonName)
                .build();
        // Serial from the key id, so that the same key gives the same serial; 16 bytes, positive.
        BigInteger serial = new BigInteger(1, key.verifyingKey().keyId().bytes())
                .shiftRight(129)
                .setBit(0);
        byte[] encoded;
        try {
            encoded = new X509v3CertificateBuilder(subject, serial, FROM, TO, subject, publicKey)
                    .build(new KeySigner(key, publicKey.getAlgorithm()))
                    .getEncoded();
            return CertificateFactory.getInstance("X.509", "SUN")
                    .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (IOException | CertificateException | NoSuchProviderException e) {
            throw new IllegalStateException("a self-signed certificate can't be made", e);
        }
    }

    /** Both suites sign under the algorithm identifier of their public key. */
    private static final class KeySigner implements ContentSigner {
        private final SigningKey key;
        private final AlgorithmIdentifier algorithm;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        private KeySigner(SigningKey key, AlgorithmIdentifier algorithm) {
            this.key = key;
            this.algorithm = algorithm;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return algorithm;
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            return key.sign(content.toByteArray());
        }
    }
}
