package org.dataembassy.schemas;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;
import org.dataembassy.registry.EventMeta;

/**
 * Who records what an event says, when and on what basis. Time and the event id come in from outside: decisions have
 * neither a clock nor randomness.
 *
 * @param effectiveOn the day on which it holds in law
 * @param actor who records it
 * @param basis act and paragraph, court decision or source document
 * @param caseId what belongs together in law, or null
 * @param corrects the event id that this corrects, or null
 */
public record Recording(
        UUID eventId,
        Instant recordedAt,
        LocalDate effectiveOn,
        String actor,
        String basis,
        String caseId,
        String corrects) {

    public Recording {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(effectiveOn, "effectiveOn");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(basis, "basis");
        recordedAt = Micros.of(recordedAt);
    }

    /** The {@code meta} of an event that this records of an entity. */
    public EventMeta meta(String entityId) {
        return new EventMeta(eventId, entityId, recordedAt, effectiveOn, actor, basis, caseId, corrects);
    }
}
