package org.dataembassy.schemas;

import java.util.List;
import org.apache.avro.Schema;
import org.dataembassy.schemas.UnreadableEventException.Reason;

/**
 * Walks Avro binary along its schema without building anything, so that every length, count, branch and string is known
 * to be honest before a decoder allocates for it. A length that goes beyond the input, a count of items that can't be
 * there, bytes left over: all refused here, whatever limits the Avro library in use has.
 *
 * <p>Avro 1.12 specification, "Binary encoding".
 */
final class AvroBounds {

    /** Deeper than any schema here nests; a recursive schema can't exhaust the stack. */
    private static final int MAX_DEPTH = 64;

    private final byte[] bytes;
    private final int end;
    private int at;

    private AvroBounds(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /**
     * Checks that {@code bytes[from, end)} is exactly one datum of {@code schema}.
     *
     * @throws UnreadableEventException if it is not
     */
    static void check(Schema schema, byte[] bytes, int from, int end) {
        AvroBounds walk = new AvroBounds(bytes, from, end);
        walk.datum(schema, 0);
        if (walk.at != end) {
            throw walk.malformed((end - walk.at) + " bytes left over");
        }
    }

    private void datum(Schema schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed("nested deeper than " + MAX_DEPTH);
        }
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    datum(field.schema(), depth + 1);
                }
            }
            case ARRAY -> blocks(schema.getElementType(), false, depth);
            case MAP -> blocks(schema.getValueType(), true, depth);
            case UNION -> {
                List<Schema> branches = schema.getTypes();
                datum(branches.get(index(branches.size())), depth + 1);
            }
            case ENUM -> index(schema.getEnumSymbols().size());
            case FIXED -> skip(schema.getFixedSize());
            case BYTES -> skip(length());
            case STRING -> string();
            case BOOLEAN -> {
                if ((next() & 0xFE) != 0) {
                    throw malformed("a boolean that is neither 0 nor 1");
                }
            }
            case INT -> readInt();
            case LONG -> readLong();
            case FLOAT -> skip(4);
            case DOUBLE -> skip(8);
            case NULL -> {}
        }
    }

    private void blocks(Schema item, boolean keyed, int depth) {
        while (true) {
            long count = readLong();
            if (count == 0) {
                return;
            }
            if (count < 0) {
                readLong(); // the block's length in bytes, which is for those who skip it
                count = -count;
            }
            // At least one byte an item: Long.MIN_VALUE stays negative, and items of no bytes are in no schema here.
            if (count < 0 || count > end - at) {
                throw malformed("a block that claims more items than there are bytes");
            }
            for (long i = 0; i < count; i++) {
                if (keyed) {
                    string();
                }
                datum(item, depth + 1);
            }
        }
    }

    private void string() {
        int length = length();
        int from = at;
        skip(length);
        if (!Utf8Form.isWellFormed(bytes, from, at)) {
            throw malformed("a string that is not UTF-8");
        }
    }

    private int index(int size) {
        long index = readInt();
        if (index < 0 || index >= size) {
            throw malformed("a branch or symbol that the schema does not have");
        }
        return (int) index;
    }

    private int length() {
        long length = readLong();
        if (length < 0 || length > end - at) {
            throw malformed("a length that goes beyond the end");
        }
        return (int) length;
    }

    private void skip(int count) {
        if (count > end - at) {
            throw malformed("ends too early");
        }
        at += count;
    }

    private long readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw malformed("a number beyond 32 bits");
        }
        return value;
    }

    private long readLong() {
        long raw = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = next();
            if (shift == 63 && (b & 0xFE) != 0) {
                break;
            }
            raw |= (long) (b & 0x7F) << shift;
            if ((b & 0x80) == 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw malformed("a number beyond 64 bits");
    }

    private int next() {
        if (at >= end) {
            throw malformed("ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    private UnreadableEventException malformed(String what) {
        return new UnreadableEventException(Reason.MALFORMED, "Avro data: " + what + ", at byte " + at);
    }
}
