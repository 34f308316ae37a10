package org.dataembassy.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

final class ConfluentClientTest {

    private static final Schema SCHEMA = SchemaBuilder.record("Noted")
            .namespace("org.dataembassy.confluent")
            .fields()
            .requiredString("text")
            .requiredLong("number")
            .endRecord();

    @Test
    void a_record_goes_through_the_genuine_serializer_and_deserializer() {
        Map<String, Object> config = Map.of("schema.registry.url", "mock://round-trip");
        GenericRecord record = new GenericRecordBuilder(SCHEMA)
                .set("text", "Õiguskantsler")
                .set("number", 7L)
                .build();

        byte[] bytes;
        Object back;
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer();
                KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            serializer.configure(config, false);
            deserializer.configure(config, false);
            bytes = serializer.serialize("registry.notes", record);
            back = deserializer.deserialize("registry.notes", bytes);
        } finally {
            MockSchemaRegistry.dropScope("round-trip");
        }

        assertThat(bytes[0]).isZero();
        assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isPositive();
        assertThat(back).hasToString(record.toString());
    }

    @Test
    void the_caching_client_registers_and_fetches_over_http() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer server = registry(asked);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try (SchemaRegistryClient client = new CachedSchemaRegistryClient(url, 10)) {
            int id = client.register("notes-value", new AvroSchema(SCHEMA));
            client.register("notes-value", new AvroSchema(SCHEMA));
            AvroSchema fetched = (AvroSchema) client.getSchemaById(42);

            assertThat(id).isEqualTo(41);
            assertThat(fetched.rawSchema()).isEqualTo(SCHEMA);
            assertThat(asked).hasSize(2).first().asString().startsWith("POST /subjects/notes-value/versions");
            assertThat(asked.get(1)).startsWith("GET /schemas/ids/42");
        } finally {
            server.stop(0);
        }
    }

    private static HttpServer registry(List<String> asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            String quoted = SCHEMA.toString().replace("\"", "\\\"");
            String answer =
                    exchange.getRequestMethod().equals("POST") ? "{\"id\":41}" : "{\"schema\":\"" + quoted + "\"}";
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        return server;
    }
}
