package org.dataembassy.ledger.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.keys.Pkcs12.UnreadableException;
import org.dataembassy.ledger.keys.StoreDescription.Role;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * PKCS#12 (RFC 7292) key stores, one file for each owner, mode 0600. Readers refuse files that anybody but the owner may
 * read or change, and stores that were made for another purpose.
 *
 * <p>Every reader throws {@link EmbassyException}: KEY_STORE_UNREADABLE (no such file, not a store, wrong pass phrase),
 * KEY_STORE_EXPOSED (file mode), KEY_STORE_WRONG_ROLE, KEY_MISSING (an entry is missing). Thread-safe.
 */
public final class KeyStoreFile {
    static final String ABOUT = "about";
    static final String STATEMENT_KEY = "statement";
    static final String OFFICIAL_KEY = "official";
    static final String RECIPIENT_SECRET = "recipient";
    static final String STORE_KEY = "store";
    static final String BLOCK_KEY_PREFIX = "block-";

    private static final int MAX_BLOCK_KEYS = 100;

    private KeyStoreFile() {}

    /**
     * A site's key store.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException KEY_STORE_UNREADABLE, KEY_MISSING
     */
    public static SiteKeys readSite(Path file, char[] passphrase) {
        Opened store = open(file, passphrase, Role.SITE);
        return new SiteKeys(
                store.about.site().orElseThrow(),
                store.about.domain(),
                store.signingKey(STATEMENT_KEY),
                store.recipientSecret(),
                store.storeKey());
    }

    /** The key store of a registry's writer. */
    public static WriterKeys readWriter(Path file, char[] passphrase) {
        Opened store = open(file, passphrase, Role.WRITER);
        return new WriterKeys(
                store.about.registry().orElseThrow(),
                store.about.site().orElseThrow(),
                store.about.domain(),
                store.blockKeys(),
                store.signingKey(STATEMENT_KEY));
    }

    /** An official's key store. */
    public static SigningKey readOfficial(Path file, char[] passphrase) {
        return open(file, passphrase, Role.OFFICIAL).signingKey(OFFICIAL_KEY);
    }

    /** The country of an official's store: the digest of its genesis trust root. */
    public static Digest readOfficialDomain(Path file, char[] passphrase) {
        return open(file, passphrase, Role.OFFICIAL).about().domain();
    }

    /** The recovery key store. */
    public static RecipientSecret readRecovery(Path file, char[] passphrase) {
        return open(file, passphrase, Role.RECOVERY).recipientSecret();
    }

    /** The country of a recovery store: the digest of its genesis trust root, as a trust root file must have it. */
    public static Digest readRecoveryDomain(Path file, char[] passphrase) {
        return open(file, passphrase, Role.RECOVERY).about().domain();
    }

    /** Reads a pass phrase file: its first line, mode 0600 as for stores. */
    public static char[] readPassphrase(Path file) {
        byte[] bytes = OwnerOnly.read("pass phrase file", file);
        CharBuffer text = UTF_8.decode(ByteBuffer.wrap(bytes));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        char[] passphrase = new char[end];
        text.get(passphrase);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(text.array(), '\0');
        if (end == 0) {
            throw new EmbassyException(Problem.KEY_STORE_UNREADABLE, "pass phrase file " + file + ": is empty");
        }
        return passphrase;
    }

    private static Opened open(Path file, char[] passphrase, Role expected) {
        byte[] bytes = OwnerOnly.read("key store", file);
        try {
            Pkcs12 store = Pkcs12.parse(bytes, passphrase);
            StoreDescription about = describe(store);
            if (about.role() != expected) {
                throw new EmbassyException(
                        Problem.KEY_STORE_WRONG_ROLE,
                        "key store " + file + ": expected " + expected.words() + ", got "
                                + about.role().words() + " (" + about.owner() + ")");
            }
            return new Opened(file, store, about);
        } catch (UnreadableException e) {
            throw unreadable(file, e);
        }
    }

    private static StoreDescription describe(Pkcs12 store) throws UnreadableException {
        Optional<byte[]> about = store.secret(ABOUT);
        if (about.isEmpty()) {
            throw new UnreadableException("it has no entry " + ABOUT + ": not a key store of a data embassy", null);
        }
        try {
            return StoreDescription.fromJson(about.get());
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("its entry " + ABOUT + " can't be read by this version", e);
        }
    }

    private static EmbassyException unreadable(Path file, UnreadableException e) {
        return new EmbassyException(Problem.KEY_STORE_UNREADABLE, "key store " + file + ": " + e.getMessage(), e);
    }

    /** A store whose pass phrase and role were right. */
    private record Opened(Path file, Pkcs12 store, StoreDescription about) {
        SigningKey signingKey(String alias) {
            return require(alias, find(alias));
        }

        List<SigningKey> blockKeys() {
            List<SigningKey> keys = new ArrayList<>();
            keys.add(signingKey(BLOCK_KEY_PREFIX + 1));
            for (int i = 2; i <= MAX_BLOCK_KEYS; i++) {
                Optional<SigningKey> next = find(BLOCK_KEY_PREFIX + i);
                if (next.isEmpty()) {
                    break;
                }
                keys.add(next.get());
            }
            return keys;
        }

        RecipientSecret recipientSecret() {
            return convert(RECIPIENT_SECRET, RecipientSecret::of);
        }

        StoreKey storeKey() {
            return convert(STORE_KEY, StoreKey::of);
        }

        private <T> T convert(String alias, Function<byte[], T> of) {
            try {
                byte[] secret = require(alias, store.secret(alias));
                return of.apply(secret);
            } catch (UnreadableException e) {
                throw unreadable(file, e);
            } catch (IllegalArgumentException e) {
                throw new EmbassyException(
                        Problem.KEY_STORE_UNREADABLE,
                        "key store " + file + ": its entry " + alias + " does not have 32 bytes",
                        e);
            }
        }

        private Optional<SigningKey> find(String alias) {
            try {
                return store.signingKey(alias);
            } catch (UnreadableException e) {
                throw unreadable(file, e);
            }
        }

        private <T> T require(String alias, Optional<T> found) {
            return found.orElseThrow(() -> new EmbassyException(
                    Problem.KEY_MISSING, "key store " + file + ": its entry " + alias + " is missing"));
        }
    }
}
