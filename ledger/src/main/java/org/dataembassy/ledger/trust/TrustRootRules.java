package org.dataembassy.ledger.trust;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.trust.TrustRoot.BlockSigningKey;
import org.dataembassy.ledger.trust.TrustRoot.Official;
import org.dataembassy.ledger.trust.TrustRoot.Recipient;
import org.dataembassy.ledger.trust.TrustRoot.RegistryEntry;
import org.dataembassy.ledger.trust.TrustRoot.SiteEntry;
import org.dataembassy.ledger.trust.TrustRoot.WriterEntry;

/** What every trust root keeps, whatever came before it. Refuses with an {@link IllegalArgumentException}. */
final class TrustRootRules {
    static final int MAX_OFFICIALS = 100;
    static final int MAX_REGISTRIES = 1_000;
    static final int MAX_WRITERS = 10_000;
    static final int MAX_SIGNING_KEYS = 20_000;
    static final int MAX_SITE_ENTRIES = 1_000;
    static final int MAX_NAME_CHARACTERS = 100;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} .,'()/_-]{0,99}");
    private static final Set<String> RECIPIENTS = Set.of("home", "embassy", "recovery");

    private TrustRootRules() {}

    static void check(
            String country,
            long version,
            Optional<Digest> previous,
            int threshold,
            List<Official> officials,
            List<SiteEntry> sites,
            List<RegistryEntry> registries,
            List<WriterEntry> writers,
            List<BlockSigningKey> signingKeys,
            List<Recipient> recipients) {
        require(NAME.matcher(country).matches(), "country: expected 1 to 100 letters, digits, spaces or punctuation");
        require(version >= 1, "version: expected at least 1");
        require(previous.isEmpty() == (version == 1), "previous: expected none for version 1, else the digest before");
        checkOfficials(threshold, officials);
        checkSites(sites);
        Map<String, RegistryEntry> byName = checkRegistries(registries);
        checkWriters(writers, byName);
        checkSigningKeys(signingKeys, byName);
        checkRecipients(recipients);
        checkOneRoleForEachKey(officials, sites, writers, signingKeys);
    }

    private static void checkOfficials(int threshold, List<Official> officials) {
        int n = officials.size();
        require(n >= 1 && n <= MAX_OFFICIALS, "officials: expected 1 to " + MAX_OFFICIALS);
        require(threshold >= 1 && threshold <= n, "threshold: expected 1 to the number of officials");
        require(
                2 * threshold > n,
                "threshold: expected more than half of the officials, so that no two quorums are disjoint");
        Set<String> names = new HashSet<>();
        for (Official official : officials) {
            require(NAME.matcher(official.name()).matches(), "officials: a name has characters that are not allowed");
            require(names.add(official.name()), "officials: two have the same name");
        }
    }

    private static void checkSites(List<SiteEntry> sites) {
        require(sites.size() <= MAX_SITE_ENTRIES, "sites: expected at most " + MAX_SITE_ENTRIES + " entries");
        Map<Site, Integer> goingOn = new EnumMap<>(Site.class);
        for (SiteEntry entry : sites) {
            requireStatementBound("sites", entry.lastStatement());
            if (entry.lastStatement() == TrustRoot.NO_END) {
                goingOn.merge(entry.site(), 1, Integer::sum);
            }
        }
        for (Site site : Site.values()) {
            require(
                    goingOn.getOrDefault(site, 0) == 1,
                    "sites: expected exactly one statement key in use for " + site.label());
        }
    }

    private static Map<String, RegistryEntry> checkRegistries(List<RegistryEntry> registries) {
        require(
                !registries.isEmpty() && registries.size() <= MAX_REGISTRIES,
                "registries: expected 1 to " + MAX_REGISTRIES);
        Map<String, RegistryEntry> byName = new HashMap<>();
        for (RegistryEntry registry : registries) {
            require(byName.put(registry.name(), registry) == null, "registries: two have the same name");
        }
        return byName;
    }

    private static void checkWriters(List<WriterEntry> writers, Map<String, RegistryEntry> registries) {
        require(writers.size() <= MAX_WRITERS, "writers: expected at most " + MAX_WRITERS);
        Set<String> goingOn = new HashSet<>();
        for (WriterEntry writer : writers) {
            require(registries.containsKey(writer.registry()), "writers: one is of an unknown registry");
            requireStatementBound("writers", writer.lastStatement());
            if (writer.lastStatement() == TrustRoot.NO_END) {
                require(
                        goingOn.add(writer.site().label() + "/" + writer.registry()),
                        "writers: two statement keys are in use for one registry and site");
            }
        }
    }

    private static void checkSigningKeys(List<BlockSigningKey> signingKeys, Map<String, RegistryEntry> registries) {
        require(signingKeys.size() <= MAX_SIGNING_KEYS, "signingKeys: expected at most " + MAX_SIGNING_KEYS);
        Map<Digest, BlockSigningKey> first = new HashMap<>();
        for (BlockSigningKey key : signingKeys) {
            RegistryEntry registry = registries.get(key.registry());
            require(registry != null, "signingKeys: one is of an unknown registry");
            require(
                    key.partition().isEmpty()
                            || (key.partition().get() >= 0 && key.partition().get() < registry.partitions()),
                    "signingKeys: a partition is not one of its registry");
            require(
                    key.firstBlock() >= 0 && key.lastBlock() >= key.firstBlock() - 1,
                    "signingKeys: expected 0 <= firstBlock <= lastBlock + 1");
            BlockSigningKey earlier = first.putIfAbsent(key.verifyingKey().keyId(), key);
            require(
                    earlier == null || (earlier.registry().equals(key.registry()) && earlier.site() == key.site()),
                    "signingKeys: one key is named for two registries or sites");
        }
    }

    private static void checkRecipients(List<Recipient> recipients) {
        Set<String> names = new HashSet<>();
        Set<Digest> keyIds = new HashSet<>();
        for (Recipient recipient : recipients) {
            require(
                    RECIPIENTS.contains(recipient.name()) && names.add(recipient.name()),
                    "recipients: expected home, embassy and recovery, once each");
            require(keyIds.add(recipient.recipientKey().keyId()), "recipients: two have the same key");
        }
        require(names.size() == RECIPIENTS.size(), "recipients: expected home, embassy and recovery, once each");
    }

    /** Components are compared, so that a composite key doesn't lend its Ed25519 half to another role. */
    private static void checkOneRoleForEachKey(
            List<Official> officials,
            List<SiteEntry> sites,
            List<WriterEntry> writers,
            List<BlockSigningKey> signingKeys) {
        Set<Digest> components = new HashSet<>();
        officials.forEach(official -> addComponents(components, official.verifyingKey()));
        sites.forEach(site -> addComponents(components, site.statementKey()));
        writers.forEach(writer -> addComponents(components, writer.statementKey()));
        Set<Digest> blockKeys = new HashSet<>();
        for (BlockSigningKey key : signingKeys) {
            if (blockKeys.add(key.verifyingKey().keyId())) {
                addComponents(components, key.verifyingKey());
            }
        }
    }

    private static void addComponents(Set<Digest> components, VerifyingKey key) {
        for (Digest component : key.componentIds()) {
            require(components.add(component), "a key is used twice: one key, one suite, one role");
        }
    }

    private static void requireStatementBound(String field, long lastStatement) {
        require(lastStatement >= 0, field + ": expected a lastStatement of at least 0");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
