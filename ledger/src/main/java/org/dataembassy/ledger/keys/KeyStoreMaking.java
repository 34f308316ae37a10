package org.dataembassy.ledger.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.PublicKeys;

/**
 * Makes keys after the founding ceremony, each with its owner: new key stores, and more signing keys in a writer's. No
 * program believes a new key before the officials have listed its public half in the next trust root.
 *
 * <p>A new store {@code NAME.p12} gets a generated pass phrase in {@code NAME.pass}, both mode 0600; nothing is written
 * over. Refusals are {@link EmbassyException}s: FILE_EXISTS, TARGET_UNWRITABLE, and those of {@link KeyStoreFile}.
 */
public final class KeyStoreMaking {
    /** In one writer's store, as {@link KeyStoreFile} reads it. */
    public static final int MAX_BLOCK_KEYS = 100;

    private static final SignatureSuite STATEMENT_SUITE = SignatureSuite.MLDSA65_ED25519;

    private KeyStoreMaking() {}

    /** A new official's store. */
    public static PublicKeys makeOfficial(Path store, Digest domain, String name, SecureRandom random) {
        SigningKey key = SigningKey.generate(STATEMENT_SUITE, random);
        writeWithPassphrase(
                store, random, passphrase -> StoreBytes.official(country(domain), domain, name, key, passphrase));
        return new PublicKeys.OfOfficial(domain, name, key.verifyingKey());
    }

    /** The store of the writer of a registry at a site, such as a new one. */
    public static PublicKeys makeWriter(
            Path store, Digest domain, String registry, Site site, SignatureSuite blockSuite, SecureRandom random) {
        List<SigningKey> blockKeys = new ArrayList<>();
        for (int i = 0; i < Country.BLOCK_KEYS_PER_WRITER; i++) {
            blockKeys.add(SigningKey.generate(blockSuite, random));
        }
        WriterKeys keys =
                new WriterKeys(registry, site, domain, blockKeys, SigningKey.generate(STATEMENT_SUITE, random));
        writeWithPassphrase(store, random, passphrase -> StoreBytes.writer(country(domain), keys, passphrase));
        return publicOf(keys);
    }

    /**
     * A site's store with a new statement key and all else as before: what is wrapped to its recipient key and encrypted
     * under its store key stays readable.
     */
    public static PublicKeys makeSite(Path store, SiteKeys before, SecureRandom random) {
        SiteKeys keys = new SiteKeys(
                before.site(),
                before.domain(),
                SigningKey.generate(STATEMENT_SUITE, random),
                before.recipient(),
                before.storeKey());
        writeWithPassphrase(store, random, passphrase -> StoreBytes.site(country(before.domain()), keys, passphrase));
        return publicOf(keys);
    }

    /**
     * Adds signing keys for blocks to a writer's store, of the suite of its last one, to be used after those that are
     * there. The store is replaced in one step once the new one has been read back.
     */
    public static PublicKeys addSigningKeys(Path store, char[] passphrase, int count, SecureRandom random) {
        WriterKeys before = KeyStoreFile.readWriter(store, passphrase);
        List<SigningKey> blockKeys = new ArrayList<>(before.blockKeys());
        if (count < 1 || blockKeys.size() + count > MAX_BLOCK_KEYS) {
            throw new EmbassyException(
                    Problem.TRUST_CHANGE_INVALID,
                    "key store " + store + ": has " + blockKeys.size() + " signing keys and may have " + MAX_BLOCK_KEYS
                            + "; expected to add at least 1, got " + count);
        }
        SignatureSuite suite =
                blockKeys.get(blockKeys.size() - 1).verifyingKey().suite();
        for (int i = 0; i < count; i++) {
            blockKeys.add(SigningKey.generate(suite, random));
        }
        WriterKeys keys =
                new WriterKeys(before.registry(), before.site(), before.domain(), blockKeys, before.statementKey());
        byte[] bytes = StoreBytes.writer(country(before.domain()), keys, passphrase);
        Path next = store.resolveSibling("." + store.getFileName() + ".making");
        try {
            Files.deleteIfExists(next);
            OwnerOnly.writeNew(next, bytes);
            if (!publicOf(KeyStoreFile.readWriter(next, passphrase)).equals(publicOf(keys))) {
                throw new IllegalStateException("a key store does not read back as it was written");
            }
            Files.move(
                    next,
                    store,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            OwnerOnly.flushFolder(store.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw unwritable(store, e);
        }
        return publicOf(keys);
    }

    public static PublicKeys.OfWriter publicOf(WriterKeys keys) {
        return new PublicKeys.OfWriter(
                keys.domain(),
                keys.registry(),
                keys.site(),
                keys.statementKey().verifyingKey(),
                keys.blockKeys().stream().map(SigningKey::verifyingKey).toList());
    }

    public static PublicKeys.OfSite publicOf(SiteKeys keys) {
        VerifyingKey statementKey = keys.statementKey().verifyingKey();
        return new PublicKeys.OfSite(
                keys.domain(), keys.site(), statementKey, keys.recipient().recipientKey());
    }

    /** A store's bytes under a pass phrase. */
    @FunctionalInterface
    private interface StoreOf {
        byte[] under(char[] passphrase);
    }

    private static void writeWithPassphrase(Path store, SecureRandom random, StoreOf bytes) {
        String name = store.getFileName().toString();
        Path pass = store.resolveSibling(
                (name.endsWith(".p12") ? name.substring(0, name.length() - ".p12".length()) : name) + ".pass");
        if (Files.exists(store, LinkOption.NOFOLLOW_LINKS)) {
            throw new EmbassyException(Problem.FILE_EXISTS, "file " + store + " exists");
        }
        char[] passphrase = Passphrases.generate(random);
        try {
            // First the pass phrase: a store without one is of no use and would have to be deleted by hand.
            OwnerOnly.writeNew(pass, (new String(passphrase) + "\n").getBytes(UTF_8));
            OwnerOnly.writeNew(store, bytes.under(passphrase));
            OwnerOnly.flushFolder(store.toAbsolutePath().getParent());
        } catch (FileAlreadyExistsException e) {
            throw new EmbassyException(Problem.FILE_EXISTS, "file " + e.getFile() + " exists", e);
        } catch (IOException e) {
            throw unwritable(store, e);
        }
    }

    private static EmbassyException unwritable(Path store, IOException e) {
        return new EmbassyException(
                Problem.TARGET_UNWRITABLE,
                "key store " + store + ": can't be written (" + e.getClass().getSimpleName() + ")",
                e);
    }

    /** What certificates name: people know the country, the store only its domain. */
    private static String country(Digest domain) {
        return "domain " + domain.abbreviated();
    }
}
