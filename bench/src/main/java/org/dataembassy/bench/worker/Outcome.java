package org.dataembassy.bench.worker;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a worker measured.
 *
 * @param events counted on the clock
 * @param seconds on the clock
 * @param cpuSeconds of the whole process while the clock ran
 * @param figures others, by name
 * @param facts in words, by name: {@link #IDS} and what else a task knows
 */
public record Outcome(
        long events,
        double seconds,
        double cpuSeconds,
        SortedMap<String, Double> figures,
        SortedMap<String, String> facts) {
    /** A digest of the ids of all events seen, warm-up included, equal for the same events in whatever order. */
    public static final String IDS = "ids";

    /** The entity of the last event. */
    public static final String LAST_ENTITY = "last-entity";

    /** The id of the last event. */
    public static final String LAST_EVENT = "last-event";

    /** When the clock began to run, in milliseconds since 1970. */
    public static final String BEGAN_AT = "began-at";

    public Outcome {
        figures = new TreeMap<>(figures);
        facts = new TreeMap<>(facts);
    }

    /** Events in a second. */
    public double rate() {
        return events / seconds;
    }

    /** CPU seconds for a million events. */
    public double cpuSecondsPerMillion() {
        return cpuSeconds / events * 1e6;
    }

    Outcome with(String name, double value) {
        SortedMap<String, Double> added = new TreeMap<>(figures);
        added.put(name, value);
        return new Outcome(events, seconds, cpuSeconds, added, facts);
    }

    Outcome with(String name, String value) {
        SortedMap<String, String> added = new TreeMap<>(facts);
        added.put(name, value);
        return new Outcome(events, seconds, cpuSeconds, figures, added);
    }

    /** A figure that the task always gives. */
    public double figure(String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalStateException("the worker gave no figure " + name);
        }
        return value;
    }

    /** A fact that the task always gives. */
    public String fact(String name) {
        String value = facts.get(name);
        if (value == null) {
            throw new IllegalStateException("the worker gave no fact " + name);
        }
        return value;
    }
}
