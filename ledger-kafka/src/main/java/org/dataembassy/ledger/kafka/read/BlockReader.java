package org.dataembassy.ledger.kafka.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Reads single blocks and short intervals of ledger topics, read_committed, with a small cache. Thread-safe: one read at
 * a time. What it returns has not been verified.
 */
public final class BlockReader implements AutoCloseable {
    private static final int FIRST_WINDOW = 4;
    private static final int WIDER = 4;

    private final KafkaClients clients;
    private final RecordReader records;
    private final BlockCache cache = new BlockCache();

    private BlockReader(KafkaClients clients) {
        this.clients = clients;
        this.records = RecordReader.open(clients, RecordReader.SINGLE_FETCH_BYTES);
    }

    /** Doesn't connect yet. */
    public static BlockReader open(KafkaClients clients) {
        return new BlockReader(clients);
    }

    /**
     * Committed offsets of every partition of a topic.
     *
     * @throws EmbassyException TOPIC_MISSING, BROKER_UNAVAILABLE
     */
    public SortedMap<Integer, OffsetRange> offsets(Topic<Void, SealedBlock> topic) {
        SortedMap<Integer, OffsetRange> ranges = records.ranges(topic.name());
        if (ranges.isEmpty()) {
            throw new EmbassyException(
                    Problem.TOPIC_MISSING, "There is no topic " + topic + " at " + clients.bootstrapServers() + ".");
        }
        return ranges;
    }

    /** The record at exactly this offset; empty for a hole, or outside of the log. */
    public Optional<BlockRecord> at(Topic<Void, SealedBlock> topic, int partition, long offset) {
        Optional<BlockRecord> cached = cache.find(topic.name(), partition, offset);
        if (cached.isPresent()) {
            return cached;
        }
        OffsetRange log = range(topic, partition);
        if (offset < log.begin() || offset >= log.end()) {
            return Optional.empty();
        }
        return firstWithin(topic, partition, new OffsetRange(offset, offset + 1));
    }

    /** The last record at or below this offset: a marker's hole counts as the block before it. */
    public Optional<BlockRecord> atOrBelow(Topic<Void, SealedBlock> topic, int partition, long offset) {
        return lastWithin(topic, partition, range(topic, partition).upTo(offset));
    }

    /** The last committed record of the partition. */
    public Optional<BlockRecord> latest(Topic<Void, SealedBlock> topic, int partition) {
        return lastWithin(topic, partition, range(topic, partition));
    }

    /**
     * The block with this index, as far as unverified headers tell: by the hint if it holds, else by bisection over the
     * partition, some twenty reads for a million blocks.
     *
     * @param hint an offset where it may lie
     */
    public Optional<BlockRecord> atBlockIndex(
            Topic<Void, SealedBlock> topic, int partition, long blockIndex, OptionalLong hint) {
        if (hint.isPresent()) {
            Optional<BlockRecord> hinted =
                    at(topic, partition, hint.getAsLong()).filter(found -> hasIndex(found, blockIndex));
            if (hinted.isPresent()) {
                return hinted;
            }
        }
        OffsetRange log = range(topic, partition);
        long low = log.begin();
        long high = log.end();
        while (low < high) {
            long middle = low + (high - low) / 2;
            Optional<BlockRecord> found = firstReadable(topic, partition, new OffsetRange(middle, high));
            long index = found.map(BlockReader::indexOf).orElse(Long.MAX_VALUE);
            if (index == blockIndex) {
                return found;
            }
            if (index < blockIndex) {
                low = found.orElseThrow().offset() + 1;
            } else {
                high = middle;
            }
        }
        return Optional.empty();
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
        OffsetRange log = range(topic, partition).upTo(lastOffset);
        List<BlockRecord> all = new ArrayList<>();
        long begin = Math.max(log.begin(), firstOffset);
        if (begin >= log.end()) {
            return all;
        }
        long[] bytes = {0};
        records.read(topic.name(), partition, new OffsetRange(begin, log.end()), read -> {
            long size = read.value() == null ? 0 : read.value().length;
            if (!all.isEmpty() && bytes[0] + size > maxBytes) {
                return false;
            }
            bytes[0] += size;
            all.add(remember(read));
            return all.size() < maxRecords;
        });
        return all;
    }

    @Override
    public void close() {
        records.close();
    }

    private OffsetRange range(Topic<Void, SealedBlock> topic, int partition) {
        OffsetRange range = offsets(topic).get(partition);
        if (range == null) {
            throw new EmbassyException(
                    Problem.POSITION_UNKNOWN, "The topic " + topic + " has no partition " + partition + ".");
        }
        return range;
    }

    /** Looks back in windows that grow, since markers and aborted blocks leave holes. */
    private Optional<BlockRecord> lastWithin(Topic<Void, SealedBlock> topic, int partition, OffsetRange range) {
        long end = range.end();
        for (long window = FIRST_WINDOW; end > range.begin(); window *= WIDER) {
            long begin = Math.max(range.begin(), end - window);
            BlockRecord[] last = {null};
            records.read(topic.name(), partition, new OffsetRange(begin, end), read -> {
                last[0] = remember(read);
                return true;
            });
            if (last[0] != null) {
                return Optional.of(last[0]);
            }
            end = begin;
        }
        return Optional.empty();
    }

    private Optional<BlockRecord> firstWithin(Topic<Void, SealedBlock> topic, int partition, OffsetRange range) {
        BlockRecord[] first = {null};
        records.read(topic.name(), partition, range, read -> {
            first[0] = remember(read);
            return false;
        });
        return Optional.ofNullable(first[0]);
    }

    private Optional<BlockRecord> firstReadable(Topic<Void, SealedBlock> topic, int partition, OffsetRange range) {
        BlockRecord[] first = {null};
        records.read(topic.name(), partition, range, read -> {
            BlockRecord candidate = remember(read);
            first[0] = indexOf(candidate) >= 0 ? candidate : null;
            return first[0] == null;
        });
        return Optional.ofNullable(first[0]);
    }

    private BlockRecord remember(ConsumerRecord<byte[], byte[]> read) {
        BlockRecord block = new BlockRecord(read.topic(), read.partition(), read.offset(), read.value());
        cache.add(block);
        return block;
    }

    private static boolean hasIndex(BlockRecord block, long blockIndex) {
        return indexOf(block) == blockIndex;
    }

    /** The index that the header claims; -1 if there is no readable header. */
    private static long indexOf(BlockRecord block) {
        try {
            return BlockHeader.decode(block.decode().header()).blockIndex();
        } catch (MalformedBlockException e) {
            return -1;
        }
    }
}
