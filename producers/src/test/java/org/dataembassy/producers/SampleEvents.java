package org.dataembassy.producers;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActPublished;

/** Events of legislation for tests. */
final class SampleEvents {
    static final Instant RECORDED_AT = Instant.parse("2020-01-01T00:00:00Z");

    private SampleEvents() {}

    static SpecificRecord act(String actId, String text) {
        return act(actId, text, RECORDED_AT);
    }

    static SpecificRecord act(String actId, String text, Instant recordedAt) {
        EventMeta meta = new EventMeta(
                UUID.randomUUID(), actId, RECORDED_AT, LocalDate.of(2020, 1, 1), "registrar", "test", null, null);
        // The constructor and the setter insist on a time; who leaves it to the publisher has none.
        meta.put(meta.getSchema().getField("recordedAt").pos(), recordedAt);
        return ActPublished.newBuilder()
                .setMeta(meta)
                .setAbbreviation("A")
                .setTitle("Act " + actId)
                .setReason("test")
                .setText(text)
                .build();
    }

    static UUID id(SpecificRecord event) {
        return ((EventMeta) event.get(0)).getEventId();
    }
}
