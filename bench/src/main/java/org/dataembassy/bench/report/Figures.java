package org.dataembassy.bench.report;

import java.util.List;
import java.util.Locale;

/** Median and range of the rounds' figures. */
record Figures(double median, double least, double most) {
    static Figures of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("figures: expected at least one");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Figures(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** With about three digits that matter. */
    static String shortened(double value) {
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    @Override
    public String toString() {
        return least == most
                ? shortened(median)
                : shortened(median) + " (" + shortened(least) + " to " + shortened(most) + ")";
    }
}
