package org.dataembassy.site.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.DamagedLog;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.verify.ComingRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumer of a stream thread. What lies damaged in the broker's log would end the thread, again and again, and with
 * it every partition that it reads; here it stops its own partition at most (design.md section 13, promise 6):
 *
 * <ul>
 *   <li>a record that can't be taken out of its batch is handed on as {@link DamagedRecord} and refused like any other
 *       malformed one, so that the gap that it leaves halts the ledger and names the missing block;
 *   <li>where the broker itself can't read on, the partition rests and is tried again.
 * </ul>
 *
 * <p>Each place is named on the board. For the stream thread.
 */
final class LedgerConsumer extends KafkaConsumer<byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerConsumer.class);
    private static final String RUNBOOK = "; see the runbook on held and damaged logs";
    private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final SiteBoard board;
    private final ComingRecords coming;
    private final Set<TopicPartition> read = new HashSet<>();
    private final Map<TopicPartition, Long> restingUntil = new HashMap<>();
    private final Set<TopicPartition> told = new HashSet<>();
    private long toldNanos = System.nanoTime();

    LedgerConsumer(Map<String, Object> settings, SiteBoard board, ComingRecords coming) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.board = board;
        this.coming = coming;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        wakeRested();
        try {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            records.partitions().forEach(this::readsAgain);
            records.partitions().forEach(partition -> tellComing(partition, records.records(partition)));
            tellPositions();
            return records;
        } catch (KafkaException e) {
            TopicPartition at = DamagedLog.partition(e, assignment()).orElseThrow(() -> e);
            return DamagedLog.isUnreadableAtTheBroker(e) ? rest(at) : damaged(at);
        }
    }

    private void tellComing(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        read.add(partition);
        coming.came(
                partition.topic(),
                partition.partition(),
                records.stream()
                        .map(record ->
                                new BlockRecord(record.topic(), record.partition(), record.offset(), record.value()))
                        .toList());
    }

    private void forgetComing(TopicPartition partition) {
        coming.gone(partition.topic(), partition.partition());
    }

    private ConsumerRecords<byte[], byte[]> damaged(TopicPartition partition) {
        long offset = position(partition);
        seek(partition, offset + 1);
        String place = partition + "@" + offset;
        LOG.error("the record at {} is damaged in the broker's log and can't be read", place);
        board.raise(
                "damaged " + partition,
                "the record at " + place + " is damaged in the broker's log and can't be read" + RUNBOOK);
        ConsumerRecord<byte[], byte[]> stand =
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, DamagedRecord.VALUE);
        return new ConsumerRecords<>(
                Map.of(partition, List.of(stand)), Map.of(partition, new OffsetAndMetadata(offset + 1)));
    }

    private ConsumerRecords<byte[], byte[]> rest(TopicPartition partition) {
        String place = partition + "@" + position(partition);
        pause(List.of(partition));
        if (restingUntil.put(partition, System.nanoTime() + REST_NANOS) == null) {
            LOG.error("the broker can't read its own log from {} on; the partition rests", place);
        }
        board.raise(alarmOfRest(partition), "the broker can't read its own log from " + place + " on" + RUNBOOK);
        return ConsumerRecords.empty();
    }

    /**
     * For whoever compares them with how far the logs go. Not of a partition that nobody asks for records: Kafka Streams
     * pauses those of a task that is being restored, which takes minutes for a large store, or has enough to do.
     */
    private void tellPositions() {
        if (System.nanoTime() - toldNanos < TELL_NANOS) {
            return;
        }
        toldNanos = System.nanoTime();
        Set<TopicPartition> assigned = assignment();
        read.removeIf(partition -> {
            if (!assigned.contains(partition)) {
                forgetComing(partition);
            }
            return !assigned.contains(partition);
        });
        Set<TopicPartition> asked = new HashSet<>(assigned);
        asked.removeAll(paused());
        told.removeIf(partition -> {
            if (!asked.contains(partition)) {
                board.withdrawPosition(partition);
            }
            return !asked.contains(partition);
        });
        for (TopicPartition partition : asked) {
            // Present only where the position is known, so that asking for it doesn't wait.
            if (currentLag(partition).isPresent()) {
                board.postPosition(partition, position(partition));
                told.add(partition);
            }
        }
    }

    @Override
    public void close(CloseOptions options) {
        told.forEach(board::withdrawPosition);
        read.forEach(this::forgetComing);
        super.close(options);
    }

    private void wakeRested() {
        restingUntil.forEach((partition, until) -> {
            if (System.nanoTime() - until >= 0 && assignment().contains(partition)) {
                resume(List.of(partition));
            }
        });
    }

    private void readsAgain(TopicPartition partition) {
        if (restingUntil.remove(partition) != null) {
            board.clear(alarmOfRest(partition));
            LOG.info("{} is read again", partition);
        }
    }

    private static String alarmOfRest(TopicPartition partition) {
        return "unreadable " + partition;
    }
}
