package org.dataembassy.bench;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.dataembassy.bench.report.Section;

/**
 * How much is measured.
 *
 * @param events on the clock in each measurement under load, from 100
 * @param rounds 1 to 99
 * @param seed of the workload
 * @param sections at least one
 * @param rateSeconds how long each steady rate is held, 1 to 600
 * @param folder for the country and all files of the run; made, and deleted at the end
 */
public record BenchSettings(long events, int rounds, long seed, Set<Section> sections, int rateSeconds, Path folder) {
    /** What the documented figures come from. */
    public static final long STANDARD_EVENTS = 1_000_000;

    public static final int STANDARD_ROUNDS = 3;

    public static final int STANDARD_RATE_SECONDS = 30;

    /** For a look, not for a figure to quote. */
    public static final long QUICK_EVENTS = 200_000;

    public static final int QUICK_RATE_SECONDS = 10;

    /** Partitions of the registry and of the plain side's topics. */
    static final int PARTITIONS = 4;

    /** The registry's linger and the plain producer's. */
    static final int LINGER_MILLIS = 20;

    static final int SLOW_RATE = 1_000;
    static final int FAST_RATE = 5_000;

    /** Stream threads of the site service and of the plain table. */
    static final int STREAM_THREADS = 2;

    private static final long CHUNK = 250_000;

    /** Refuses values out of range. */
    public BenchSettings {
        sections = EnumSet.copyOf(sections);
        require(events >= 100, "events: expected at least 100, got " + events);
        require(rounds >= 1 && rounds <= 99, "rounds: expected 1 to 99, got " + rounds);
        require(rateSeconds >= 1 && rateSeconds <= 600, "rate seconds: expected 1 to 600, got " + rateSeconds);
    }

    boolean has(Section section) {
        return sections.contains(section);
    }

    /**
     * Published before the clock starts. A registry's service runs for months; half a million events are a few seconds, in
     * which the JVM's compilers come to an end on either side.
     */
    long warmup() {
        return Math.max(50, Math.min(500_000, events / 2));
    }

    /** The same where an answer is awaited: what is sent before the clock starts is still on its way when it does. */
    long warmupOfChain() {
        return Math.max(50, Math.min(100_000, events / 5));
    }

    /** How long a steady rate is held before anything is counted: the publisher is a new process each time. */
    int rateWarmupSeconds() {
        return Math.min(20, 2 * rateSeconds);
    }

    /** About how many events the workload is to have in all. */
    long workloadEvents() {
        return 2 * events + warmup() + warmupOfChain();
    }

    /** Made and published at a time, with the clock standing while they are made. */
    long chunk() {
        return Math.min(CHUNK, events);
    }

    /** Where each event is signed by itself. */
    long eachEvents() {
        return Math.max(50, events / 50);
    }

    /** Where blocks hold so many events only. */
    long eventsInBlocksOf(int blockEvents) {
        return Math.max(50, blockEvents == 1 ? events / 50 : events / 10);
    }

    /** Where each call is awaited. */
    long eventsOneAtATime() {
        return Math.max(20, events / 1_000);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
