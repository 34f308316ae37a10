package org.dataembassy.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * How something went that is watched from outside while it works through a known number.
 *
 * @param counted what came after the first look that saw any of it
 * @param seconds from that look to the last
 * @param endedAtMillis when all of it was seen, in milliseconds since 1970
 */
record Progress(long counted, double seconds, long endedAtMillis) {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    /** How often it is looked; seldom, after the first second, so that answering is no load worth mentioning. */
    private static final long LOOK_NANOS = 25_000_000;

    private static final int OFTEN = 40;
    private static final long SELDOM_NANOS = 100_000_000;

    /**
     * Looks until {@code count} gives {@code expected}. What had come at the first look that saw any isn't counted: it may
     * have come before the look. If that is more than half, all of it is, from {@code startedAtNanos}.
     *
     * @param before what it gave before the start
     * @param alive asked now and then
     */
    static Progress watch(LongSupplier count, long before, long expected, long startedAtNanos, BooleanSupplier alive) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        long first = before;
        long firstAt = startedAtNanos;
        for (int looks = 0; ; looks++) {
            long now = count.getAsLong();
            long at = System.nanoTime();
            if (first == before && now > before) {
                first = now;
                firstAt = at;
            }
            if (now >= expected) {
                requireNoMore(now, expected);
                boolean fewLooks = first - before > (expected - before) / 2;
                long from = fewLooks ? before : first;
                long fromAt = fewLooks ? startedAtNanos : firstAt;
                return new Progress(now - from, (at - fromAt) / 1e9, System.currentTimeMillis());
            }
            if (at > deadline || !alive.getAsBoolean()) {
                throw new IllegalStateException("only " + now + " of " + expected + " have come");
            }
            LockSupport.parkNanos(looks < OFTEN ? LOOK_NANOS : SELDOM_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
        }
    }

    private static void requireNoMore(long now, long expected) {
        if (now > expected) {
            throw new IllegalStateException("expected " + expected + ", but " + now + " have come");
        }
    }

    double rate() {
        return counted / seconds;
    }
}
