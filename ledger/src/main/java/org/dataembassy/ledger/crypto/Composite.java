package org.dataembassy.ledger.crypto;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.jcajce.CompositePrivateKey;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;

/**
 * Composite signatures MLDSA65-Ed25519-SHA512 (draft-ietf-lamps-pq-composite-sigs) through Bouncy Castle's JCA provider.
 * Keys are immutable and shared; a {@link Signature} is made for each call, because JCA objects are not thread-safe and
 * making one costs nothing beside the signature itself.
 */
final class Composite {
    static final String JCA_NAME = "MLDSA65-Ed25519-SHA512";
    static final AlgorithmIdentifier ALGORITHM =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.6.48"));
    static final int MLDSA_PUBLIC_BYTES = 1952;
    static final int MLDSA_SEED_BYTES = 32;

    private Composite() {}

    record Secret(PrivateKey key, byte[] publicKey) implements SuiteSigner {
        /**
         * From the encoding of the draft.
         *
         * @param secret ML-DSA seed (FIPS 204, 32 bytes), then Ed25519 seed (32 bytes), as the draft encodes it
         */
        static Secret of(byte[] secret) {
            try {
                byte[] pkcs8 = new PrivateKeyInfo(ALGORITHM, secret).getEncoded(ASN1Encoding.DER);
                PrivateKey key = keyFactory().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
                return new Secret(key, publicKeyOf((CompositePrivateKey) key, secret));
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalArgumentException("composite private key: not a key of " + JCA_NAME, e);
            }
        }

        private static byte[] publicKeyOf(CompositePrivateKey key, byte[] secret) {
            MLDSAPrivateKey mldsa = (MLDSAPrivateKey) key.getPrivateKeys().get(0);
            byte[] first = mldsa.getPublicKey().getPublicData();
            byte[] second = new Ed25519PrivateKeyParameters(secret, MLDSA_SEED_BYTES)
                    .generatePublicKey()
                    .getEncoded();
            byte[] both = Arrays.copyOf(first, first.length + second.length);
            System.arraycopy(second, 0, both, first.length, second.length);
            return both;
        }

        @Override
        public byte[] publicKey() {
            return publicKey.clone();
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature signer = signature();
                signer.initSign(key);
                signer.update(message);
                return signer.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("composite signature of Bouncy Castle failed to sign", e);
            }
        }
    }

    record Public(PublicKey key) implements SuiteVerifier {
        static Public of(byte[] encoded) {
            Ed25519.requireInPrimeOrderGroup(encoded, MLDSA_PUBLIC_BYTES);
            try {
                byte[] spki = new SubjectPublicKeyInfo(ALGORITHM, encoded).getEncoded(ASN1Encoding.DER);
                return new Public(keyFactory().generatePublic(new X509EncodedKeySpec(spki)));
            } catch (InvalidKeySpecException | IOException e) {
                throw new IllegalArgumentException("composite public key: not a key of " + JCA_NAME, e);
            }
        }

        @Override
        public boolean verifies(byte[] message, byte[] signature) {
            try {
                Signature verifier = signature();
                verifier.initVerify(key);
                verifier.update(message);
                return verifier.verify(signature);
            } catch (SignatureException e) {
                return false;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("composite signature of Bouncy Castle failed to verify", e);
            }
        }
    }

    private static Signature signature() throws GeneralSecurityException {
        return Signature.getInstance(JCA_NAME, CryptoProviders.BOUNCY_CASTLE);
    }

    private static KeyFactory keyFactory() {
        try {
            return KeyFactory.getInstance(JCA_NAME, CryptoProviders.BOUNCY_CASTLE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Bouncy Castle has no " + JCA_NAME, e);
        }
    }
}
