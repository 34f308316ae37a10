package org.dataembassy.producers;

import java.time.Instant;
import java.util.UUID;
import org.dataembassy.ledger.block.SchemaUse;

/**
 * An event as it will lie in a block.
 *
 * @param bytes in the Confluent wire format; not to be modified
 */
record EncodedEvent(int partition, UUID eventId, Instant recordedAt, SchemaUse schema, byte[] bytes) {}
