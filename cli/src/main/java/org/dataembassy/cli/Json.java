package org.dataembassy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;

/** Prints results for programs: maps, lists, strings, numbers and booleans only. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectWriter PRETTY = MAPPER.writerWithDefaultPrettyPrinter();

    private Json() {}

    static String pretty(Map<String, ?> value) {
        return write(PRETTY, value);
    }

    /** Maps and lists as a tree. */
    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** On one line, for JSON Lines. */
    static String line(Map<String, ?> value) {
        return write(MAPPER.writer(), value);
    }

    /** What somebody else wrote; what isn't JSON is a missing node. */
    static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The same JSON, with line breaks for people; what isn't JSON stays as it is. */
    static String indented(String json) {
        try {
            return PRETTY.writeValueAsString(MAPPER.readTree(json));
        } catch (JsonProcessingException e) {
            return json.strip();
        }
    }

    private static String write(ObjectWriter writer, Map<String, ?> value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result can't be written as JSON", e);
        }
    }
}
