package org.dataembassy.schemas;

import java.nio.charset.StandardCharsets;
import org.apache.avro.Schema;

/**
 * The one text of a schema: what is fingerprinted, signed, kept in the ledger and registered. It is
 * {@link Schema#toString()}: one line, self-contained (each named type in full at its first use), attributes in the
 * order of the source. The same schema object gives the same text in every run; parsing it gives the same text again.
 */
public final class SchemaTexts {

    private SchemaTexts() {}

    public static String of(Schema schema) {
        return schema.toString();
    }

    /** The UTF-8 bytes of {@link #of}. */
    public static byte[] bytesOf(Schema schema) {
        return of(schema).getBytes(StandardCharsets.UTF_8);
    }
}
