package org.dataembassy.ledger.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.trust.TrustRoot.BlockSigningKey;

/**
 * Changes to a trust root on the way to the next version. Each method refuses with an {@link IllegalArgumentException}
 * that names what was asked for; whether all of them together may follow is decided by {@link #propose}. Not thread-safe.
 */
public final class TrustRootChange {
    /** Key ids may be shortened to this many digits by whoever types them. */
    public static final int MIN_KEY_ID_DIGITS = 8;

    private final SignedTrustRoot before;
    private final List<TrustRoot.Official> officials;
    private final List<TrustRoot.SiteEntry> sites;
    private final List<TrustRoot.RegistryEntry> registries;
    private final List<TrustRoot.WriterEntry> writers;
    private final List<BlockSigningKey> signingKeys;
    private final List<TrustRoot.Recipient> recipients;
    private Instant expires;
    private int threshold;

    private TrustRootChange(SignedTrustRoot before) {
        TrustRoot root = before.root();
        this.before = before;
        this.officials = new ArrayList<>(root.officials());
        this.sites = new ArrayList<>(root.sites());
        this.registries = new ArrayList<>(root.registries());
        this.writers = new ArrayList<>(root.writers());
        this.signingKeys = new ArrayList<>(root.signingKeys());
        this.recipients = new ArrayList<>(root.recipients());
        this.expires = root.expires();
        this.threshold = root.threshold();
    }

    /** Nothing is changed yet. */
    public static TrustRootChange of(SignedTrustRoot before) {
        return new TrustRootChange(before);
    }

    public TrustRootChange expires(Instant when) {
        expires = when;
        return this;
    }

    public TrustRootChange threshold(int officialsThatMustSign) {
        threshold = officialsThatMustSign;
        return this;
    }

    /** Appends a registry; its writers come with {@link #add}. */
    public TrustRootChange addRegistry(TrustRoot.RegistryEntry registry) {
        registries.add(registry);
        return this;
    }

    public TrustRootChange removeOfficial(String name) {
        if (!officials.removeIf(official -> official.name().equals(name))) {
            throw new IllegalArgumentException("officials: there is no " + name);
        }
        return this;
    }

    /**
     * Lists whatever isn't listed yet: an official; a site's statement key, and its recipient key in place of the one
     * before; a writer's statement key and signing keys. A statement key that goes before has to be ended by
     * {@link #endStatements}.
     */
    public TrustRootChange add(PublicKeys keys) {
        if (before.root().version() == 1 && !keys.domain().equals(before.digest())) {
            throw new IllegalArgumentException("the keys of " + keys.owner() + " are of another country or of a drill");
        }
        if (keys instanceof PublicKeys.OfOfficial official) {
            officials.add(new TrustRoot.Official(official.name(), official.key()));
        } else if (keys instanceof PublicKeys.OfSite site) {
            if (sites.stream().noneMatch(entry -> entry.statementKey().equals(site.statementKey()))) {
                sites.add(new TrustRoot.SiteEntry(site.site(), site.statementKey()));
            }
            replaceRecipient(site.site().label(), site.recipientKey());
        } else if (keys instanceof PublicKeys.OfWriter writer) {
            addWriter(writer);
        }
        return this;
    }

    private void addWriter(PublicKeys.OfWriter writer) {
        if (writers.stream().noneMatch(entry -> entry.statementKey().equals(writer.statementKey()))) {
            writers.add(new TrustRoot.WriterEntry(writer.registry(), writer.site(), writer.statementKey()));
        }
        for (VerifyingKey key : writer.signingKeys()) {
            if (signingKeys.stream().noneMatch(entry -> entry.verifyingKey().equals(key))) {
                signingKeys.add(new BlockSigningKey(
                        key, writer.registry(), writer.site(), Optional.empty(), Optional.empty(), 0, Long.MAX_VALUE));
            }
        }
    }

    /** Another key for one to whom data keys are wrapped: {@code home}, {@code embassy} or {@code recovery}. */
    public TrustRootChange replaceRecipient(String name, RecipientKey key) {
        boolean found = false;
        for (int i = 0; i < recipients.size(); i++) {
            if (recipients.get(i).name().equals(name)) {
                recipients.set(i, new TrustRoot.Recipient(name, key));
                found = true;
            }
        }
        if (!found) {
            throw new IllegalArgumentException("recipients: expected home, embassy or recovery");
        }
        return this;
    }

    /**
     * Strikes a signing key out: it may sign nothing from these blocks on.
     *
     * @param keyIdPrefix at least {@link #MIN_KEY_ID_DIGITS} hexadecimal digits
     * @param firstRefusedBlock by partition, every partition of the key's registry
     */
    public TrustRootChange strikeOut(String keyIdPrefix, Map<Integer, Long> firstRefusedBlock) {
        Digest keyId = only("signing key", keyIdPrefix, signingKeys, BlockSigningKey::verifyingKey);
        List<BlockSigningKey> narrowed = new ArrayList<>();
        for (BlockSigningKey entry : signingKeys) {
            if (!entry.verifyingKey().keyId().equals(keyId)) {
                narrowed.add(entry);
                continue;
            }
            requireEveryPartition(entry.registry(), firstRefusedBlock);
            firstRefusedBlock.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .filter(end -> entry.partition().isEmpty()
                            || entry.partition().get().equals(end.getKey()))
                    .forEach(end -> narrowed.add(ended(entry, end.getKey(), end.getValue())));
        }
        signingKeys.clear();
        signingKeys.addAll(narrowed);
        return this;
    }

    private void requireEveryPartition(String registry, Map<Integer, Long> firstRefusedBlock) {
        int partitions = registries.stream()
                .filter(entry -> entry.name().equals(registry))
                .findFirst()
                .orElseThrow()
                .partitions();
        for (int partition = 0; partition < partitions; partition++) {
            if (!firstRefusedBlock.containsKey(partition)) {
                throw new IllegalArgumentException("strike out: expected a block index for each of the " + partitions
                        + " partitions of " + registry);
            }
        }
        if (firstRefusedBlock.size() != partitions
                || firstRefusedBlock.values().stream().anyMatch(block -> block < 0)) {
            throw new IllegalArgumentException("strike out: expected block indexes of at least 0 for partitions 0 to "
                    + (partitions - 1) + " of " + registry);
        }
    }

    private static BlockSigningKey ended(BlockSigningKey entry, int partition, long firstRefused) {
        long last = Math.max(entry.firstBlock() - 1, Math.min(entry.lastBlock(), firstRefused - 1));
        return new BlockSigningKey(
                entry.verifyingKey(),
                entry.registry(),
                entry.site(),
                entry.epochId(),
                Optional.of(partition),
                entry.firstBlock(),
                last);
    }

    /**
     * Ends the chain of statements of a site or of a registry's writer.
     *
     * @param lastBelieved number of the last statement that is believed, 0 for none
     */
    public TrustRootChange endStatements(String keyIdPrefix, long lastBelieved) {
        List<VerifyingKey> all = new ArrayList<>();
        sites.forEach(entry -> all.add(entry.statementKey()));
        writers.forEach(entry -> all.add(entry.statementKey()));
        Digest keyId = only("statement key", keyIdPrefix, all, Function.identity());
        sites.replaceAll(entry -> entry.statementKey().keyId().equals(keyId)
                ? new TrustRoot.SiteEntry(entry.site(), entry.statementKey(), lastBelieved)
                : entry);
        writers.replaceAll(entry -> entry.statementKey().keyId().equals(keyId)
                ? new TrustRoot.WriterEntry(entry.registry(), entry.site(), entry.statementKey(), lastBelieved)
                : entry);
        return this;
    }

    /**
     * The draft of the next version.
     *
     * @throws IllegalArgumentException if the changes together make no trust root
     * @throws org.dataembassy.ledger.problem.EmbassyException TRUST_ROOT_INVALID if it may not follow
     */
    public TrustProposal propose() {
        requireOneInUse();
        return TrustProposal.of(
                before,
                new TrustRoot(
                        before.root().country(),
                        before.root().version() + 1,
                        Optional.of(before.digest()),
                        expires,
                        threshold,
                        officials,
                        sites,
                        registries,
                        writers,
                        signingKeys,
                        recipients));
    }

    /** Said here, because the trust root's own rule doesn't know what somebody was about to do. */
    private void requireOneInUse() {
        for (Site site : Site.values()) {
            long inUse = sites.stream()
                    .filter(entry -> entry.site() == site && entry.lastStatement() == TrustRoot.NO_END)
                    .count();
            if (inUse > 1) {
                throw new IllegalArgumentException("sites: " + site.label()
                        + " would have two statement keys in use; end the statements of the one before");
            }
        }
    }

    private static <T> Digest only(String what, String prefix, List<T> among, Function<T, VerifyingKey> key) {
        if (prefix.length() < MIN_KEY_ID_DIGITS) {
            throw new IllegalArgumentException(
                    what + ": expected at least " + MIN_KEY_ID_DIGITS + " digits of its id, got " + prefix);
        }
        List<Digest> found = among.stream()
                .map(entry -> key.apply(entry).keyId())
                .filter(keyId -> keyId.hex().startsWith(prefix.toLowerCase(java.util.Locale.ROOT)))
                .distinct()
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    what + " " + prefix + ": expected exactly one in the trust root, found " + found.size());
        }
        return found.get(0);
    }
}
