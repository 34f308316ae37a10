package org.dataembassy.ledger.keys;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.dataembassy.ledger.crypto.CryptoProviders;
import org.dataembassy.ledger.crypto.SigningKey;

/**
 * One PKCS#12 store (RFC 7292) in memory, by the JDK's own implementation: keys under PBES2 with PBKDF2 (HMAC-SHA256)
 * and AES-256-CBC, the whole under an HMAC-SHA256 MAC. Signing keys are private key entries; other secrets are secret
 * entries, labelled AES because PKCS#12 must name an algorithm and has none for "32 bytes". Not thread-safe.
 */
final class Pkcs12 {
    private final KeyStore store;
    private final char[] passphrase;

    private Pkcs12(KeyStore store, char[] passphrase) {
        this.store = store;
        this.passphrase = passphrase;
    }

    static Pkcs12 empty(char[] passphrase) {
        KeyStore store = newStore();
        try {
            store.load(null, null);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("an empty PKCS#12 store can't be made", e);
        }
        return new Pkcs12(store, passphrase);
    }

    /** Thrown when the bytes aren't a PKCS#12 store or the pass phrase is not its own. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    static Pkcs12 parse(byte[] bytes, char[] passphrase) throws UnreadableException {
        CryptoProviders.ensureRegistered();
        KeyStore store = newStore();
        try {
            store.load(new ByteArrayInputStream(bytes), passphrase);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new UnreadableException("the pass phrase is wrong", e);
            }
            throw new UnreadableException("it is not a PKCS#12 key store", e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new UnreadableException("it is not a PKCS#12 key store", e);
        }
        return new Pkcs12(store, passphrase);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            store.store(bytes, passphrase);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a PKCS#12 store can't be encoded", e);
        }
        return bytes.toByteArray();
    }

    void put(String alias, SigningKey key, Certificate certificate) {
        try {
            store.setKeyEntry(alias, new Encoded(key.revealPkcs8()), passphrase, new Certificate[] {certificate});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a signing key can't be put into a PKCS#12 store", e);
        }
    }

    void put(String alias, byte[] secret) {
        try {
            store.setEntry(
                    alias,
                    new KeyStore.SecretKeyEntry(new SecretKeySpec(secret, "AES")),
                    new KeyStore.PasswordProtection(passphrase));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret can't be put into a PKCS#12 store", e);
        }
    }

    /** Empty if there is no such signing key. */
    Optional<SigningKey> signingKey(String alias) throws UnreadableException {
        Optional<Key> key = key(alias);
        if (key.isEmpty() || !(key.get() instanceof PrivateKey)) {
            return Optional.empty();
        }
        try {
            return Optional.of(SigningKey.ofPkcs8(key.get().getEncoded()));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("its entry " + alias + " is not a signing key of a known suite", e);
        }
    }

    /** Empty if there is no such secret. */
    Optional<byte[]> secret(String alias) throws UnreadableException {
        return key(alias).filter(SecretKey.class::isInstance).map(Key::getEncoded);
    }

    private Optional<Key> key(String alias) throws UnreadableException {
        try {
            return Optional.ofNullable(store.getKey(alias, passphrase));
        } catch (GeneralSecurityException e) {
            throw new UnreadableException("its entry " + alias + " can't be decrypted", e);
        }
    }

    private static KeyStore newStore() {
        try {
            return KeyStore.getInstance("PKCS12", "SUN");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no PKCS12 of the SUN provider", e);
        }
    }

    /** All that a key store asks of a private key is its encoding. */
    private static final class Encoded implements PrivateKey {
        private static final long serialVersionUID = 1L;

        private final transient byte[] pkcs8;

        private Encoded(byte[] pkcs8) {
            this.pkcs8 = pkcs8;
        }

        @Override
        public String getAlgorithm() {
            return "PKCS#8";
        }

        @Override
        public String getFormat() {
            return "PKCS#8";
        }

        @Override
        public byte[] getEncoded() {
            return pkcs8.clone();
        }
    }
}
