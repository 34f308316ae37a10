package org.dataembassy.site.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActAmended;
import org.dataembassy.registry.legislation.ActPublished;

/** Events of legislation. */
public final class Acts {
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    public static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-01");

    private Acts() {}

    public static ActPublished published(String id, Instant recordedAt, String text) {
        return new ActPublished(
                meta(id, recordedAt),
                id.toUpperCase(java.util.Locale.ROOT),
                "The act " + id,
                null,
                "promulgated",
                null,
                null,
                null,
                null,
                "en",
                false,
                text);
    }

    public static ActAmended amended(String id, Instant recordedAt, String abbreviation, String text) {
        return ActAmended.newBuilder()
                .setMeta(meta(id, recordedAt))
                .setAbbreviation(abbreviation)
                .setTitle("The act " + id)
                .setReason("amended")
                .setText(text)
                .build();
    }

    public static String entityId(SpecificRecord event) {
        return ((EventMeta) event.get(0)).getEntityId();
    }

    public static Instant recordedAt(SpecificRecord event) {
        return ((EventMeta) event.get(0)).getRecordedAt();
    }

    /** In force from the day on which it was recorded. */
    private static EventMeta meta(String id, Instant recordedAt) {
        return EventMeta.newBuilder()
                .setEventId(UUID.nameUUIDFromBytes((id + recordedAt).getBytes(StandardCharsets.UTF_8)))
                .setEntityId(id)
                .setRecordedAt(recordedAt)
                .setEffectiveOn(LocalDate.ofInstant(recordedAt, java.time.ZoneOffset.UTC))
                .setActor("clerk")
                .setBasis("gazette")
                .build();
    }
}
