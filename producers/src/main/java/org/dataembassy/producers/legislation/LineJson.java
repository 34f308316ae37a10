package org.dataembassy.producers.legislation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.dataembassy.producers.LoneSurrogates;

/**
 * One line as JSON (RFC 8259): an object whose values are all strings, no name twice, nothing after it. Text comes
 * through exactly: bytes that are not UTF-8 and lone surrogates are refused, not replaced. Thread-safe.
 */
final class LineJson {
    private static final int MAX_NAME_SHOWN = 40;

    private static final JsonFactory JSON = JsonFactory.builder()
            // Names come from outside: no table of them may grow.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private LineJson() {}

    /** The fields in the order of the line. */
    static Map<String, String> read(byte[] line) throws LineFault {
        if (line.length == 0) {
            throw LineFault.line("the line is empty");
        }
        String text = decode(line);
        try (JsonParser parser = JSON.createParser(text)) {
            return object(parser);
        } catch (JsonProcessingException e) {
            // Not kept as a cause: the parser's messages quote the line.
            throw LineFault.line("not valid JSON at column " + column(e));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static Map<String, String> object(JsonParser parser) throws IOException, LineFault {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw LineFault.line("not a JSON object");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (fields.containsKey(name)) {
                throw LineFault.field(shown(name), "there twice");
            }
            JsonToken value = parser.nextToken();
            if (value != JsonToken.VALUE_STRING) {
                throw LineFault.field(shown(name), "expected a string, got " + kind(value));
            }
            fields.put(name, wellFormed(shown(name), parser.getText()));
        }
        if (parser.nextToken() != null) {
            throw LineFault.line("something follows the JSON object");
        }
        return fields;
    }

    /** A field's name for messages, short and printable whatever it is. */
    static String shown(String name) {
        String printable = name.replaceAll("[^A-Za-z0-9_.-]", "?");
        return printable.length() <= MAX_NAME_SHOWN ? printable : printable.substring(0, MAX_NAME_SHOWN) + "...";
    }

    private static String decode(byte[] line) throws LineFault {
        if (line.length >= 3 && (line[0] & 0xFF) == 0xEF && (line[1] & 0xFF) == 0xBB && (line[2] & 0xFF) == 0xBF) {
            throw LineFault.line("starts with a byte order mark, which JSON does not allow");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(line);
        try {
            CharBuffer text = decoder.decode(in);
            return text.toString();
        } catch (CharacterCodingException e) {
            throw LineFault.line("not UTF-8 at byte " + (in.position() + 1));
        }
    }

    private static String wellFormed(String field, String text) throws LineFault {
        OptionalInt lone = LoneSurrogates.firstIn(text);
        if (lone.isPresent()) {
            throw LineFault.field(
                    field, "a lone surrogate at character " + (lone.getAsInt() + 1) + ", which is no text");
        }
        return text;
    }

    private static String column(JsonProcessingException e) {
        return e.getLocation() == null ? "?" : Integer.toString(e.getLocation().getColumnNr());
    }

    private static String kind(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
