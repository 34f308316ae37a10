package org.dataembassy.ledger.block;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.dataembassy.ledger.Digest;

/**
 * A schema that a block's events use.
 *
 * @param id the Schema Registry id that events carry; any int, for the Schema Registry is not to be believed
 * @param fingerprint SHA-256 of the UTF-8 bytes of the text
 * @param text at the first use in a partition, else empty
 */
public record SchemaUse(int id, Digest fingerprint, Optional<String> text) {
    public SchemaUse {
        Objects.requireNonNull(fingerprint, "fingerprint");
        if (text.isPresent() && !fingerprintOf(text.get()).equals(fingerprint)) {
            throw new IllegalArgumentException(
                    "schema " + id + ": expected a text whose SHA-256 is the fingerprint " + fingerprint.abbreviated());
        }
    }

    /** A use that brings its text along. */
    public static SchemaUse withText(int id, String text) {
        return new SchemaUse(id, fingerprintOf(text), Optional.of(text));
    }

    /** SHA-256 of the UTF-8 bytes of a schema's text. */
    public static Digest fingerprintOf(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }
}
