package org.dataembassy.schemas;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as Avro's timestamp-micros keeps them, so that a state is the same before and after it is stored. */
public final class Micros {

    private static final long PER_SECOND = 1_000_000;

    private Micros() {}

    public static Instant of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }

    /** Microseconds since 1970-01-01T00:00:00Z; what lies beyond 64 bits becomes the first or the last there is. */
    public static long count(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds >= Long.MAX_VALUE / PER_SECOND) {
            return Long.MAX_VALUE;
        }
        if (seconds <= Long.MIN_VALUE / PER_SECOND) {
            return Long.MIN_VALUE;
        }
        return seconds * PER_SECOND + instant.getNano() / 1_000;
    }

    /** The instant that {@link #count} counted. */
    public static Instant instant(long count) {
        return Instant.ofEpochSecond(Math.floorDiv(count, PER_SECOND), Math.floorMod(count, PER_SECOND) * 1_000L);
    }
}
