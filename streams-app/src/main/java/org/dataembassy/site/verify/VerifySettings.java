package org.dataembassy.site.verify;

import java.time.Duration;

/**
 * @param gapTimeout how long blocks may be missing before the partition halts, by the wall clock
 * @param recordsPerTurn parked records that are fetched and judged at once at most, so that a turn stays short
 */
public record VerifySettings(Duration gapTimeout, int recordsPerTurn) {
    /** Time between two turns. Milliseconds. */
    public static final int TURN_MILLIS = 100;

    /** Time between two pieces of verifying or rebuilding a store, or of reading parked records. Milliseconds. */
    public static final int WORK_MILLIS = 10;

    public VerifySettings {
        if (gapTimeout.isNegative() || gapTimeout.isZero() || recordsPerTurn < 1) {
            throw new IllegalArgumentException("verify settings: expected a gap time-out and at least 1 record a turn");
        }
    }

    public static VerifySettings withGapTimeout(Duration gapTimeout) {
        return new VerifySettings(gapTimeout, 500);
    }
}
