package org.dataembassy.producers;

import java.util.Map;
import org.apache.avro.Schema;
import org.dataembassy.ledger.block.SchemaUse;

/**
 * The schemas of one registry as the Schema Registry knows them.
 *
 * @param blockSchemaId id of the wire schema SealedBlock
 * @param events by full name of the event
 */
public record RegisteredSchemas(int blockSchemaId, Map<String, RegisteredEvent> events) {
    /** Copies. */
    public RegisteredSchemas {
        events = Map.copyOf(events);
    }

    /**
     * A registered event schema.
     *
     * @param use its id, fingerprint and text, always present here
     */
    public record RegisteredEvent(Schema schema, SchemaUse use) {}
}
