package org.dataembassy.ledger.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** JSON (RFC 8259) as bytes: strict reading, plain writing. Thread-safe. */
public final class JsonBytes {
    private static final int MAX_DEPTH = 12;
    private static final int MAX_NUMBER_CHARACTERS = 20;
    private static final int MAX_NAME_CHARACTERS = 100;
    private static final int MAX_TEXT_CHARACTERS = 8 * 1024 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARACTERS)
                            .maxNameLength(MAX_NAME_CHARACTERS)
                            .maxStringLength(MAX_TEXT_CHARACTERS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader READER = MAPPER.reader();

    private JsonBytes() {}

    /**
     * Reads one JSON object.
     *
     * @param what what it is, for messages
     * @throws IllegalArgumentException if it is longer than {@code maxBytes}, not UTF-8, not one JSON object, has a name
     *     twice, or is nested too deep; the message names the place, not the content
     */
    public static JsonFields object(String what, byte[] json, int maxBytes) {
        if (json.length > maxBytes) {
            throw new IllegalArgumentException(what + ": expected at most " + maxBytes + " bytes, got " + json.length);
        }
        try {
            // Decoded here, because the parser would also guess UTF-16 and UTF-32 and repair broken UTF-8.
            JsonNode node = READER.readTree(decode(what, json));
            if (node == null || !node.isObject()) {
                throw new IllegalArgumentException(what + ": expected a JSON object");
            }
            return new JsonFields(what, node);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    what + ": not well-formed JSON at character "
                            + (e.getLocation() == null ? 0 : e.getLocation().getCharOffset())
                            + " (or a name twice, or nested too deep)",
                    e);
        }
    }

    /** Writes with a generator; what it writes is what the bytes are, in that order, without white space. */
    public static byte[] write(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String decode(String what, byte[] json) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(what + ": not UTF-8", e);
        }
    }
}
