package org.dataembassy.schemas;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
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
    /** What is kept for the next event; the rare large one is not. */
    private static final int KEPT_BYTES = 64 * 1024;

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
        try {
            out.begin(schemaId, Micros.count(recordedAt));
            this.event.write(event, out);
            return out.bytes();
        } finally {
            out.end();
        }
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
                        ? (value, out) -> out.number((Long) value)
                        : plain(
                                logical,
                                LogicalTypes.timestampMicros(),
                                (value, out) -> out.number(Micros.count((Instant) value)));
            case INT ->
                logical == null
                        ? (value, out) -> out.number((Integer) value)
                        : plain(
                                logical,
                                LogicalTypes.date(),
                                (value, out) -> out.number(Math.toIntExact(((LocalDate) value).toEpochDay())));
            case BOOLEAN -> (value, out) -> out.octet((Boolean) value ? 1 : 0);
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
            fields[schema.getField("recordedAt").pos()] = (value, out) -> out.number(out.recordedAtMicros);
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
        out.text(((CharSequence) value).toString());
    }

    private static void uuid(Object value, Output out) {
        UUID id = (UUID) value;
        out.uuid(id.getMostSignificantBits(), id.getLeastSignificantBits());
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
                out.number(nullBranch);
            } else {
                out.number(1 - nullBranch);
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
            out.number(branch);
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
                out.number(all.size());
                for (Object item : all) {
                    items.write(item, out);
                }
            }
            out.number(0);
        }
    }

    private record EnumField(String[] symbols) implements Field {
        @Override
        public void write(Object value, Output out) {
            Enum<?> symbol = (Enum<?>) value;
            int number = symbol.ordinal();
            require(number < symbols.length && symbols[number].equals(symbol.name()), "a symbol of another kind");
            out.number(number);
        }
    }

    private record FixedField(Class<?> type, int length) implements Field {
        @Override
        public void write(Object value, Output out) {
            require(value != null && value.getClass() == type, "a fixed is missing or of another kind");
            byte[] bytes = ((SpecificFixed) value).bytes();
            require(bytes.length == length, "a fixed of another length");
            out.octets(bytes);
        }
    }

    /** Avro binary (specification 1.12, "Binary Encoding"), in a buffer that is used again. For one thread. */
    private static final class Output {
        private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

        private byte[] buffer = new byte[1024];
        private int size;
        private long recordedAtMicros;

        void begin(int schemaId, long recordedAtMicros) {
            this.recordedAtMicros = recordedAtMicros;
            size = 0;
            octet(0);
            octet(schemaId >>> 24);
            octet(schemaId >>> 16);
            octet(schemaId >>> 8);
            octet(schemaId);
        }

        byte[] bytes() {
            return Arrays.copyOf(buffer, size);
        }

        void end() {
            if (buffer.length > KEPT_BYTES) {
                buffer = new byte[1024];
            }
        }

        void octet(int value) {
            reserve(1);
            buffer[size++] = (byte) value;
        }

        void number(long value) {
            reserve(10);
            long rest = (value << 1) ^ (value >> 63);
            while ((rest & ~0x7fL) != 0) {
                buffer[size++] = (byte) (rest & 0x7f | 0x80);
                rest >>>= 7;
            }
            buffer[size++] = (byte) rest;
        }

        /** Most texts are ASCII: their length in bytes is taken to be that in characters until it proves otherwise. */
        void text(String text) {
            int start = size;
            int length = text.length();
            number(length);
            reserve(length);
            int at = 0;
            while (at < length && text.charAt(at) < 0x80) {
                buffer[size + at] = (byte) text.charAt(at);
                at++;
            }
            if (at == length) {
                size += length;
                return;
            }
            requireWellFormed(text, at);
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            size = start;
            number(utf8.length);
            octets(utf8);
        }

        private static void requireWellFormed(String text, int from) {
            for (int at = from; at < text.length(); at++) {
                if (Character.isSurrogate(text.charAt(at))) {
                    boolean pair =
                            at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
                    require(pair, "a lone surrogate is no text");
                    at++;
                }
            }
        }

        /** Its text, RFC 9562 section 4. */
        void uuid(long most, long least) {
            number(36);
            reserve(36);
            hex(most, 64, 32);
            octet('-');
            hex(most, 32, 16);
            octet('-');
            hex(most, 16, 0);
            octet('-');
            hex(least, 64, 48);
            octet('-');
            hex(least, 48, 0);
        }

        /** The digits of the bits from {@code high} down to {@code low}. */
        private void hex(long bits, int high, int low) {
            for (int shift = high - 4; shift >= low; shift -= 4) {
                buffer[size++] = HEX[(int) (bits >>> shift) & 0xf];
            }
        }

        void octets(byte[] bytes) {
            reserve(bytes.length);
            System.arraycopy(bytes, 0, buffer, size, bytes.length);
            size += bytes.length;
        }

        private void reserve(int more) {
            if (buffer.length - size < more) {
                buffer = Arrays.copyOf(buffer, Math.max(Math.addExact(size, more), 2 * buffer.length));
            }
        }
    }
}
