package org.dataembassy.schemas;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;

/**
 * Writes events of one schema as {@link EventCodec#frame} does, byte for byte, several times faster: how each field is
 * written is settled once, not asked of Avro's data model for every value. Two things besides: the event gets its time of
 * recording on the way, without a copy of it, and what Avro would write though it is no text is refused: half a surrogate
 * pair (Unicode 16, D75), for which Java's encoders put a question mark.
 *
 * <p>Knows the types that the schemas of events are made of and no others (see {@link #of}). Thread-safe.
 */
public final class EventWriter {
    private static final ThreadLocal<Output> OUTPUT = ThreadLocal.withInitial(Output::new);

    private final Field event;

    private EventWriter(Field event) {
        this.event = event;
    }

    /**
     * The writer for a schema.
     *
     * @throws IllegalArgumentException if the schema is not that of an event of ours, or has a type that no event has: a
     *     map, a float or double, plain bytes, or a union of more than null and named types
     */
    public static EventWriter of(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD
                || schema.getFields().isEmpty()
                || !schema.getFields().get(0).schema().equals(EventMeta.getClassSchema())) {
            throw new IllegalArgumentException("schema: expected an event, whose first field is its meta");
        }
        return new EventWriter(field(schema));
    }

    /**
     * The event in the Confluent wire format.
     *
     * @param schemaId the Schema Registry's id for the event's schema
     * @param recordedAt what the event's meta gets, in microseconds; the event itself is left as it is
     * @throws IllegalArgumentException if a value is missing or is not what its field takes; names no values
     */
    public byte[] frame(int schemaId, SpecificRecord event, Instant recordedAt) {
        Output out = OUTPUT.get();
        out.begin(schemaId, Micros.count(recordedAt));
        this.event.write(event, out);
        return out.avro.toBytes();
    }

    /** How the values of one field, or of a list, are written. */
    private interface Field {
        void write(Object value, Output out);
    }

    private static Field field(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case UNION -> union(schema.getTypes());
            case ARRAY -> new ArrayField(field(schema.getElementType()));
            case ENUM -> new EnumField(schema.getEnumSymbols().toArray(String[]::new));
            case FIXED -> new FixedField(type(schema), schema.getFixedSize());
            case STRING -> logical == null ? EventWriter::text : plain(logical, LogicalTypes.uuid(), EventWriter::uuid);
            case LONG ->
                logical == null
                        ? (value, out) -> out.avro.writeLong((Long) value)
                        : plain(
                                logical,
                                LogicalTypes.timestampMicros(),
                                (value, out) -> out.avro.writeLong(Micros.count((Instant) value)));
            case INT ->
                logical == null
                        ? (value, out) -> out.avro.writeLong((Integer) value)
                        : plain(
                                logical,
                                LogicalTypes.date(),
                                (value, out) -> out.avro.writeLong(Math.toIntExact(((LocalDate) value).toEpochDay())));
            case BOOLEAN -> (value, out) -> out.avro.writeBoolean((Boolean) value);
            default -> throw unknown(schema);
        };
    }

    private static Field plain(LogicalType logical, LogicalType expected, Field field) {
        if (!logical.getName().equals(expected.getName())) {
            throw new IllegalArgumentException("schema: no event has the logical type " + logical.getName());
        }
        return field;
    }

    private static Field record(Schema schema) {
        Field[] fields =
                schema.getFields().stream().map(one -> field(one.schema())).toArray(Field[]::new);
        if (schema.equals(EventMeta.getClassSchema())) {
            fields[schema.getField("recordedAt").pos()] = (value, out) -> out.avro.writeLong(out.recordedAtMicros);
        }
        return new RecordField(type(schema), fields);
    }

    private static Field union(List<Schema> branches) {
        if (branches.size() == 2 && branches.get(0).getType() == Schema.Type.NULL) {
            return new OptionalField(0, field(branches.get(1)));
        }
        if (branches.size() == 2 && branches.get(1).getType() == Schema.Type.NULL) {
            return new OptionalField(1, field(branches.get(0)));
        }
        return new ChoiceField(
                branches.stream().map(EventWriter::choice).toArray(Class<?>[]::new),
                branches.stream()
                        .map(branch -> branch.getType() == Schema.Type.NULL ? null : field(branch))
                        .toArray(Field[]::new));
    }

    /** What tells the branches of a larger union apart; null for null. */
    private static Class<?> choice(Schema branch) {
        return switch (branch.getType()) {
            case NULL -> null;
            case RECORD, ENUM, FIXED -> type(branch);
            default -> throw unknown(branch);
        };
    }

    private static Class<?> type(Schema schema) {
        Class<?> type = OwnClasses.INSTANCE.getClass(schema);
        if (type == null) {
            throw unknown(schema);
        }
        return type;
    }

    private static IllegalArgumentException unknown(Schema schema) {
        return new IllegalArgumentException("schema: no event has the type " + schema.getFullName());
    }

    private static void text(Object value, Output out) {
        out.avro.writeString(((CharSequence) value).toString());
    }

    private static void uuid(Object value, Output out) {
        out.avro.writeUuid((UUID) value);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private record RecordField(Class<?> type, Field[] fields) implements Field {
        @Override
        public void write(Object value, Output out) {
            require(value != null && value.getClass() == type, "a record is missing or of another kind");
            SpecificRecord record = (SpecificRecord) value;
            for (int i = 0; i < fields.length; i++) {
                fields[i].write(record.get(i), out);
            }
        }
    }

    /** A union of null and one more; {@code nullBranch} is the number of null in it. */
    private record OptionalField(int nullBranch, Field field) implements Field {
        @Override
        public void write(Object value, Output out) {
            if (value == null) {
                out.avro.writeLong(nullBranch);
            } else {
                out.avro.writeLong(1 - nullBranch);
                field.write(value, out);
            }
        }
    }

    /** A union of several named types, perhaps of null too. */
    private record ChoiceField(Class<?>[] types, Field[] fields) implements Field {
        @Override
        public void write(Object value, Output out) {
            Class<?> wanted = value == null ? null : value.getClass();
            int branch = 0;
            while (branch < types.length && types[branch] != wanted) {
                branch++;
            }
            require(branch < types.length, "a value is missing or of a kind that its union has not");
            out.avro.writeLong(branch);
            if (value != null) {
                fields[branch].write(value, out);
            }
        }
    }

    private record ArrayField(Field items) implements Field {
        @Override
        public void write(Object value, Output out) {
            Collection<?> all = (Collection<?>) value;
            if (!all.isEmpty()) {
                out.avro.writeLong(all.size());
                for (Object item : all) {
                    items.write(item, out);
                }
            }
            out.avro.writeLong(0);
        }
    }

    private record EnumField(String[] symbols) implements Field {
        @Override
        public void write(Object value, Output out) {
            Enum<?> symbol = (Enum<?>) value;
            int number = symbol.ordinal();
            require(number < symbols.length && symbols[number].equals(symbol.name()), "a symbol of another kind");
            out.avro.writeLong(number);
        }
    }

    private record FixedField(Class<?> type, int length) implements Field {
        @Override
        public void write(Object value, Output out) {
            require(value != null && value.getClass() == type, "a fixed is missing or of another kind");
            byte[] bytes = ((SpecificFixed) value).bytes();
            require(bytes.length == length, "a fixed of another length");
            out.avro.writeFixed(bytes, 0, length);
        }
    }

    /** What an event is written into; used again. For one thread. */
    private static final class Output {
        private final AvroBuffer avro = AvroBuffer.refusingHalves();
        private long recordedAtMicros;

        void begin(int schemaId, long micros) {
            recordedAtMicros = micros;
            byte[] prefix = ByteBuffer.allocate(1 + Integer.BYTES)
                    .put((byte) 0)
                    .putInt(schemaId)
                    .array();
            avro.clear().writeFixed(prefix, 0, prefix.length);
        }
    }
}
