package org.dataembassy.deploy;

/**
 * When to try again something that keeps failing: at once, then after ever longer pauses. Times are those of one monotonic
 * clock, in milliseconds.
 */
final class Backoff {

    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final long CALM_MILLIS = 60_000;

    private int triesInARow;
    private long lastTryMillis;
    private boolean tried;

    /** Whether it's time for another try. */
    boolean isDue(long nowMillis) {
        return !tried || nowMillis - lastTryMillis >= pauseMillis();
    }

    /** Notes a try. */
    void tried(long nowMillis) {
        if (tried && nowMillis - lastTryMillis >= CALM_MILLIS + pauseMillis()) {
            triesInARow = 0;
        }
        tried = true;
        triesInARow++;
        lastTryMillis = nowMillis;
    }

    int triesInARow() {
        return triesInARow;
    }

    private long pauseMillis() {
        int doublings = Math.min(triesInARow - 1, 10);
        return triesInARow == 0 ? 0 : Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << doublings);
    }
}
