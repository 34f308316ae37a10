package org.dataembassy.producers;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * The genuine Confluent client twice, with bounded waiting: one that registers, and one that reads back what the server
 * holds. A client answers reads of what it registered from its own cache, which would check nothing.
 */
record SchemaRegistryClients(String url, SchemaRegistryClient registering, SchemaRegistryClient reading)
        implements AutoCloseable {
    private static final int CONNECT_TIMEOUT_MILLIS = 3_000;
    private static final int READ_TIMEOUT_MILLIS = 4_500;
    private static final int CACHED_SCHEMAS = 1_000;

    static SchemaRegistryClients connect(SchemaRegistryAccess access) {
        return new SchemaRegistryClients(access.url(), client(access), client(access));
    }

    private static SchemaRegistryClient client(SchemaRegistryAccess access) {
        Map<String, Object> settings = new HashMap<>(access.properties());
        settings.put(SchemaRegistryClientConfig.HTTP_CONNECT_TIMEOUT_MS, CONNECT_TIMEOUT_MILLIS);
        settings.put(SchemaRegistryClientConfig.HTTP_READ_TIMEOUT_MS, READ_TIMEOUT_MILLIS);
        settings.put(SchemaRegistryClientConfig.MAX_RETRIES_CONFIG, 1);
        settings.put(SchemaRegistryClientConfig.RETRIES_WAIT_MS_CONFIG, 200);
        return SchemaRegistryClientFactory.newClient(
                List.of(access.url()), CACHED_SCHEMAS, List.of(new AvroSchemaProvider()), settings, Map.of());
    }

    EmbassyException unavailable(Exception cause) {
        return new EmbassyException(
                Problem.SCHEMA_REGISTRY_UNAVAILABLE,
                "The Schema Registry at " + url + " does not answer as it should: " + cause.getMessage(),
                cause);
    }

    @Override
    public void close() {
        try {
            registering.close();
            reading.close();
        } catch (IOException e) {
            throw unavailable(e);
        }
    }
}
