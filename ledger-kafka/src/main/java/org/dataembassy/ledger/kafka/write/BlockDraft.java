package org.dataembassy.ledger.kafka.write;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

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
        requireSizes(partition, events, schemas);
    }

    /** Bytes of the serialised events. */
    long bytes() {
        return events.stream().mapToLong(event -> event.length).sum();
    }

    /** Here, so that a draft that exists can be sealed: a writer has no way back once it seals. */
    private static void requireSizes(int partition, List<byte[]> events, List<SchemaUse> schemas) {
        long bytes = 0;
        for (byte[] event : events) {
            if (event.length > BlockLimits.MAX_EVENT_BYTES) {
                throw new EmbassyException(
                        Problem.EVENT_TOO_LARGE,
                        "An event for partition " + partition + " has " + event.length + " bytes serialised, more than "
                                + BlockLimits.MAX_EVENT_BYTES + ".");
            }
            bytes += event.length;
        }
        long schemaBytes = schemas.stream()
                .mapToLong(schema -> schema.text().orElseThrow().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (events.size() > BlockLimits.MAX_EVENTS
                || bytes > BlockLimits.MAX_EVENT_BYTES
                || schemas.size() > BlockLimits.MAX_SCHEMAS
                || schemaBytes > BlockLimits.MAX_SCHEMA_TEXT_BYTES) {
            throw new IllegalArgumentException("block draft: expected at most " + BlockLimits.MAX_EVENTS
                    + " events of " + BlockLimits.MAX_EVENT_BYTES + " bytes together and " + BlockLimits.MAX_SCHEMAS
                    + " schemas of " + BlockLimits.MAX_SCHEMA_TEXT_BYTES + " bytes together, got " + events.size()
                    + " events of " + bytes + " bytes and " + schemas.size() + " schemas of " + schemaBytes
                    + " bytes");
        }
    }
}
