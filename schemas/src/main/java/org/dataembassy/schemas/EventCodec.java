package org.dataembassy.schemas;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.schemas.UnreadableEventException.Reason;

/**
 * Events to and from bytes: Avro binary in the Confluent wire format (a zero byte, the Schema Registry id as four bytes
 * big-endian, the datum).
 *
 * <p>Thread-safe. One instance keeps one resolving reader for each pair of writer's schema and model it has seen;
 * schemas are few and come signed, so nothing is evicted. Nothing is parsed on the way.
 */
public final class EventCodec {

    /** Bytes before the datum. */
    public static final int FRAME_BYTES = 5;

    private final ConcurrentMap<RegistryModel<?>, ConcurrentMap<Schema, DatumReading>> readers =
            new ConcurrentHashMap<>();

    /** The event as Avro binary, without a frame. */
    public static byte[] encode(SpecificRecord event) {
        AvroBuffer out = AvroBinary.buffer();
        AvroBinary.write(event, out);
        return out.toBytes();
    }

    /**
     * The event in the Confluent wire format.
     *
     * @param schemaId the Schema Registry's id for {@code event.getSchema()}
     */
    public static byte[] frame(int schemaId, SpecificRecord event) {
        AvroBuffer out = AvroBinary.buffer();
        byte[] frame = {0, (byte) (schemaId >>> 24), (byte) (schemaId >>> 16), (byte) (schemaId >>> 8), (byte) schemaId
        };
        out.writeFixed(frame, 0, FRAME_BYTES);
        AvroBinary.write(event, out);
        return out.toBytes();
    }

    /**
     * The Schema Registry id that a framed event carries.
     *
     * @throws UnreadableEventException if it is not framed
     */
    public static int schemaId(byte[] framed) {
        if (framed.length < FRAME_BYTES || framed[0] != 0) {
            throw new UnreadableEventException(
                    Reason.NOT_FRAMED,
                    "an event of " + framed.length + " bytes is not in the Confluent wire format: expected a zero byte"
                            + " and four bytes of schema id before the data");
        }
        return (framed[1] & 0xFF) << 24 | (framed[2] & 0xFF) << 16 | (framed[3] & 0xFF) << 8 | framed[4] & 0xFF;
    }

    /**
     * Reads an event and resolves it to the current version of its class.
     *
     * @param writerSchema the schema that {@link #schemaId} stands for, from a signed source
     * @throws UnreadableEventException if the bytes are not exactly one such event, or the model does not know it
     */
    public SpecificRecord decode(byte[] framed, Schema writerSchema, RegistryModel<?> model) {
        schemaId(framed);
        return decoder(writerSchema, model).decode(framed);
    }

    /** Decodes events of one writer's schema; for whoever reads many of them. Thread-safe. */
    public interface Decoder {
        /**
         * As {@link EventCodec#decode}.
         *
         * @throws UnreadableEventException if the bytes are not exactly one such event
         */
        SpecificRecord decode(byte[] framed);
    }

    /**
     * What {@link #decode} uses for a writer's schema.
     *
     * @throws UnreadableEventException if the model does not know the event
     */
    public Decoder decoder(Schema writerSchema, RegistryModel<?> model) {
        DatumReading reading = readers.computeIfAbsent(model, m -> new ConcurrentHashMap<>())
                .computeIfAbsent(writerSchema, writer -> AvroBinary.reading(writer, current(writer, model)));
        return framed -> {
            schemaId(framed);
            return reading.read(framed, FRAME_BYTES);
        };
    }

    private static Schema current(Schema writer, RegistryModel<?> model) {
        Schema current = model.eventSchemas().stream()
                .filter(known -> known.getFullName().equals(writer.getFullName()))
                .findFirst()
                .orElseThrow(() -> new UnreadableEventException(
                        Reason.UNKNOWN_EVENT,
                        "the registry " + model.registry() + " has no event " + writer.getFullName()));
        SchemaEvolution.refuseUnreadable(writer, current);
        return current;
    }

    /**
     * What every event carries.
     *
     * @throws IllegalArgumentException if the record's first field is not an {@link EventMeta}
     */
    public static RegistryModel.Meta meta(SpecificRecord event) {
        if (!(event.get(0) instanceof EventMeta meta)) {
            throw new IllegalArgumentException(event.getSchema().getFullName()
                    + " is not an event: expected its first field to be " + EventMeta.class.getName());
        }
        return new RegistryModel.Meta(
                meta.getEventId().toString(),
                meta.getEntityId(),
                meta.getRecordedAt(),
                meta.getEffectiveOn(),
                meta.getActor(),
                meta.getBasis(),
                meta.getCaseId(),
                meta.getCorrects());
    }
}
