package org.dataembassy.producers;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.schemas.SchemaTexts;
import org.dataembassy.wire.BlockBody;
import org.dataembassy.wire.BlockHeader;
import org.dataembassy.wire.SealedBlock;

/**
 * Registers the schemas of a registry and of its blocks, with compatibility FULL_TRANSITIVE, through the genuine
 * Confluent client. Subjects: {@code registry.NAME-EVENT} for events (TopicRecordNameStrategy), {@code
 * registry.NAME-value} for blocks, and the full names of header and body. Repeating it changes nothing.
 *
 * <p>The Schema Registry is not believed: what it gives back under an id must be the schema that was registered.
 */
public final class SchemaRegistration {
    /** Level of compatibility that is set on every subject. */
    public static final String COMPATIBILITY = "FULL_TRANSITIVE";

    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final SchemaRegistryClients registry;

    private SchemaRegistration(SchemaRegistryClients registry) {
        this.registry = registry;
    }

    /**
     * Registers whatever is missing and checks all of it.
     *
     * @throws EmbassyException SCHEMA_REGISTRY_UNAVAILABLE within about ten seconds, SCHEMA_INCOMPATIBLE naming subject
     *     and the registry's reason, SCHEMA_MISMATCH if an id stands for another schema
     */
    public static RegisteredSchemas register(SchemaRegistryAccess access, RegistryModel<?> model) {
        try (SchemaRegistryClients connection = SchemaRegistryClients.connect(access)) {
            return new SchemaRegistration(connection).registerAll(model);
        }
    }

    private RegisteredSchemas registerAll(RegistryModel<?> model) {
        String topic = Topics.registry(model.registry()).name();
        Map<String, RegisteredSchemas.RegisteredEvent> events = new LinkedHashMap<>();
        for (Schema schema : model.eventSchemas()) {
            int id = register(topic + "-" + schema.getFullName(), schema);
            SchemaUse use =
                    new SchemaUse(id, Digest.of(SchemaFingerprint.of(schema)), Optional.of(SchemaTexts.of(schema)));
            events.put(schema.getFullName(), new RegisteredSchemas.RegisteredEvent(schema, use));
        }
        register(BlockHeader.getClassSchema().getFullName(), BlockHeader.getClassSchema());
        register(BlockBody.getClassSchema().getFullName(), BlockBody.getClassSchema());
        return new RegisteredSchemas(register(topic + "-value", SealedBlock.getClassSchema()), events);
    }

    private int register(String subject, Schema schema) {
        SchemaRegistryClient client = registry.registering();
        AvroSchema parsed = new AvroSchema(schema);
        try {
            client.updateCompatibility(subject, COMPATIBILITY);
            List<String> differences = client.testCompatibilityVerbose(subject, parsed);
            if (!differences.isEmpty()) {
                throw incompatible(subject, String.join("; ", differences));
            }
            int id = client.register(subject, parsed);
            requireSame(subject, id, schema);
            return id;
        } catch (RestClientException e) {
            throw refused(subject, e);
        } catch (IOException e) {
            throw registry.unavailable(e);
        }
    }

    private void requireSame(String subject, int id, Schema ours) throws IOException, RestClientException {
        // Compared as parsed, since a server may write the same schema in another form; never used to read data.
        Object theirs = id < 1 ? null : registry.reading().getSchemaById(id).rawSchema();
        if (!ours.equals(theirs)) {
            throw new EmbassyException(
                    Problem.SCHEMA_MISMATCH,
                    "The Schema Registry at " + registry.url() + " gives another schema for id " + id
                            + " than the one registered under " + subject);
        }
    }

    private EmbassyException refused(String subject, RestClientException e) {
        if (e.getStatus() == CONFLICT || e.getStatus() == UNPROCESSABLE) {
            return incompatible(subject, e.getMessage());
        }
        return registry.unavailable(e);
    }

    private EmbassyException incompatible(String subject, String reason) {
        return new EmbassyException(
                Problem.SCHEMA_INCOMPATIBLE,
                "The Schema Registry at " + registry.url() + " refuses the schema for subject " + subject + ": "
                        + reason);
    }
}
