package org.dataembassy.ledger;

import java.time.Instant;

/** Instants as microseconds since 1970-01-01T00:00:00Z, as every format has them. */
public final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private Micros() {}

    /**
     * Any instant of the years 1 to 9999 and far beyond. {@code ChronoUnit.MICROS.between} goes through nanoseconds, which
     * overflow before the year 1678 and after 2262.
     *
     * @throws ArithmeticException beyond about 292,000 years from 1970
     */
    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS);
    }
}
