package org.dataembassy.ledger.keys;

import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SigningKey;

/** The bytes of each sort of key store, as {@link KeyStoreFile} reads them. */
final class StoreBytes {
    private StoreBytes() {}

    static byte[] official(String country, Digest domain, String name, SigningKey key, char[] passphrase) {
        StoreDescription about = StoreDescription.official(domain, name);
        Pkcs12 store = started(about, passphrase);
        put(store, KeyStoreFile.OFFICIAL_KEY, key, country, about);
        return store.encode();
    }

    static byte[] site(String country, SiteKeys keys, char[] passphrase) {
        StoreDescription about = StoreDescription.site(keys.domain(), keys.site());
        Pkcs12 store = started(about, passphrase);
        put(store, KeyStoreFile.STATEMENT_KEY, keys.statementKey(), country, about);
        store.put(KeyStoreFile.RECIPIENT_SECRET, keys.recipient().revealSecret());
        store.put(KeyStoreFile.STORE_KEY, keys.storeKey().revealSecret());
        return store.encode();
    }

    static byte[] writer(String country, WriterKeys keys, char[] passphrase) {
        StoreDescription about = StoreDescription.writer(keys.domain(), keys.site(), keys.registry());
        Pkcs12 store = started(about, passphrase);
        put(store, KeyStoreFile.STATEMENT_KEY, keys.statementKey(), country, about);
        List<SigningKey> blockKeys = keys.blockKeys();
        for (int i = 0; i < blockKeys.size(); i++) {
            put(store, KeyStoreFile.BLOCK_KEY_PREFIX + (i + 1), blockKeys.get(i), country, about);
        }
        return store.encode();
    }

    static byte[] recovery(Digest domain, RecipientSecret secret, char[] passphrase) {
        Pkcs12 store = started(StoreDescription.recovery(domain), passphrase);
        store.put(KeyStoreFile.RECIPIENT_SECRET, secret.revealSecret());
        return store.encode();
    }

    private static Pkcs12 started(StoreDescription about, char[] passphrase) {
        Pkcs12 store = Pkcs12.empty(passphrase);
        store.put(KeyStoreFile.ABOUT, about.toJson());
        return store;
    }

    private static void put(Pkcs12 store, String alias, SigningKey key, String country, StoreDescription about) {
        store.put(alias, key, SelfSigned.certificate(key, country, about.owner() + ", " + alias));
    }
}
