package org.dataembassy.ledger.kafka.read;

/**
 * Offsets [begin, end) of a partition; markers of transactions leave holes in it.
 *
 * @param begin inclusive
 * @param end exclusive
 */
public record OffsetRange(long begin, long end) {
    /** Refuses what can't be. */
    public OffsetRange {
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("offsets: expected 0 <= begin <= end, got " + begin + " and " + end);
        }
    }

    /** Everything of this range at or below {@code lastOffset}. */
    public OffsetRange upTo(long lastOffset) {
        return new OffsetRange(begin, Math.max(begin, Math.min(end, lastOffset + 1)));
    }
}
