import com.github.luben.zstd.Zstd;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A stranger's consumer: Kafka, Avro, the genuine Confluent deserializer, zstd, and nothing of the data embassy. Reads
 * the blocks of a public registry and the events in them through the Schema Registry, and prints a line for each event:
 * {@code event}, type, entity, SHA-256 of its text or "-".
 *
 * <p>Arguments: bootstrap servers, Schema Registry URL, topic.
 */
public final class ConfluentReader {
    public static void main(String[] arguments) throws Exception {
        String bootstrapServers = arguments[0];
        String schemaRegistry = arguments[1];
        String topic = arguments[2];
        try {
            Class.forName("org.dataembassy.ledger.block.SealedBlock");
            throw new IllegalStateException("a class of the data embassy is on the class path");
        } catch (ClassNotFoundException expected) {
            // a stranger's process
        }

        CachedSchemaRegistryClient schemas = new CachedSchemaRegistryClient(schemaRegistry, 100);
        Schema bodySchema = new Schema.Parser()
                .parse(schemas.getLatestSchemaMetadata("org.dataembassy.wire.BlockBody")
                        .getSchema());
        KafkaAvroDeserializer deserializer =
                new KafkaAvroDeserializer(schemas, Map.of("schema.registry.url", schemaRegistry));

        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer",
                "value.deserializer", "io.confluent.kafka.serializers.KafkaAvroDeserializer",
                "schema.registry.url", schemaRegistry,
                "isolation.level", "read_committed",
                "max.partition.fetch.bytes", 8 << 20,
                "enable.auto.commit", false);
        try (KafkaConsumer<byte[], GenericRecord> consumer = new KafkaConsumer<>(config)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                for (ConsumerRecord<byte[], GenericRecord> block : consumer.poll(Duration.ofMillis(500))) {
                    printEvents(block, bodySchema, deserializer);
                }
            }
        }
    }

    private static void printEvents(
            ConsumerRecord<byte[], GenericRecord> block, Schema bodySchema, KafkaAvroDeserializer deserializer)
            throws Exception {
        ByteBuffer frame = ((ByteBuffer) block.value().get("body")).duplicate();
        byte[] compressed = new byte[frame.getInt()];
        int length = frame.getInt();
        frame.get(compressed);
        byte[] plain = Zstd.decompress(compressed, length);
        GenericRecord body = new GenericDatumReader<GenericRecord>(bodySchema)
                .read(null, DecoderFactory.get().binaryDecoder(plain, null));
        for (Object element : (List<?>) body.get("events")) {
            ByteBuffer event = ((ByteBuffer) element).duplicate();
            byte[] bytes = new byte[event.remaining()];
            event.get(bytes);
            GenericRecord decoded = (GenericRecord) deserializer.deserialize(block.topic(), bytes);
            GenericRecord meta = (GenericRecord) decoded.get("meta");
            Object text = decoded.getSchema().getField("text") == null ? null : decoded.get("text");
            System.out.println("event " + decoded.getSchema().getName() + " " + meta.get("entityId") + " "
                    + (text == null ? "-" : sha256(text.toString())));
        }
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
