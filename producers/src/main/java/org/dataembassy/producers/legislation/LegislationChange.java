package org.dataembassy.producers.legislation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataembassy.schemas.legislation.LegislationForms;

/**
 * What one line says, checked field by field: {@code recordedAt}, {@code actId}, {@code change}, {@code reason},
 * optionally {@code effectiveOn}, and but for a repeal {@code abbreviation}, {@code title}, {@code text} and optionally
 * {@code enactedOn}.
 *
 * @param content empty exactly for a repeal
 */
record LegislationChange(
        OffsetDateTime recordedAt,
        String actId,
        Kind kind,
        String reason,
        LocalDate effectiveOn,
        Optional<Content> content) {

    /** The values of {@code change}. */
    enum Kind {
        PUBLISHED,
        AMENDED,
        REPEALED
    }

    /** The act as it reads from now on. */
    record Content(String abbreviation, String title, Optional<LocalDate> enactedOn, String text) {}

    private static final Set<String> ALWAYS = Set.of("recordedAt", "actId", "change", "reason", "effectiveOn");
    private static final Set<String> WITH_TEXT = Set.of("abbreviation", "title", "enactedOn", "text");

    static LegislationChange of(Map<String, String> fields) throws LineFault {
        for (String name : fields.keySet()) {
            if (!ALWAYS.contains(name) && !WITH_TEXT.contains(name)) {
                throw LineFault.field(LineJson.shown(name), "unknown field");
            }
        }
        Kind kind = kind(required(fields, "change"));
        OffsetDateTime recordedAt = instant(required(fields, "recordedAt"));
        String actId = required(fields, "actId");
        if (!LegislationForms.isActId(actId)) {
            throw LineFault.field("actId", "expected 1 to 64 lower-case letters, digits, _ or -");
        }
        Optional<LocalDate> effectiveOn = date(fields, "effectiveOn");
        return new LegislationChange(
                recordedAt,
                actId,
                kind,
                bounded(fields, "reason", LegislationForms.MAX_REASON),
                // Without a day of its own a change holds from the day on which it was recorded, where it was recorded.
                effectiveOn.orElseGet(recordedAt::toLocalDate),
                kind == Kind.REPEALED ? noContent(fields) : Optional.of(content(fields)));
    }

    private static Optional<Content> noContent(Map<String, String> fields) throws LineFault {
        for (String name : fields.keySet()) {
            if (WITH_TEXT.contains(name)) {
                throw LineFault.field(name, "not allowed on a repeal");
            }
        }
        return Optional.empty();
    }

    private static Content content(Map<String, String> fields) throws LineFault {
        return new Content(
                bounded(fields, "abbreviation", LegislationForms.MAX_ABBREVIATION),
                bounded(fields, "title", LegislationForms.MAX_TITLE),
                date(fields, "enactedOn"),
                required(fields, "text"));
    }

    private static String required(Map<String, String> fields, String name) throws LineFault {
        String value = fields.get(name);
        if (value == null) {
            throw LineFault.field(name, "missing");
        }
        return value;
    }

    private static String bounded(Map<String, String> fields, String name, int maxLength) throws LineFault {
        String value = required(fields, name);
        if (value.length() > maxLength) {
            throw LineFault.field(name, "expected at most " + maxLength + " characters, got " + value.length());
        }
        return value;
    }

    private static Kind kind(String change) throws LineFault {
        return switch (change) {
            case "published" -> Kind.PUBLISHED;
            case "amended" -> Kind.AMENDED;
            case "repealed" -> Kind.REPEALED;
            default -> throw LineFault.field("change", "expected published, amended or repealed");
        };
    }

    private static OffsetDateTime instant(String text) throws LineFault {
        OffsetDateTime time;
        try {
            time = OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            throw LineFault.field("recordedAt", "expected a time with offset (ISO 8601), as 2012-08-02T21:49:13+02:00");
        }
        requireYear("recordedAt", time.getYear());
        if (time.getNano() % 1_000 != 0) {
            throw LineFault.field("recordedAt", "finer than microseconds");
        }
        return time;
    }

    private static Optional<LocalDate> date(Map<String, String> fields, String name) throws LineFault {
        String text = fields.get(name);
        if (text == null) {
            return Optional.empty();
        }
        LocalDate date;
        try {
            date = LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw LineFault.field(name, "expected a date (ISO 8601), as 1976-07-02");
        }
        requireYear(name, date.getYear());
        return Optional.of(date);
    }

    private static void requireYear(String field, int year) throws LineFault {
        if (year < 1 || year > 9999) {
            throw LineFault.field(field, "expected a year from 1 to 9999");
        }
    }
}
