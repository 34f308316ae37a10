package org.dataembassy.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes at home, as a block writer does, and reads at the embassy, as the site service does. */
final class MirroredRecords implements AutoCloseable {

    private final KafkaProducer<String, String> home;
    private final KafkaConsumer<String, String> embassy;
    private final List<String> committed = new ArrayList<>();
    private final List<String> seen = new ArrayList<>();

    MirroredRecords(Endpoints endpoints) {
        home = new KafkaProducer<>(
                Map.of("bootstrap.servers", endpoints.homeBootstrap(), "transactional.id", "test-writer"),
                new StringSerializer(),
                new StringSerializer());
        home.initTransactions();
        embassy = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", endpoints.embassyBootstrap(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        embassy.assign(IntStream.range(0, TestSetup.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(TestSetup.MIRRORED_TOPIC, partition))
                .toList());
    }

    void commit(String... values) {
        home.beginTransaction();
        send(values);
        home.commitTransaction();
        committed.addAll(List.of(values));
    }

    void abort(String... values) {
        home.beginTransaction();
        send(values);
        home.flush();
        home.abortTransaction();
    }

    /** Everything that has been committed at home so far. */
    List<String> committed() {
        return List.copyOf(committed);
    }

    /** Everything that has been seen at the embassy so far. */
    List<String> seen() {
        embassy.poll(Duration.ofMillis(200)).forEach(record -> seen.add(record.value()));
        return List.copyOf(seen);
    }

    @Override
    public void close() {
        home.close(Duration.ofSeconds(5));
        embassy.close();
    }

    private void send(String... values) {
        for (int i = 0; i < values.length; i++) {
            home.send(new ProducerRecord<>(TestSetup.TOPIC, i % TestSetup.PARTITIONS, null, values[i]));
        }
    }
}
