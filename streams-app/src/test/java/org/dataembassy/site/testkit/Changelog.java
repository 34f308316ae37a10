package org.dataembassy.site.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.dataembassy.ledger.kafka.KafkaClients;

/** A partition of a store's changelog in the hands of whoever owns the broker. */
public final class Changelog {
    private final KafkaClients clients;
    private final TopicPartition partition;

    public Changelog(KafkaClients clients, int partition) {
        this.clients = clients;
        this.partition = new TopicPartition("site-service-ledger-" + ActWriter.REGISTRY + "-changelog", partition);
    }

    /** Every record that was ever committed, oldest first. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.newConsumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** What it amounts to once the first {@code count} records were written. */
    public static Map<Bytes, byte[]> stateAfter(List<ConsumerRecord<byte[], byte[]>> records, int count) {
        Map<Bytes, byte[]> state = new LinkedHashMap<>();
        records.subList(0, count).forEach(record -> {
            Bytes place = Bytes.wrap(record.key());
            if (record.value() == null) {
                state.remove(place);
            } else {
                state.put(place, record.value());
            }
        });
        return state;
    }

    /** Adds records; a null value deletes. */
    public void write(Map<Bytes, byte[]> entries) {
        try (KafkaProducer<byte[], byte[]> producer = clients.newTransactionalProducer("vandal-" + System.nanoTime())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (Map.Entry<Bytes, byte[]> entry : entries.entrySet()) {
                producer.send(new ProducerRecord<>(
                                partition.topic(),
                                partition.partition(),
                                entry.getKey().get(),
                                entry.getValue()))
                        .get();
            }
            producer.commitTransaction();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes it amount to exactly {@code state}. */
    public void makeIt(Map<Bytes, byte[]> state) {
        List<ConsumerRecord<byte[], byte[]>> records = records();
        Map<Bytes, byte[]> now = stateAfter(records, records.size());
        Map<Bytes, byte[]> changes = new LinkedHashMap<>(state);
        now.keySet().forEach(place -> changes.putIfAbsent(place, null));
        write(changes);
    }
}
