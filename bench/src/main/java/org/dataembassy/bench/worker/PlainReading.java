package org.dataembassy.bench.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataembassy.schemas.OwnClasses;

/**
 * A plain Avro consumer, tuned for throughput, that decodes every event, and perhaps writes them into Avro container files
 * as a restore writes its own. Reads all there is, twice: the second time on the clock.
 *
 * <p>Settings: {@code bootstrap}, {@code topic}, {@code expected} events; {@code folder} to write into.
 */
final class PlainReading {
    private static final int MAX_POLL_RECORDS = 5_000;
    private static final int PARTITION_FETCH_BYTES = 4 << 20;
    private static final int ZSTANDARD_LEVEL = 1;
    private static final int AVRO_BLOCK_BYTES = 1 << 18;

    private PlainReading() {}

    static Outcome run(Order order) throws IOException {
        long expected = order.number("expected");
        read(order, expected, new IdDigest(), "warm-up");
        IdDigest ids = new IdDigest();
        Stopwatch clock = new Stopwatch();
        clock.start();
        read(order, expected, ids, "measured");
        clock.stop();
        return clock.outcome(expected, ids);
    }

    private static void read(Order order, long expected, IdDigest ids, String pass) throws IOException {
        PlainFormat format = new PlainFormat();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings(order));
                AvroFiles files =
                        order.has("folder") ? new AvroFiles(order.path("folder").resolve(pass)) : null) {
            List<TopicPartition> partitions = consumer.partitionsFor(order.text("topic")).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (ids.count() < expected) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    SpecificRecord event = format.decode(record.value());
                    ids.add(event);
                    if (files != null) {
                        files.write(event);
                    }
                }
            }
        }
        if (ids.count() != expected) {
            throw new IllegalStateException("expected " + expected + " events, read " + ids.count());
        }
    }

    private static Map<String, Object> settings(Order order) {
        Map<String, Object> all = new HashMap<>();
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, order.text("bootstrap"));
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS);
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    /** A container file for each kind of event. */
    private static final class AvroFiles implements AutoCloseable {
        private final Path folder;
        private final Map<Class<?>, DataFileWriter<SpecificRecord>> writers = new HashMap<>();

        AvroFiles(Path folder) throws IOException {
            this.folder = Files.createDirectories(folder);
        }

        void write(SpecificRecord event) throws IOException {
            DataFileWriter<SpecificRecord> writer = writers.get(event.getClass());
            if (writer == null) {
                writer = new DataFileWriter<>(new SpecificDatumWriter<>(event.getSchema(), OwnClasses.model()));
                writer.setCodec(CodecFactory.zstandardCodec(ZSTANDARD_LEVEL, true, true));
                writer.setSyncInterval(AVRO_BLOCK_BYTES);
                writer.create(
                        event.getSchema(),
                        folder.resolve(event.getSchema().getName() + ".avro").toFile());
                writers.put(event.getClass(), writer);
            }
            writer.append(event);
        }

        @Override
        public void close() throws IOException {
            for (DataFileWriter<SpecificRecord> writer : writers.values()) {
                writer.fSync();
                writer.close();
            }
        }
    }
}
