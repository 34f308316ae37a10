package org.dataembassy.ledger.block;

import java.util.Collections;
import java.util.List;
import org.dataembassy.ledger.Digest;

/**
 * A block whose signature (or leaf), digest, decryption, eventsRoot, count and sequences have been checked.
 *
 * @param events in order, each in the Confluent wire format; not to be modified
 */
public record OpenedBlock(
        BlockHeader header, Digest leaf, EventSecret secret, List<SchemaUse> schemas, List<byte[]> events) {
    public OpenedBlock {
        schemas = List.copyOf(schemas);
        events = Collections.unmodifiableList(events);
    }
}
