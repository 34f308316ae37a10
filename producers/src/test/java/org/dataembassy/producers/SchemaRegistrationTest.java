package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.wire.SealedBlock;
import org.junit.jupiter.api.Test;

/** Against the registry inside the Confluent client; the real server is met in the integration tests. */
class SchemaRegistrationTest {
    private final String scope = UUID.randomUUID().toString();
    private final SchemaRegistryAccess access = SchemaRegistryAccess.of("mock://" + scope);
    private final SchemaRegistryClient client = MockSchemaRegistry.getClientForScope(
            scope, List.of(new io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider()));

    @Test
    void every_event_and_wire_schema_has_its_subject_with_full_transitive_compatibility() throws Exception {
        RegisteredSchemas schemas = SchemaRegistration.register(access, RegistryModels.named("legislation"));

        assertThat(client.getAllSubjects())
                .containsExactlyInAnyOrder(
                        "registry.legislation-value",
                        "org.dataembassy.wire.BlockHeader",
                        "org.dataembassy.wire.BlockBody",
                        "registry.legislation-org.dataembassy.registry.legislation.ActPublished",
                        "registry.legislation-org.dataembassy.registry.legislation.ActAmended",
                        "registry.legislation-org.dataembassy.registry.legislation.ActRepealed",
                        "registry.legislation-org.dataembassy.registry.legislation.EntryIntoForceSet",
                        "registry.legislation-org.dataembassy.registry.legislation.CorrigendumPublished");
        assertThat(client.getCompatibility("registry.legislation-value")).isEqualTo("FULL_TRANSITIVE");
        assertThat(((AvroSchema) client.getSchemaById(schemas.blockSchemaId())).rawSchema())
                .isEqualTo(SealedBlock.getClassSchema());
        assertThat(schemas.events()).hasSize(5);
    }

    @Test
    void registering_again_changes_nothing() {
        RegisteredSchemas once = SchemaRegistration.register(access, RegistryModels.named("legislation"));

        assertThat(SchemaRegistration.register(access, RegistryModels.named("legislation")))
                .isEqualTo(once);
    }

    @Test
    void an_incompatible_schema_names_the_subject_and_the_reason() throws Exception {
        String subject = "registry.legislation-org.dataembassy.registry.legislation.ActRepealed";
        Schema other = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"ActRepealed\",\"namespace\":"
                                + "\"org.dataembassy.registry.legislation\",\"fields\":[{\"name\":\"sealedWithWax\",\"type\":\"int\"}]}");
        client.register(subject, new AvroSchema(other));

        assertThatThrownBy(() -> SchemaRegistration.register(access, RegistryModels.named("legislation")))
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining(subject)
                .hasMessageContaining("reason")
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(Problem.SCHEMA_INCOMPATIBLE);
    }

    @Test
    void a_schema_registry_that_is_down_is_named() {
        SchemaRegistryAccess nobody = SchemaRegistryAccess.of("http://127.0.0.1:1/apis/ccompat/v7");

        assertThatThrownBy(() -> SchemaRegistration.register(nobody, RegistryModels.named("legislation")))
                .hasMessageContaining("http://127.0.0.1:1/apis/ccompat/v7")
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(Problem.SCHEMA_REGISTRY_UNAVAILABLE);
    }
}
