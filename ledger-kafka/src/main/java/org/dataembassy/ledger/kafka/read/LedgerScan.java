package org.dataembassy.ledger.kafka.read;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;

/**
 * All records of a ledger topic up to given ends, as a stream: each partition in the order of its offsets, partitions
 * interleaved as they arrive. Fetches only as fast as {@link #next} is called. For one thread.
 */
public final class LedgerScan implements AutoCloseable {
    private LedgerScan() {}

    /**
     * Begins at each range's begin.
     *
     * @param ranges by partition; a partition that isn't named isn't read
     * @throws org.dataembassy.ledger.problem.EmbassyException POSITION_UNKNOWN if a range isn't within the log,
     *     TOPIC_MISSING, BROKER_UNAVAILABLE
     */
    public static LedgerScan open(
            KafkaClients clients, Topic<Void, SealedBlock> topic, Map<Integer, OffsetRange> ranges) {
        throw new UnsupportedOperationException();
    }

    /**
     * The next record; empty at the end of all ranges.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException BROKER_UNAVAILABLE if the broker gives nothing for long
     */
    public Optional<BlockRecord> next() {
        throw new UnsupportedOperationException();
    }

    /** Next offset of each partition: how far the scan is. */
    public SortedMap<Integer, Long> positions() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
