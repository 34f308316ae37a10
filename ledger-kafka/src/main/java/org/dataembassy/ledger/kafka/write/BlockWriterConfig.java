package org.dataembassy.ledger.kafka.write;

import java.nio.file.Path;
import java.time.Duration;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;

/**
 * How a block writer is set up.
 *
 * @param journalFolder where the seal journal lies: kept for ever, on a disk of this machine; made if missing
 * @param blockSchemaId id of the SealedBlock schema in the Schema Registry, for readers with the genuine deserialiser;
 *     at least 0
 * @param maxQueuedBatches batches accepted and not yet sealed, 1 to 1,000; beyond that {@link BlockWriter#write} waits
 * @param maxDataKeyAge after which a fresh data key is made
 * @param maxDataKeySeals blocks after which a fresh data key is made, 1 to 2^32
 */
public record BlockWriterConfig(
        String registry,
        Site site,
        KafkaClients clients,
        Path journalFolder,
        int blockSchemaId,
        int maxQueuedBatches,
        Duration maxDataKeyAge,
        long maxDataKeySeals) {
    private static final int DEFAULT_QUEUED_BATCHES = 4;
    private static final Duration DEFAULT_DATA_KEY_AGE = Duration.ofHours(24);
    private static final long DEFAULT_DATA_KEY_SEALS = 1L << 24;

    /** Refuses values out of range. */
    public BlockWriterConfig {
        LedgerId.requireRegistryName(registry);
        if (blockSchemaId < 0 || maxQueuedBatches < 1 || maxQueuedBatches > 1_000) {
            throw new IllegalArgumentException(
                    "block writer: expected a schema id of at least 0 and 1 to 1,000 queued batches");
        }
        if (maxDataKeyAge.isNegative() || maxDataKeyAge.isZero() || maxDataKeySeals < 1 || maxDataKeySeals > 1L << 32) {
            throw new IllegalArgumentException("block writer: expected a data key age above 0 and 1 to 2^32 seals");
        }
    }

    /** With the usual limits. */
    public static BlockWriterConfig of(
            String registry, Site site, KafkaClients clients, Path journalFolder, int blockSchemaId) {
        return new BlockWriterConfig(
                registry,
                site,
                clients,
                journalFolder,
                blockSchemaId,
                DEFAULT_QUEUED_BATCHES,
                DEFAULT_DATA_KEY_AGE,
                DEFAULT_DATA_KEY_SEALS);
    }
}
