package org.dataembassy.ledger.testkit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.keys.SiteKeys;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * The trust set of a country for tests: 2-of-3 officials, both sites, a writer for each registry and site with two block
 * signing keys, recovery; Ed25519, everything from one seed, so that the same seed gives the same bytes.
 */
public final class TestTrust {
    /** Far enough that no test meets it. */
    public static final Instant EXPIRES = Instant.parse("2126-01-01T00:00:00Z");

    private final SignedTrustRoot genesis;
    private final List<SigningKey> officials;
    private final Map<Site, SiteKeys> sites;
    private final Map<String, WriterKeys> writers;
    private final RecipientSecret recovery;

    private TestTrust(
            SignedTrustRoot genesis,
            List<SigningKey> officials,
            Map<Site, SiteKeys> sites,
            Map<String, WriterKeys> writers,
            RecipientSecret recovery) {
        this.genesis = genesis;
        this.officials = List.copyOf(officials);
        this.sites = Map.copyOf(sites);
        this.writers = Map.copyOf(writers);
        this.recovery = recovery;
    }

    /** A country with these registries; with none, with {@link #legislation}. */
    public static TestTrust create(long seed, TrustRoot.RegistryEntry... registries) {
        return create(seed, SignatureSuite.ED25519, registries);
    }

    /** As {@link #create(long, TrustRoot.RegistryEntry...)}, in another suite. */
    public static TestTrust create(long seed, SignatureSuite suite, TrustRoot.RegistryEntry... registries) {
        List<TrustRoot.RegistryEntry> entries = registries.length == 0 ? List.of(legislation(4)) : List.of(registries);
        return new Making(suite, new SeededRandom(seed), entries).country();
    }

    /** The public registry of acts, home first. */
    public static TrustRoot.RegistryEntry legislation(int partitions) {
        return new TrustRoot.RegistryEntry("legislation", partitions, true, Site.HOME, 20);
    }

    /** A registry that is encrypted, home first. */
    public static TrustRoot.RegistryEntry encrypted(String name, int partitions) {
        return new TrustRoot.RegistryEntry(name, partitions, false, Site.HOME, 20);
    }

    public SignedTrustRoot genesis() {
        return genesis;
    }

    /** Digest of the genesis; also the epochId of every epoch 1. */
    public Digest domain() {
        return genesis.digest();
    }

    /** What a control follower knows that has read nothing but the genesis. */
    public ControlView view() {
        return ControlView.of(genesis);
    }

    /** In the order of the trust root. */
    public List<SigningKey> officials() {
        return officials;
    }

    public SiteKeys site(Site site) {
        return sites.get(site);
    }

    public SiteKeys home() {
        return site(Site.HOME);
    }

    public SiteKeys embassy() {
        return site(Site.EMBASSY);
    }

    public WriterKeys writer(String registry, Site site) {
        return writers.get(registry + "@" + site.label());
    }

    public RecipientSecret recovery() {
        return recovery;
    }

    /** To whom data keys are wrapped: home, embassy, recovery. */
    public List<RecipientKey> recipients() {
        return genesis.root().recipients().stream()
                .map(TrustRoot.Recipient::recipientKey)
                .toList();
    }

    /** Signs a root, such as a changed one, with all officials. */
    public SignedTrustRoot sign(TrustRoot root) {
        return SignedTrustRoot.sign(root, officials);
    }

    /** Makes one country, in an order that never changes. */
    private static final class Making {
        private final SignatureSuite suite;
        private final SecureRandom random;
        private final List<TrustRoot.RegistryEntry> registries;
        private final List<SigningKey> officials = new ArrayList<>();
        private final List<TrustRoot.Official> officialEntries = new ArrayList<>();
        private final List<TrustRoot.WriterEntry> writerEntries = new ArrayList<>();
        private final List<TrustRoot.BlockSigningKey> blockKeys = new ArrayList<>();

        private Making(SignatureSuite suite, SecureRandom random, List<TrustRoot.RegistryEntry> registries) {
            this.suite = suite;
            this.random = random;
            this.registries = registries;
        }

        private TestTrust country() {
            for (int i = 1; i <= 3; i++) {
                SigningKey official = signingKey();
                officials.add(official);
                officialEntries.add(new TrustRoot.Official("official-" + i, official.verifyingKey()));
            }
            SigningKey homeStatements = signingKey();
            SigningKey embassyStatements = signingKey();
            RecipientSecret home = RecipientSecret.generate(random);
            RecipientSecret embassy = RecipientSecret.generate(random);
            RecipientSecret recovery = RecipientSecret.generate(random);
            StoreKey homeStore = StoreKey.generate(random);
            StoreKey embassyStore = StoreKey.generate(random);
            Map<String, List<SigningKey>> writerKeys = new HashMap<>();
            for (TrustRoot.RegistryEntry registry : registries) {
                for (Site site : Site.values()) {
                    writerKeys.put(registry.name() + "@" + site.label(), writer(registry.name(), site));
                }
            }
            SignedTrustRoot genesis = SignedTrustRoot.sign(
                    new TrustRoot(
                            "Testland",
                            1,
                            EXPIRES,
                            2,
                            officialEntries,
                            List.of(
                                    new TrustRoot.SiteEntry(Site.HOME, homeStatements.verifyingKey()),
                                    new TrustRoot.SiteEntry(Site.EMBASSY, embassyStatements.verifyingKey())),
                            registries,
                            writerEntries,
                            blockKeys,
                            List.of(
                                    new TrustRoot.Recipient("home", home.recipientKey()),
                                    new TrustRoot.Recipient("embassy", embassy.recipientKey()),
                                    new TrustRoot.Recipient("recovery", recovery.recipientKey()))),
                    officials);
            Digest domain = genesis.digest();
            Map<String, WriterKeys> writers = new HashMap<>();
            for (TrustRoot.RegistryEntry registry : registries) {
                for (Site site : Site.values()) {
                    String name = registry.name() + "@" + site.label();
                    List<SigningKey> keys = writerKeys.get(name);
                    writers.put(name, new WriterKeys(registry.name(), site, domain, keys.subList(1, 3), keys.get(0)));
                }
            }
            return new TestTrust(
                    genesis,
                    officials,
                    Map.of(
                            Site.HOME, new SiteKeys(Site.HOME, domain, homeStatements, home, homeStore),
                            Site.EMBASSY, new SiteKeys(Site.EMBASSY, domain, embassyStatements, embassy, embassyStore)),
                    writers,
                    recovery);
        }

        /** The statement key, then two block signing keys. */
        private List<SigningKey> writer(String registry, Site site) {
            SigningKey statements = signingKey();
            writerEntries.add(new TrustRoot.WriterEntry(registry, site, statements.verifyingKey()));
            List<SigningKey> keys = new ArrayList<>(List.of(statements));
            for (int i = 0; i < 2; i++) {
                SigningKey blocks = signingKey();
                keys.add(blocks);
                blockKeys.add(new TrustRoot.BlockSigningKey(
                        blocks.verifyingKey(), registry, site, Optional.empty(), Optional.empty(), 0, Long.MAX_VALUE));
            }
            return keys;
        }

        private SigningKey signingKey() {
            return SigningKey.generate(suite, random);
        }
    }
}
