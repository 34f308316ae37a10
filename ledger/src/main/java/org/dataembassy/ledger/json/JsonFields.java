package org.dataembassy.ledger.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.dataembassy.ledger.Digest;

/**
 * The fields of one JSON object, taken one by one; {@link #end} refuses what nobody took. Every refusal is an
 * {@link IllegalArgumentException} that names the field and what was expected, never the value. Not thread-safe.
 */
public final class JsonFields {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final String where;
    private final JsonNode node;
    private final Set<String> taken = new HashSet<>();

    JsonFields(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    /** Where this object is, for messages: {@code trust root.officials[2]}. */
    public String where() {
        return where;
    }

    /** A string of 1 to {@code maxCharacters} characters. */
    public String text(String name, int maxCharacters) {
        JsonNode value = take(name);
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > maxCharacters) {
            throw refused(name, "a string of 1 to " + maxCharacters + " characters");
        }
        return value.textValue();
    }

    /** An integer from {@code min} to {@code max}, written without fraction or exponent. */
    public long integer(String name, long min, long max) {
        return integerOf(name, take(name), min, max);
    }

    public int integer(String name, int min, int max) {
        return (int) integer(name, (long) min, (long) max);
    }

    /** As {@link #integer(String, long, long)}, or null, which must be written. */
    public Optional<Long> integerOrNull(String name, long min, long max) {
        JsonNode value = take(name);
        return value.isNull() ? Optional.empty() : Optional.of(integerOf(name, value, min, max));
    }

    public boolean bool(String name) {
        JsonNode value = take(name);
        if (!value.isBoolean()) {
            throw refused(name, "true or false");
        }
        return value.booleanValue();
    }

    /** ISO 8601 in UTC exactly as {@link Instant#toString} writes it, from the year 1900 to 9999. */
    public Instant instant(String name) {
        String text = text(name, 40);
        try {
            Instant instant = Instant.parse(text);
            if (instant.toString().equals(text) && !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    refused(name, "an instant in UTC").getMessage(), e);
        }
        throw refused(name, "an instant in UTC such as 2026-11-22T10:15:30Z");
    }

    /** 64 lower-case hexadecimal digits. */
    public Digest digest(String name) {
        return digestOf(name, take(name));
    }

    /** As {@link #digest}, or null, which must be written. */
    public Optional<Digest> digestOrNull(String name) {
        JsonNode value = take(name);
        return value.isNull() ? Optional.empty() : Optional.of(digestOf(name, value));
    }

    /** Standard or URL-safe base64 (RFC 4648, sections 4 and 5) of at most {@code maxBytes} bytes. */
    public byte[] base64(String name, int maxBytes) {
        JsonNode value = take(name);
        if (!value.isTextual() || value.textValue().length() > (maxBytes + 2L) / 3 * 4) {
            throw refused(name, "base64 of at most " + maxBytes + " bytes");
        }
        String text = value.textValue();
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            byte[] bytes = (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
            if (bytes.length <= maxBytes) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(refused(name, "base64").getMessage(), e);
        }
        throw refused(name, "base64 of at most " + maxBytes + " bytes");
    }

    /** Whether the field is null, which must be written; what it is otherwise is for another call to take. */
    public boolean isNull(String name) {
        return take(name).isNull();
    }

    /** An object. */
    public JsonFields object(String name) {
        JsonNode value = take(name);
        if (!value.isObject()) {
            throw refused(name, "an object");
        }
        return new JsonFields(where + "." + name, value);
    }

    /** An array of at most {@code max} objects, each read to its end by {@code read}. */
    public <T> List<T> objects(String name, int max, Function<JsonFields, T> read) {
        return objects(name, max, true, read);
    }

    /** As {@link #objects}, for formats that say that unknown fields are to be ignored. */
    public <T> List<T> lenientObjects(String name, int max, Function<JsonFields, T> read) {
        return objects(name, max, false, read);
    }

    private <T> List<T> objects(String name, int max, boolean strict, Function<JsonFields, T> read) {
        JsonNode value = take(name);
        if (!value.isArray() || value.size() > max) {
            throw refused(name, "an array of at most " + max + " objects");
        }
        List<T> all = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isObject()) {
                throw refused(name + "[" + all.size() + "]", "an object");
            }
            JsonFields fields = new JsonFields(where + "." + name + "[" + all.size() + "]", element);
            all.add(read.apply(fields));
            if (strict) {
                fields.end();
            }
        }
        return all;
    }

    /** Refuses fields that nobody took. */
    public void end() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (!taken.contains(names.next())) {
                throw new IllegalArgumentException(where + ": has a field that this version does not know");
            }
        }
    }

    private long integerOf(String name, JsonNode value, long min, long max) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < min
                || value.longValue() > max) {
            throw refused(name, "an integer from " + min + " to " + max);
        }
        return value.longValue();
    }

    private Digest digestOf(String name, JsonNode value) {
        if (value.isTextual() && isLowerCaseHex(value.textValue())) {
            return Digest.fromHex(value.textValue());
        }
        throw refused(name, "64 lower-case hexadecimal digits");
    }

    private static boolean isLowerCaseHex(String text) {
        return text.length() == 2 * Digest.LENGTH_BYTES
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private JsonNode take(String name) {
        JsonNode value = node.get(name);
        if (value == null) {
            throw new IllegalArgumentException(where + ": " + name + " is missing");
        }
        taken.add(name);
        return value;
    }

    private IllegalArgumentException refused(String name, String expected) {
        return new IllegalArgumentException(where + "." + name + ": expected " + expected);
    }
}
