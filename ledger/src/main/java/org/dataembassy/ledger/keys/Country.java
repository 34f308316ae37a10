package org.dataembassy.ledger.keys;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;

/** All keys of a new country and the genesis that names them, in memory: what the ceremony then writes to files. */
final class Country {
    /** One in use and one in reserve, for the day on which a seal journal is lost. */
    static final int BLOCK_KEYS_PER_WRITER = 2;

    /** Officials, sites and writers sign statements that must hold for decades. */
    private static final SignatureSuite STATEMENT_SUITE = SignatureSuite.MLDSA65_ED25519;

    /** A registry's writer at a site. */
    record WriterPlace(String registry, Site site) {}

    final SignedTrustRoot genesis;
    final Map<String, SigningKey> officials = new LinkedHashMap<>();
    final Map<Site, SiteKeys> sites = new EnumMap<>(Site.class);
    final Map<WriterPlace, WriterKeys> writers = new LinkedHashMap<>();
    final RecipientSecret recovery;

    Country(TrustCeremony.Plan plan, SecureRandom random) {
        for (int i = 1; i <= plan.officials(); i++) {
            officials.put("official-" + i, SigningKey.generate(STATEMENT_SUITE, random));
        }
        Map<Site, SigningKey> siteStatements = new EnumMap<>(Site.class);
        Map<Site, RecipientSecret> siteRecipients = new EnumMap<>(Site.class);
        for (Site site : Site.values()) {
            siteStatements.put(site, SigningKey.generate(STATEMENT_SUITE, random));
            siteRecipients.put(site, RecipientSecret.generate(random));
        }
        recovery = RecipientSecret.generate(random);
        Map<WriterPlace, SigningKey> writerStatements = new LinkedHashMap<>();
        Map<WriterPlace, List<SigningKey>> writerBlocks = new LinkedHashMap<>();
        for (TrustRoot.RegistryEntry registry : plan.registries()) {
            for (Site site : Site.values()) {
                WriterPlace place = new WriterPlace(registry.name(), site);
                writerStatements.put(place, SigningKey.generate(STATEMENT_SUITE, random));
                List<SigningKey> blocks = new ArrayList<>();
                for (int i = 0; i < BLOCK_KEYS_PER_WRITER; i++) {
                    blocks.add(SigningKey.generate(plan.blockSuite(), random));
                }
                writerBlocks.put(place, blocks);
            }
        }
        genesis = SignedTrustRoot.sign(
                new TrustRoot(
                        plan.country(),
                        1,
                        plan.expires(),
                        plan.threshold(),
                        officials.entrySet().stream()
                                .map(e -> new TrustRoot.Official(
                                        e.getKey(), e.getValue().verifyingKey()))
                                .toList(),
                        siteStatements.entrySet().stream()
                                .map(e -> new TrustRoot.SiteEntry(
                                        e.getKey(), e.getValue().verifyingKey()))
                                .toList(),
                        plan.registries(),
                        writerStatements.entrySet().stream()
                                .map(e -> new TrustRoot.WriterEntry(
                                        e.getKey().registry(),
                                        e.getKey().site(),
                                        e.getValue().verifyingKey()))
                                .toList(),
                        writerBlocks.entrySet().stream()
                                .flatMap(e -> e.getValue().stream().map(key -> blockEntry(e.getKey(), key)))
                                .toList(),
                        List.of(
                                new TrustRoot.Recipient(
                                        Site.HOME.label(),
                                        siteRecipients.get(Site.HOME).recipientKey()),
                                new TrustRoot.Recipient(
                                        Site.EMBASSY.label(),
                                        siteRecipients.get(Site.EMBASSY).recipientKey()),
                                new TrustRoot.Recipient("recovery", recovery.recipientKey()))),
                List.copyOf(officials.values()));
        for (Site site : Site.values()) {
            sites.put(
                    site,
                    new SiteKeys(
                            site,
                            genesis.digest(),
                            siteStatements.get(site),
                            siteRecipients.get(site),
                            StoreKey.generate(random)));
        }
        writerStatements.forEach((place, statements) -> writers.put(
                place,
                new WriterKeys(place.registry(), place.site(), genesis.digest(), writerBlocks.get(place), statements)));
    }

    private static TrustRoot.BlockSigningKey blockEntry(WriterPlace place, SigningKey key) {
        return new TrustRoot.BlockSigningKey(
                key.verifyingKey(),
                place.registry(),
                place.site(),
                Optional.empty(),
                Optional.empty(),
                0,
                Long.MAX_VALUE);
    }
}
