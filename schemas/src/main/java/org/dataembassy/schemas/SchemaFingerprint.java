package org.dataembassy.schemas;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.avro.Schema;

/** SHA-256 of the UTF-8 bytes of a schema's text ({@link SchemaTexts}). */
public final class SchemaFingerprint {

    private SchemaFingerprint() {}

    /** @return 32 bytes */
    public static byte[] of(Schema schema) {
        return sha256().digest(SchemaTexts.bytesOf(schema));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
