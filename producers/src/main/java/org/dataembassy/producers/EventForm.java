package org.dataembassy.producers;

import java.util.Collection;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Tells which field of an event that can't be written is to blame: a missing one, or one with a lone surrogate. Names
 * fields, never values.
 */
final class EventForm {
    private EventForm() {}

    /** @throws EmbassyException EVENT_MALFORMED naming the field; returns if there is none to name */
    static void check(IndexedRecord event) {
        record(event, "");
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
