package org.dataembassy.ledger.kafka.read;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;

/**
 * Reads single blocks and short intervals of ledger topics, read_committed, with a small cache. Thread-safe: one read at
 * a time. What it returns has not been verified.
 */
public final class BlockReader implements AutoCloseable {
    private BlockReader() {}

    /** Doesn't connect yet. */
    public static BlockReader open(KafkaClients clients) {
        throw new UnsupportedOperationException();
    }

    /**
     * Committed offsets of every partition of a topic.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException TOPIC_MISSING, BROKER_UNAVAILABLE
     */
    public SortedMap<Integer, OffsetRange> offsets(Topic<Void, SealedBlock> topic) {
        throw new UnsupportedOperationException();
    }

    /** The record at exactly this offset; empty for a hole, or outside of the log. */
    public Optional<BlockRecord> at(Topic<Void, SealedBlock> topic, int partition, long offset) {
        throw new UnsupportedOperationException();
    }

    /** The last record at or below this offset: a marker's hole counts as the block before it. */
    public Optional<BlockRecord> atOrBelow(Topic<Void, SealedBlock> topic, int partition, long offset) {
        throw new UnsupportedOperationException();
    }

    /** The last committed record of the partition. */
    public Optional<BlockRecord> latest(Topic<Void, SealedBlock> topic, int partition) {
        throw new UnsupportedOperationException();
    }

    /**
     * The block with this index, as far as unverified headers tell: by the hint if it holds, else by bisection over the
     * partition.
     *
     * @param hint an offset where it may lie
     */
    public Optional<BlockRecord> atBlockIndex(
            Topic<Void, SealedBlock> topic, int partition, long blockIndex, OptionalLong hint) {
        throw new UnsupportedOperationException();
    }

    /**
     * Records from {@code firstOffset} on, in order.
     *
     * @param firstOffset inclusive
     * @param lastOffset inclusive
     * @param maxRecords bound of the result, at least 1
     * @param maxBytes bound of the result's values; at least one record is returned if there is one
     */
    public List<BlockRecord> interval(
            Topic<Void, SealedBlock> topic,
            int partition,
            long firstOffset,
            long lastOffset,
            int maxRecords,
            long maxBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
