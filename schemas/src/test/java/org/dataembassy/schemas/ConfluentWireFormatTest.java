package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.schemas.legislation.Events;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our frames and those of the genuine Confluent serializer are the same bytes. */
final class ConfluentWireFormatTest {

    private static final String SCOPE = "wire-format";
    private static final Map<String, Object> CONFIG = Map.of("schema.registry.url", "mock://" + SCOPE);

    private final ActPublished event = Events.published(Events.meta(1, "1949-05-24"), "§ 1 Ä");
    private int id;

    @BeforeEach
    void register() throws Exception {
        SchemaRegistryClient client = MockSchemaRegistry.getClientForScope(SCOPE);
        id = client.register("registry.legislation-value", new AvroSchema(event.getSchema()));
    }

    @AfterEach
    void forget() {
        MockSchemaRegistry.dropScope(SCOPE);
    }

    @Test
    void the_genuine_serializer_writes_an_event_as_we_frame_it() {
        byte[] framed = EventCodec.frame(id, event);
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
                KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            deserializer.configure(CONFIG, false);
            serializer.configure(CONFIG, false);
            Object generic = deserializer.deserialize("registry.legislation", framed);

            assertThat(serializer.serialize("registry.legislation", generic)).isEqualTo(framed);
        }
    }

    @Test
    void the_genuine_deserializer_reads_what_we_frame_without_our_classes() {
        try (KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer()) {
            deserializer.configure(CONFIG, false);

            GenericRecord read =
                    (GenericRecord) deserializer.deserialize("registry.legislation", EventCodec.frame(id, event));

            assertThat(read.get("text")).hasToString("§ 1 Ä");
            assertThat(((GenericRecord) read.get("meta")).get("entityId")).hasToString("gg");
        }
    }

    @Test
    void the_schema_that_the_registry_hands_out_decodes_and_has_the_same_text() throws Exception {
        SchemaRegistryClient client = MockSchemaRegistry.getClientForScope(SCOPE);
        AvroSchema fetched = (AvroSchema) client.getSchemaById(id);

        assertThat(SchemaTexts.of(fetched.rawSchema())).isEqualTo(SchemaTexts.of(event.getSchema()));
        assertThat(List.of(new EventCodec()
                        .decode(EventCodec.frame(id, event), fetched.rawSchema(), RegistryModels.named("legislation"))))
                .containsExactly(event);
    }
}
