package org.dataembassy.ledger.kafka.read;

import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * All records of a ledger topic up to given ends, as a stream: each partition in the order of its offsets, partitions
 * interleaved as they arrive. Fetches only as fast as {@link #next} is called. For one thread.
 */
public final class LedgerScan implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MAX_POLL_RECORDS = 64;
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(3L * KafkaClients.CALL_TIMEOUT_MILLIS);

    private final KafkaClients clients;
    private final String topic;
    private final Map<Integer, OffsetRange> ranges;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final SortedMap<Integer, Long> positions = new TreeMap<>();
    private Iterator<ConsumerRecord<byte[], byte[]>> polled = Collections.emptyIterator();
    private long lastProgress = System.nanoTime();

    private LedgerScan(
            KafkaClients clients,
            String topic,
            Map<Integer, OffsetRange> ranges,
            KafkaConsumer<byte[], byte[]> consumer) {
        this.clients = clients;
        this.topic = topic;
        this.ranges = ranges;
        this.consumer = consumer;
    }

    /**
     * Begins at each range's begin.
     *
     * @param ranges by partition; a partition that isn't named isn't read
     * @throws EmbassyException POSITION_UNKNOWN if a range isn't within the log, TOPIC_MISSING, BROKER_UNAVAILABLE
     */
    public static LedgerScan open(
            KafkaClients clients, Topic<Void, SealedBlock> topic, Map<Integer, OffsetRange> ranges) {
        try (BlockReader reader = BlockReader.open(clients)) {
            requireWithin(topic, ranges, reader.offsets(topic));
        }
        Map<String, Object> settings = clients.consumerSettings();
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, RecordReader.BULK_FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        LedgerScan scan = new LedgerScan(clients, topic.name(), Map.copyOf(ranges), clients.newConsumer(settings));
        scan.begin();
        return scan;
    }

    /**
     * The next record; empty at the end of all ranges.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE if the broker gives nothing for half a minute; POSITION_UNKNOWN if the
     *     log lost what is to be read
     */
    public Optional<BlockRecord> next() {
        while (true) {
            while (polled.hasNext()) {
                ConsumerRecord<byte[], byte[]> read = polled.next();
                if (read.offset() < ranges.get(read.partition()).end()) {
                    positions.put(read.partition(), read.offset() + 1);
                    return Optional.of(new BlockRecord(topic, read.partition(), read.offset(), read.value()));
                }
            }
            leaveFinished();
            if (consumer.assignment().isEmpty()) {
                return Optional.empty();
            }
            polled = poll();
        }
    }

    /** Next offset of each partition: how far the scan is. */
    public SortedMap<Integer, Long> positions() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(positions));
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }

    private static void requireWithin(
            Topic<Void, SealedBlock> topic, Map<Integer, OffsetRange> ranges, Map<Integer, OffsetRange> log) {
        ranges.forEach((partition, range) -> {
            OffsetRange there = log.get(partition);
            if (there == null || range.begin() < there.begin() || range.end() > there.end()) {
                throw new EmbassyException(
                        Problem.POSITION_UNKNOWN,
                        "The topic " + topic + " has no offsets " + range.begin() + " to " + (range.end() - 1)
                                + " in partition " + partition + "; it has "
                                + (there == null ? "no such partition" : there.begin() + " to " + (there.end() - 1))
                                + ".");
            }
        });
    }

    private void begin() {
        List<TopicPartition> wanted = ranges.entrySet().stream()
                .filter(entry -> entry.getValue().begin() < entry.getValue().end())
                .map(entry -> new TopicPartition(topic, entry.getKey()))
                .toList();
        consumer.assign(wanted);
        ranges.forEach((partition, range) -> positions.put(partition, range.begin()));
        wanted.forEach(partition ->
                consumer.seek(partition, ranges.get(partition.partition()).begin()));
    }

    /** A partition whose position has reached its end is let go, trailing markers included. */
    private void leaveFinished() {
        List<TopicPartition> rest = consumer.assignment().stream()
                .filter(partition -> consumer.position(partition)
                        < ranges.get(partition.partition()).end())
                .toList();
        for (TopicPartition partition : consumer.assignment()) {
            if (!rest.contains(partition)) {
                positions.put(
                        partition.partition(), ranges.get(partition.partition()).end());
            }
        }
        if (rest.size() < consumer.assignment().size()) {
            consumer.assign(rest);
        }
    }

    private Iterator<ConsumerRecord<byte[], byte[]>> poll() {
        try {
            Map<Integer, Long> before = fetchPositions();
            Iterator<ConsumerRecord<byte[], byte[]>> records =
                    consumer.poll(POLL).iterator();
            if (records.hasNext() || !before.equals(fetchPositions())) {
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > STALL_NANOS) {
                throw clients.failure(
                        new org.apache.kafka.common.errors.TimeoutException("nothing comes after " + positions));
            }
            return records;
        } catch (OffsetOutOfRangeException e) {
            throw new EmbassyException(
                    Problem.POSITION_UNKNOWN,
                    "The topic " + topic + " lost records while it was read: " + e.offsetOutOfRangePartitions(),
                    e);
        } catch (KafkaException e) {
            throw clients.failure(e);
        }
    }

    private Map<Integer, Long> fetchPositions() {
        Map<Integer, Long> now = new TreeMap<>();
        consumer.assignment().forEach(partition -> now.put(partition.partition(), consumer.position(partition)));
        return now;
    }
}
