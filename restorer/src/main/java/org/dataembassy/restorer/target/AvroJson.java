package org.dataembassy.restorer.target;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/**
 * Avro records as plain JSON for people and tools: times and days in ISO 8601, bytes in hexadecimal digits, unions
 * without a wrapper. For reading only; {@code history.avro} is the exact form.
 */
final class AvroJson {
    private AvroJson() {}

    static void write(JsonGenerator json, Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof IndexedRecord fields) {
            writeRecord(json, fields);
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : items) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else if (value instanceof ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            json.writeString(HexFormat.of().formatHex(copy));
        } else if (value instanceof GenericFixed fixed) {
            json.writeString(HexFormat.of().formatHex(fixed.bytes()));
        } else {
            // Strings, enums, UUIDs, days and times: their text is their form.
            json.writeString(value.toString());
        }
    }

    private static void writeRecord(JsonGenerator json, IndexedRecord fields) throws IOException {
        json.writeStartObject();
        for (Schema.Field field : fields.getSchema().getFields()) {
            json.writeFieldName(field.name());
            write(json, fields.get(field.pos()));
        }
        json.writeEndObject();
    }
}
