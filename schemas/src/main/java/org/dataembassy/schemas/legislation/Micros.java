package org.dataembassy.schemas.legislation;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as Avro's timestamp-micros keeps them, so that a state is the same before and after it is stored. */
final class Micros {

    private Micros() {}

    static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
