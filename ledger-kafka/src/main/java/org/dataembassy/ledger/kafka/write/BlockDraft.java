package org.dataembassy.ledger.kafka.write;

import java.time.Instant;
import java.util.List;
import org.dataembassy.ledger.block.SchemaUse;

/**
 * The events of one block that is to be sealed.
 *
 * @param partition of the registry
 * @param events at least one, each in the Confluent wire format, in order; not to be modified any more
 * @param firstRecordedAt earliest recordedAt of {@code events}
 * @param lastRecordedAt latest recordedAt of {@code events}, not before {@code firstRecordedAt}
 * @param schemas every schema that {@code events} use, always with its text: the writer leaves out a text that it has
 *     put into this partition already
 */
public record BlockDraft(
        int partition, List<byte[]> events, Instant firstRecordedAt, Instant lastRecordedAt, List<SchemaUse> schemas) {
    /** Refuses what can't be sealed. */
    public BlockDraft {
        events = List.copyOf(events);
        schemas = List.copyOf(schemas);
        if (partition < 0 || events.isEmpty() || lastRecordedAt.isBefore(firstRecordedAt)) {
            throw new IllegalArgumentException(
                    "block draft: expected a partition of at least 0, one event at least, and times in order");
        }
        if (schemas.stream().anyMatch(schema -> schema.text().isEmpty())) {
            throw new IllegalArgumentException("block draft: expected every schema with its text");
        }
    }
}
