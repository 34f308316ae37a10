package org.dataembassy.ledger.trust;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientKey;
import org.dataembassy.ledger.crypto.VerifyingKey;

/**
 * Who and what is trusted: officials, sites, registries, signing keys, recipients. JSON in DSSE, versioned, expiring,
 * signed by the threshold (rules after TUF 1.0.33 section 5.3).
 *
 * @param version from 1; version 1 is the genesis
 * @param threshold M of the N officials, 2M > N
 */
public record TrustRoot(
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

    public record Official(String name, VerifyingKey verifyingKey) {}

    /** The key with which a registry's writer at a site signs its checkpoints, schemas and key closings. */
    public record WriterEntry(String registry, Site site, VerifyingKey statementKey) {}

    /** The key with which a site signs control statements and checkpoints. */
    public record SiteEntry(Site site, VerifyingKey statementKey) {}

    /** @param isPublic whether blocks are signed only, not encrypted */
    public record RegistryEntry(String name, int partitions, boolean isPublic, Site firstPrimary, int lingerMillis) {}

    /**
     * A signing key of one registry's writer, in order of use. Valid by epochId and block index range, never by time.
     *
     * @param site blocks of epochs whose primary is this site
     * @param epochId only blocks of this epoch; empty for every epoch of the site
     * @param partition only this partition; empty for all
     * @param firstBlock first block index it may sign
     * @param lastBlock last block index it may sign (inclusive), {@link Long#MAX_VALUE} for no end
     */
    public record BlockSigningKey(
            VerifyingKey verifyingKey,
            String registry,
            Site site,
            Optional<Digest> epochId,
            Optional<Integer> partition,
            long firstBlock,
            long lastBlock) {}

    /** Someone to whom data keys are wrapped: {@code home}, {@code embassy} or {@code recovery}. */
    public record Recipient(String name, RecipientKey recipientKey) {}

    public Optional<RegistryEntry> registry(String name) {
        return registries.stream().filter(r -> r.name().equals(name)).findFirst();
    }
}
