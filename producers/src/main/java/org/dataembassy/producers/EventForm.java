package org.dataembassy.producers;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Finds in an event what Avro would not: it fails on a missing field without saying which, and puts a question mark for
 * a lone surrogate. Names fields, never values.
 */
final class EventForm {
    /** Which fields may be missing; there are as many schemas as kinds of records. */
    private static final ConcurrentMap<Schema, boolean[]> NULLABLE = new ConcurrentHashMap<>();

    private EventForm() {}

    /** @throws EmbassyException EVENT_MALFORMED naming the field */
    static void check(IndexedRecord event) {
        // Every event comes by here and hardly any is malformed: names are made for those that are.
        if (!isGood(event)) {
            record(event, "");
        }
    }

    private static boolean isGood(IndexedRecord record) {
        boolean[] nullable = NULLABLE.computeIfAbsent(record.getSchema(), EventForm::nullableFields);
        for (int i = 0; i < nullable.length; i++) {
            Object value = record.get(i);
            if (value == null ? !nullable[i] : !isGoodValue(value)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isGoodValue(Object value) {
        if (value instanceof String text) {
            return LoneSurrogates.firstIn(text).isEmpty();
        }
        if (value instanceof IndexedRecord record) {
            return isGood(record);
        }
        if (value instanceof Collection<?> items) {
            for (Object item : items) {
                if (!isGoodValue(item)) {
                    return false;
                }
            }
            return true;
        }
        // What else may hold text is looked at closely, where there is any.
        return !(value instanceof CharSequence) && !(value instanceof Map<?, ?>);
    }

    private static boolean[] nullableFields(Schema schema) {
        boolean[] nullable = new boolean[schema.getFields().size()];
        schema.getFields()
                .forEach(field -> nullable[field.pos()] = field.schema().isNullable());
        return nullable;
    }

    private static void record(IndexedRecord record, String path) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            String name = path + field.name();
            if (value == null && !field.schema().isNullable()) {
                throw malformed(name, "missing");
            }
            value(value, name);
        }
    }

    private static void value(Object value, String name) {
        if (value instanceof CharSequence text) {
            text(text, name);
        } else if (value instanceof IndexedRecord record) {
            record(record, name + ".");
        } else if (value instanceof Collection<?> items) {
            items.forEach(item -> value(item, name));
        } else if (value instanceof Map<?, ?> entries) {
            entries.keySet().forEach(key -> value(key, name));
            entries.values().forEach(item -> value(item, name));
        }
    }

    private static void text(CharSequence text, String name) {
        OptionalInt lone = LoneSurrogates.firstIn(text);
        if (lone.isPresent()) {
            throw malformed(name, "a lone surrogate at character " + (lone.getAsInt() + 1) + ", which is no text");
        }
    }

    private static EmbassyException malformed(String field, String what) {
        return new EmbassyException(Problem.EVENT_MALFORMED, "field " + field + ": " + what);
    }
}
