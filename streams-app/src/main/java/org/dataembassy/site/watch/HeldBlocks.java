package org.dataembassy.site.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.dataembassy.ledger.kafka.HeldLogs;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topics;

/**
 * Saves what a hanging transaction holds in a mirrored topic: copies it, byte for byte, into the import topic, from where
 * the site takes it in like anything that a courier brings.
 *
 * <p>MirrorMaker gives only what was committed at home, so everything on a mirrored topic was, whatever became of the
 * transaction that copied it; and blocks authenticate themselves. MirrorMaker believes that its transaction is committed
 * and won't copy these records again: aborting it alone would lose them at the embassy.
 */
final class HeldBlocks {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long STALL_NANOS = Duration.ofSeconds(30).toNanos();

    private HeldBlocks() {}

    /**
     * Copies all records that read_committed doesn't give. Repeating it does no harm: a duplicate is dropped.
     *
     * @return how many
     * @throws KafkaException if not all of them could be read and written
     */
    static long copy(KafkaClients clients, TopicPartition partition, HeldLogs.Extent extent) {
        String registry = Topics.parse(partition.topic()).orElseThrow().registry();
        String importTopic = Topics.importOf(registry).name();
        Map<String, Object> settings = clients.consumerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        long copied = 0;
        try (KafkaConsumer<byte[], byte[]> reading = clients.newConsumer(settings);
                KafkaProducer<byte[], byte[]> writing = clients.newProducer()) {
            reading.assign(List.of(partition));
            reading.seek(partition, extent.stable());
            long progress = System.nanoTime();
            while (reading.position(partition) < extent.end()) {
                List<ConsumerRecord<byte[], byte[]>> records =
                        reading.poll(POLL).records(partition);
                if (!records.isEmpty()) {
                    progress = System.nanoTime();
                    write(writing, importTopic, records);
                    copied += records.size();
                } else if (System.nanoTime() - progress > STALL_NANOS) {
                    throw new TimeoutException("nothing comes after " + partition + "@" + reading.position(partition));
                }
            }
        }
        return copied;
    }

    private static void write(
            KafkaProducer<byte[], byte[]> writing, String topic, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            sent.add(writing.send(new ProducerRecord<>(topic, record.partition(), null, record.value())));
        }
        writing.flush();
        for (Future<RecordMetadata> one : sent) {
            try {
                one.get();
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
            }
        }
    }
}
