package org.dataembassy.bench.report;

/**
 * What a row's median must hold.
 *
 * @param kind what {@code value} bounds
 */
public record Floor(Kind kind, double value) {
    /** What a floor bounds. */
    public enum Kind {
        /** The ratio to the baseline, from below. */
        AT_LEAST_RATIO,
        /** The ratio to the baseline, from above. */
        AT_MOST_RATIO,
        /** The figure itself, from above. */
        AT_MOST
    }

    static Floor atLeastRatio(double value) {
        return new Floor(Kind.AT_LEAST_RATIO, value);
    }

    static Floor atMostRatio(double value) {
        return new Floor(Kind.AT_MOST_RATIO, value);
    }

    static Floor atMost(double value) {
        return new Floor(Kind.AT_MOST, value);
    }

    /** @param median of the ratio or of the figure, as the kind has it */
    boolean holds(double median) {
        return kind == Kind.AT_LEAST_RATIO ? median >= value : median <= value;
    }

    @Override
    public String toString() {
        return (kind == Kind.AT_LEAST_RATIO ? ">= " : "<= ") + Figures.shortened(value);
    }
}
