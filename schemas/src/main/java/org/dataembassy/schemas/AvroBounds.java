package org.dataembassy.schemas;

import java.util.List;
import org.apache.avro.Schema;

/**
 * Walks Avro binary along its schema without building anything, so that every length, count, branch and string is known
 * to be honest before a decoder allocates for it. A length that goes beyond the input, a count of items that can't be
 * there, bytes left over: all refused here, whatever limits the Avro library in use has.
 */
final class AvroBounds {

    /** Deeper than any schema here nests; a recursive schema can't exhaust the stack. */
    static final int MAX_DEPTH = 64;

    private AvroBounds() {}

    /**
     * Checks that {@code bytes[from, end)} is exactly one datum of {@code schema}.
     *
     * @throws UnreadableEventException if it is not
     */
    static void check(Schema schema, byte[] bytes, int from, int end) {
        AvroBytes in = new AvroBytes(bytes, from, end);
        datum(in, schema, 0);
        in.requireEnd();
    }

    private static void datum(AvroBytes in, Schema schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw in.malformed("nested deeper than " + MAX_DEPTH);
        }
        switch (schema.getType()) {
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    datum(in, field.schema(), depth + 1);
                }
            }
            case ARRAY -> blocks(in, schema.getElementType(), false, depth);
            case MAP -> blocks(in, schema.getValueType(), true, depth);
            case UNION -> {
                List<Schema> branches = schema.getTypes();
                datum(in, branches.get(in.index(branches.size())), depth + 1);
            }
            case ENUM -> in.index(schema.getEnumSymbols().size());
            case FIXED -> in.skip(schema.getFixedSize());
            case BYTES -> in.skipBytes();
            case STRING -> in.skipString();
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case LONG -> in.readLong();
            case FLOAT -> in.skip(4);
            case DOUBLE -> in.skip(8);
            case NULL -> {}
        }
    }

    private static void blocks(AvroBytes in, Schema item, boolean keyed, int depth) {
        for (int count = in.items(); count > 0; count = in.items()) {
            for (int i = 0; i < count; i++) {
                if (keyed) {
                    in.skipString();
                }
                datum(in, item, depth + 1);
            }
        }
    }
}
