package org.dataembassy.producers;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.kafka.Partitioning;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.schemas.EventWriter;

/** Turns events of one registry into bytes, with the time of recording that they get. Thread-safe; changes no event. */
final class EventEncoder {
    private static final int MAX_ENTITY_ID = 128;

    private final String registry;
    private final int partitions;
    private final Map<String, Kind> kinds = new HashMap<>();

    EventEncoder(String registry, int partitions, RegisteredSchemas schemas) {
        this.registry = registry;
        this.partitions = partitions;
        schemas.events()
                .forEach((name, event) ->
                        kinds.put(name, new Kind(event.schema(), event.use(), EventWriter.of(event.schema()))));
    }

    /** A kind of event and how it is written. */
    private record Kind(Schema schema, SchemaUse use, EventWriter writer) {}

    /** An event that was looked at and found to be one of this registry; its bytes are yet to be made. */
    record Checked(SpecificRecord event, EventMeta meta, int partition, Kind kind) {
        UUID eventId() {
            return meta.getEventId();
        }
    }

    /** @throws EmbassyException EVENT_MALFORMED */
    Checked check(SpecificRecord event) {
        Kind kind = kinds.get(event.getSchema().getFullName());
        if (kind == null || !kind.schema().equals(event.getSchema())) {
            throw malformed(event, "is not an event of the registry " + registry + " in its current version");
        }
        if (!(event.get(0) instanceof EventMeta meta)) {
            throw malformed(event, "field meta: missing");
        }
        if (meta.getEventId() == null) {
            throw malformed(event, "field meta.eventId: missing");
        }
        String entityId = meta.getEntityId();
        if (entityId == null || entityId.isEmpty() || entityId.length() > MAX_ENTITY_ID) {
            throw malformed(event, "field meta.entityId: expected 1 to " + MAX_ENTITY_ID + " characters");
        }
        return new Checked(event, meta, Partitioning.partitionOf(entityId, partitions), kind);
    }

    /** @throws EmbassyException EVENT_MALFORMED, EVENT_TOO_LARGE */
    EncodedEvent encode(Checked checked, Instant recordedAt) {
        byte[] bytes = frame(checked, recordedAt);
        if (bytes.length > BlockLimits.MAX_EVENT_BYTES) {
            throw new EmbassyException(
                    Problem.EVENT_TOO_LARGE,
                    checked.kind().schema().getName() + " " + checked.eventId() + " has " + bytes.length
                            + " bytes serialised, at most " + BlockLimits.MAX_EVENT_BYTES + " are allowed");
        }
        return new EncodedEvent(
                checked.partition(),
                checked.eventId(),
                recordedAt,
                checked.kind().use(),
                bytes);
    }

    private static byte[] frame(Checked checked, Instant recordedAt) {
        try {
            return checked.kind().writer().frame(checked.kind().use().id(), checked.event(), recordedAt);
        } catch (RuntimeException e) {
            // Hardly any event is malformed: only then is it looked at which field is.
            EventForm.check(withRecordedAt(checked, recordedAt));
            // Not kept as a cause: messages of others may quote what could not be written.
            throw malformed(
                    checked.event(), "can't be serialised (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** The event itself if it has that time already, else a copy as deep as needed. */
    private static SpecificRecord withRecordedAt(Checked checked, Instant recordedAt) {
        if (recordedAt.equals(checked.meta().getRecordedAt())) {
            return checked.event();
        }
        EventMeta meta = (EventMeta) shallowCopy(checked.meta());
        meta.setRecordedAt(recordedAt);
        SpecificRecord copy = shallowCopy(checked.event());
        copy.put(0, meta);
        return copy;
    }

    private static SpecificRecord shallowCopy(SpecificRecord from) {
        SpecificRecord copy = (SpecificRecord) SpecificData.newInstance(from.getClass(), from.getSchema());
        for (int i = 0; i < from.getSchema().getFields().size(); i++) {
            copy.put(i, from.get(i));
        }
        return copy;
    }

    private static EmbassyException malformed(SpecificRecord event, String what) {
        return new EmbassyException(Problem.EVENT_MALFORMED, event.getSchema().getFullName() + " " + what);
    }
}
