package org.dataembassy.site.query;

import java.time.Instant;
import org.dataembassy.site.store.EventPosition;

/** As of which point of the ledger an entity is asked for. */
public sealed interface AsOf {
    /** With everything that has been applied. */
    record Now() implements AsOf {}

    /** With the events recorded at or before a time. */
    record RecordedAt(Instant recordedAt) implements AsOf {}

    /** With the events of the entity's partition up to a sequence, that one included. */
    record Sequence(long sequence) implements AsOf {
        public Sequence {
            if (sequence < 0) {
                throw new IllegalArgumentException("sequence: expected 0 or more, got " + sequence);
            }
        }
    }

    /** Whether an event counts. Along a ledger, those that count come before those that don't. */
    default boolean includes(EventPosition position) {
        if (this instanceof RecordedAt time) {
            return !position.recordedAt().isAfter(time.recordedAt());
        }
        return !(this instanceof Sequence last) || position.sequence() <= last.sequence();
    }
}
