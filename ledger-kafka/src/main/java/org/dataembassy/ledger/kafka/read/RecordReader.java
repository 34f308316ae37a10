package org.dataembassy.ledger.kafka.read;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Reads committed records of single partitions within given offsets: the base of what reads blocks, checkpoints and
 * control now and then. Thread-safe: one read at a time, on one lazily made consumer.
 */
public final class RecordReader implements AutoCloseable {
    /** Fetch size for records here and there: the broker gives at least one batch, however large. */
    public static final int SINGLE_FETCH_BYTES = 64 * 1024;

    /** Fetch size for long intervals. */
    public static final int BULK_FETCH_BYTES = 8 * 1024 * 1024;

    private static final byte[] DAMAGED = new byte[0];
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(3L * KafkaClients.CALL_TIMEOUT_MILLIS);

    private final KafkaClients clients;
    private final int fetchBytes;
    private KafkaConsumer<byte[], byte[]> consumer;
    private boolean closed;

    private RecordReader(KafkaClients clients, int fetchBytes) {
        this.clients = clients;
        this.fetchBytes = fetchBytes;
    }

    /**
     * Doesn't connect yet.
     *
     * @param fetchBytes how much the broker gives at once, e.g. {@link #SINGLE_FETCH_BYTES}
     */
    public static RecordReader open(KafkaClients clients, int fetchBytes) {
        return new RecordReader(clients, fetchBytes);
    }

    /**
     * The committed offsets of every partition of a topic.
     *
     * @return empty if the topic doesn't exist
     * @throws EmbassyException BROKER_UNAVAILABLE, BROKER_DENIES_ACCESS
     */
    public synchronized SortedMap<Integer, OffsetRange> ranges(String topic) {
        return guarded(() -> {
            List<PartitionInfo> infos = partitionsOf(topic);
            List<TopicPartition> partitions = infos.stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                return Collections.emptySortedMap();
            }
            Map<TopicPartition, Long> begins = consumer().beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer().endOffsets(partitions);
            SortedMap<Integer, OffsetRange> ranges = new TreeMap<>();
            for (TopicPartition partition : partitions) {
                long begin = begins.get(partition);
                ranges.put(partition.partition(), new OffsetRange(begin, Math.max(begin, ends.get(partition))));
            }
            return ranges;
        });
    }

    /**
     * Gives every committed record of a partition within {@code range}, in order, to {@code visitor} until that returns
     * false. A record that lies damaged in the broker's log, so that it can't be taken out of its batch, is given with an
     * empty value: no block, no statement, and refused as such.
     *
     * @param range within the log
     * @throws EmbassyException POSITION_UNKNOWN if the log no longer has these offsets; BROKER_UNAVAILABLE if the broker
     *     gives nothing for half a minute
     */
    public synchronized void read(
            String topic, int partition, OffsetRange range, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        if (range.begin() == range.end()) {
            return;
        }
        guarded(() -> {
            visit(new TopicPartition(topic, partition), range, visitor);
            return null;
        });
    }

    /** The records of a partition within {@code range}, which is small. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic, int partition, OffsetRange range) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        read(topic, partition, range, all::add);
        return all;
    }

    @Override
    public synchronized void close() {
        closed = true;
        discard();
    }

    private void visit(TopicPartition partition, OffsetRange range, Predicate<ConsumerRecord<byte[], byte[]>> visitor) {
        KafkaConsumer<byte[], byte[]> reading = consumer();
        reading.assign(List.of(partition));
        reading.seek(partition, range.begin());
        long lastPosition = range.begin();
        long lastProgress = System.nanoTime();
        while (lastPosition < range.end()) {
            for (ConsumerRecord<byte[], byte[]> read : poll(reading, partition)) {
                if (read.offset() >= range.end() || !visitor.test(read)) {
                    return;
                }
            }
            long position = reading.position(partition);
            if (position > lastPosition) {
                lastPosition = position;
                lastProgress = System.nanoTime();
            } else if (System.nanoTime() - lastProgress > STALL_NANOS) {
                throw clients.failure(new org.apache.kafka.common.errors.TimeoutException(
                        "nothing comes after " + partition + "@" + position));
            }
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(
            KafkaConsumer<byte[], byte[]> reading, TopicPartition partition) {
        try {
            return reading.poll(POLL).records(partition);
        } catch (KafkaException e) {
            if (DamagedLog.isUnreadableAtTheBroker(e)
                    || DamagedLog.partition(e, List.of(partition)).isEmpty()) {
                throw e;
            }
            long offset = reading.position(partition);
            reading.seek(partition, offset + 1);
            return List.of(
                    new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], DAMAGED));
        }
    }

    private List<PartitionInfo> partitionsOf(String topic) {
        try {
            List<PartitionInfo> infos = consumer().partitionsFor(topic);
            return infos == null ? List.of() : infos;
        } catch (UnknownTopicOrPartitionException e) {
            return List.of();
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        if (consumer == null) {
            Map<String, Object> settings = clients.consumerSettings();
            settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
            // What is read here is there already; a fetch that waits for more only delays the next call.
            settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 1);
            consumer = clients.newConsumer(settings);
        }
        return consumer;
    }

    private <T> T guarded(java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (OffsetOutOfRangeException e) {
            discard();
            throw new EmbassyException(
                    Problem.POSITION_UNKNOWN,
                    "The log at " + clients.bootstrapServers() + " has no such offsets (any more): "
                            + e.offsetOutOfRangePartitions(),
                    e);
        } catch (KafkaException e) {
            discard();
            throw clients.failure(e);
        }
    }

    private void discard() {
        if (consumer != null) {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
            consumer = null;
        }
    }
}
