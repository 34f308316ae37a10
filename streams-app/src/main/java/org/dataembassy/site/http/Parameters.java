package org.dataembassy.site.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.dataembassy.site.query.QueryProblem;
import org.dataembassy.site.query.RegistryQueries;

/** The parameters of one request, from its path, its query or its JSON body; anything unknown is refused by name. */
final class Parameters {
    static final int USUAL_PAGE = 50;

    static final int MAX_BODY_BYTES = 16 * 1024;

    private static final int MAX_VALUE_CHARS = 1_024;
    private static final Set<String> NUMBERS = Set.of("after", "atSequence", "limit");
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z]{1,24}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    static Parameters ofQuery(Context context, String... known) {
        Map<String, String> values = new HashMap<>(context.pathParamMap());
        for (Map.Entry<String, List<String>> parameter : context.queryParamMap().entrySet()) {
            if (!Set.of(known).contains(parameter.getKey())) {
                throw unknown("query", known);
            }
            if (parameter.getValue().size() != 1) {
                throw QueryProblem.badParameter(parameter.getKey(), "it once");
            }
            values.put(parameter.getKey(), parameter.getValue().get(0));
        }
        return new Parameters(values);
    }

    /**
     * Of a JSON object; numbers are for {@link #NUMBERS}, strings for the others.
     *
     * @throws ApiProblem 413 if the body is longer than {@link #MAX_BODY_BYTES}, whatever it says of its length
     */
    static Parameters ofBody(Context context, String... known) {
        if (!context.queryParamMap().isEmpty()) {
            throw unknown("query");
        }
        Map<String, String> values = new HashMap<>(context.pathParamMap());
        for (Map.Entry<String, JsonNode> field : body(context).properties()) {
            if (!Set.of(known).contains(field.getKey())) {
                throw unknown(named(field.getKey()), known);
            }
            values.put(field.getKey(), value(field.getKey(), field.getValue()));
        }
        return new Parameters(values);
    }

    private static JsonNode body(Context context) {
        try {
            byte[] bytes = context.bodyInputStream().readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new ApiProblem(
                        413,
                        "body-too-large",
                        "The body is longer than " + MAX_BODY_BYTES + " bytes.",
                        "Ask one question at a time.");
            }
            JsonNode body = JSON.readTree(bytes);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (IOException e) {
            // Not JSON; what it is instead is nobody's business.
        }
        throw QueryProblem.badParameter("body", "a JSON object in which each name comes once");
    }

    private static String value(String name, JsonNode value) {
        if (NUMBERS.contains(name)) {
            if (!value.isIntegralNumber()) {
                throw QueryProblem.badParameter(name, "a whole number");
            }
        } else if (!value.isTextual()) {
            throw QueryProblem.badParameter(name, "a string");
        }
        return value.asText();
    }

    /** A name that somebody may have mistyped is quoted; anything else may be a value in the wrong place. */
    private static String named(String field) {
        return FIELD_NAME.matcher(field).matches() ? field : "body";
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> badText(name));
    }

    Optional<String> optionalText(String name) {
        String value = values.get(name);
        if (value != null && (value.isEmpty() || value.length() > MAX_VALUE_CHARS)) {
            throw badText(name);
        }
        return Optional.ofNullable(value);
    }

    private static QueryProblem badText(String name) {
        return QueryProblem.badParameter(name, "1 to " + MAX_VALUE_CHARS + " characters");
    }

    Optional<Instant> instant(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> {
            try {
                return Instant.parse(value);
            } catch (DateTimeException e) {
                throw QueryProblem.badParameter(name, "an instant such as 2026-01-31T12:00:00Z");
            }
        });
    }

    Optional<LocalDate> day(String name) {
        return Optional.ofNullable(values.get(name)).map(value -> {
            try {
                return LocalDate.parse(value);
            } catch (DateTimeException e) {
                throw QueryProblem.badParameter(name, "a day such as 2026-01-31");
            }
        });
    }

    /** A partition of a registry, in a path. */
    int partition(String name) {
        String value = values.get(name);
        if (value == null || !value.matches("0|[1-9][0-9]{0,4}")) {
            throw QueryProblem.badParameter(name, "a partition, a whole number from 0 to 99999");
        }
        return Integer.parseInt(value);
    }

    OptionalLong sequence(String name) {
        String value = values.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        try {
            long number = Long.parseLong(value);
            if (number >= 0 && number < Long.MAX_VALUE) {
                return OptionalLong.of(number);
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw QueryProblem.badParameter(name, "a sequence, a whole number from 0");
    }

    int limit() {
        String value = values.getOrDefault("limit", Integer.toString(USUAL_PAGE));
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= RegistryQueries.MAX_PAGE) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw QueryProblem.badParameter("limit", "1 to " + RegistryQueries.MAX_PAGE);
    }

    private static QueryProblem unknown(String where, String... known) {
        return QueryProblem.badParameter(
                where, known.length == 0 ? "no parameters" : "no other names than " + String.join(", ", known));
    }
}
