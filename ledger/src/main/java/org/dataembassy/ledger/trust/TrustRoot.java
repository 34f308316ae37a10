package org.dataembassy.ledger.trust;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.crypto.VerifyingKey;

/**
 * Who and what is trusted: officials, sites, registries, signing keys, recipients. JSON in DSSE, versioned, expiring,
 * signed by the threshold (rules after TUF 1.0.33 section 5.3). One that exists keeps the rules of {@link
 * TrustRootRules}; whether it may follow another is {@link SuccessionRules}.
 *
 * @param version from 1; version 1 is the genesis
 * @param previous digest of the version before; empty exactly for the genesis
 * @param expires alarms when it has passed, stops nothing: a government in exile must go on
 * @param threshold M of the N officials, 2M > N
 */
public record TrustRoot(
        String country,
        long version,
        Optional<Digest> previous,
        Instant expires,
        int threshold,
        List<Official> officials,
        List<SiteEntry> sites,
        List<RegistryEntry> registries,
        List<WriterEntry> writers,
        List<BlockSigningKey> signingKeys,
        List<Recipient> recipients) {

    /** The {@code lastStatement} of an author who goes on. */
    public static final long NO_END = Long.MAX_VALUE;

    public TrustRoot {
        Objects.requireNonNull(country);
        Objects.requireNonNull(previous);
        Objects.requireNonNull(expires);
        officials = List.copyOf(officials);
        sites = List.copyOf(sites);
        registries = List.copyOf(registries);
        writers = List.copyOf(writers);
        signingKeys = List.copyOf(signingKeys);
        recipients = List.copyOf(recipients);
        TrustRootRules.check(
                country, version, previous, threshold, officials, sites, registries, writers, signingKeys, recipients);
    }

    /** A genesis. */
    public TrustRoot(
            String country,
            long version,
            Instant expires,
            int threshold,
            List<Official> officials,
            List<SiteEntry> sites,
            List<RegistryEntry> registries,
            List<WriterEntry> writers,
            List<BlockSigningKey> signingKeys,
            List<Recipient> recipients) {
        this(
                country,
                version,
                Optional.empty(),
                expires,
                threshold,
                officials,
                sites,
                registries,
                writers,
                signingKeys,
                recipients);
    }

    public record Official(String name, VerifyingKey verifyingKey) {}

    /**
     * The key with which a registry's writer at a site signs its checkpoints, schemas and key closings.
     *
     * @param lastStatement the last number on its chain of statements that is believed; {@link #NO_END} while it goes on,
     *     0 to strike it out
     */
    public record WriterEntry(String registry, Site site, VerifyingKey statementKey, long lastStatement) {
        /** One that goes on. */
        public WriterEntry(String registry, Site site, VerifyingKey statementKey) {
            this(registry, site, statementKey, NO_END);
        }
    }

    /**
     * The key with which a site signs control statements and checkpoints.
     *
     * @param lastStatement as in {@link WriterEntry}
     */
    public record SiteEntry(Site site, VerifyingKey statementKey, long lastStatement) {
        /** One that goes on. */
        public SiteEntry(Site site, VerifyingKey statementKey) {
            this(site, statementKey, NO_END);
        }
    }

    /**
     * A national registry.
     *
     * @param isPublic whether blocks are signed only, not encrypted
     */
    public record RegistryEntry(String name, int partitions, boolean isPublic, Site firstPrimary, int lingerMillis) {
        public RegistryEntry {
            LedgerId.requireRegistryName(name);
            Objects.requireNonNull(firstPrimary);
            if (partitions < 1 || partitions > 10_000) {
                throw new IllegalArgumentException("registry " + name + ": expected 1 to 10000 partitions");
            }
            if (lingerMillis < 0 || lingerMillis > 60_000) {
                throw new IllegalArgumentException("registry " + name + ": expected a linger of 0 to 60000 ms");
            }
        }
    }

    /**
     * A signing key of one registry's writer, in order of use. Valid by epochId and block index range, never by time. One
     * key may have several entries (a repair gives each partition its own end); it may sign what any of them allows.
     *
     * @param site blocks of epochs whose primary is this site
     * @param epochId only blocks of this epoch; empty for every epoch of the site
     * @param partition only this partition; empty for all
     * @param firstBlock first block index it may sign
     * @param lastBlock last block index it may sign (inclusive), {@link Long#MAX_VALUE} for no end, {@code firstBlock - 1}
     *     for a key that is struck out
     */
    public record BlockSigningKey(
            VerifyingKey verifyingKey,
            String registry,
            Site site,
            Optional<Digest> epochId,
            Optional<Integer> partition,
            long firstBlock,
            long lastBlock) {

        /** Whether this entry allows the key to sign that block. */
        public boolean allows(LedgerId ledger, Site blockSite, Digest blockEpochId, long blockIndex) {
            return registry.equals(ledger.registry())
                    && site == blockSite
                    && (epochId.isEmpty() || epochId.get().equals(blockEpochId))
                    && (partition.isEmpty() || partition.get() == ledger.partition())
                    && firstBlock <= blockIndex
                    && blockIndex <= lastBlock;
        }

        /** Whether everything that this entry allows {@code wider} allows, too. */
        boolean isWithin(BlockSigningKey wider) {
            return verifyingKey.equals(wider.verifyingKey)
                    && registry.equals(wider.registry)
                    && site == wider.site
                    && (wider.epochId.isEmpty() || wider.epochId.equals(epochId))
                    && (wider.partition.isEmpty() || wider.partition.equals(partition))
                    && firstBlock >= wider.firstBlock
                    && lastBlock <= wider.lastBlock;
        }
    }

    /** Someone to whom data keys are wrapped: {@code home}, {@code embassy} or {@code recovery}. */
    public record Recipient(String name, RecipientKey recipientKey) {}

    public Optional<RegistryEntry> registry(String name) {
        return registries.stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** The verifying key of a block signing key with this id; empty if no entry names it. */
    public Optional<VerifyingKey> blockVerifyingKey(Digest signingKeyId) {
        for (BlockSigningKey entry : signingKeys) {
            if (entry.verifyingKey().keyId().equals(signingKeyId)) {
                return Optional.of(entry.verifyingKey());
            }
        }
        return Optional.empty();
    }

    /** Whether any entry allows the signing key with this id to sign that block. */
    public boolean allowsBlock(Digest signingKeyId, LedgerId ledger, Site site, Digest epochId, long blockIndex) {
        return signingKeys.stream()
                .anyMatch(entry -> entry.verifyingKey().keyId().equals(signingKeyId)
                        && entry.allows(ledger, site, epochId, blockIndex));
    }

    /** The author of statements with this id, a site or a registry's writer; empty if no entry names it. */
    public Optional<Author> author(Digest statementKeyId) {
        for (SiteEntry entry : sites) {
            if (entry.statementKey().keyId().equals(statementKeyId)) {
                return Optional.of(new Author.OfSite(entry));
            }
        }
        for (WriterEntry entry : writers) {
            if (entry.statementKey().keyId().equals(statementKeyId)) {
                return Optional.of(new Author.OfWriter(entry));
            }
        }
        return Optional.empty();
    }

    /** Whether {@code now} is past {@link #expires}: an alarm. */
    public boolean isExpired(Instant now) {
        return now.isAfter(expires);
    }
}
