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
import org.dataembassy.site.query.QueryProblem;
import org.dataembassy.site.query.RegistryQueries;

/** The parameters of one request, from its path, its query or its JSON body; anything unknown is refused by name. */
final class Parameters {
    static final int USUAL_PAGE = 50;

    private static final int MAX_VALUE_CHARS = 1_024;
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

    static Parameters ofBody(Context context, String... known) {
        Map<String, String> values = new HashMap<>(context.pathParamMap());
        JsonNode body;
        try {
            body = JSON.readTree(context.bodyAsBytes());
        } catch (IOException e) {
            throw QueryProblem.badParameter("body", "a JSON object");
        }
        if (body == null || !body.isObject()) {
            throw QueryProblem.badParameter("body", "a JSON object");
        }
        body.properties().forEach(field -> {
            if (!Set.of(known).contains(field.getKey())) {
                throw unknown("body", known);
            }
            if (!field.getValue().isTextual()) {
                throw QueryProblem.badParameter(field.getKey(), "a string");
            }
            values.put(field.getKey(), field.getValue().textValue());
        });
        return new Parameters(values);
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null || value.isEmpty() || value.length() > MAX_VALUE_CHARS) {
            throw QueryProblem.badParameter(name, "1 to " + MAX_VALUE_CHARS + " characters");
        }
        return value;
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
