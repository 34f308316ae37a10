package org.dataembassy.bench.worker;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.SortedMap;
import java.util.TreeMap;

/** Adds up wall-clock and CPU time between {@link #start} and {@link #stop}. For one thread. */
final class Stopwatch {
    private static final double NANOS = 1e9;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private long nanos;
    private long cpuNanos;
    private long startedAt;
    private long cpuAtStart;
    private long beganAtMillis;

    void start() {
        if (beganAtMillis == 0) {
            beganAtMillis = System.currentTimeMillis();
        }
        startedAt = System.nanoTime();
        cpuAtStart = PROCESS.getProcessCpuTime();
    }

    void stop() {
        nanos += System.nanoTime() - startedAt;
        cpuNanos += PROCESS.getProcessCpuTime() - cpuAtStart;
    }

    Outcome outcome(long events, IdDigest ids) {
        return outcome(events, ids, new TreeMap<>());
    }

    Outcome outcome(long events, IdDigest ids, SortedMap<String, Double> figures) {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put(Outcome.IDS, ids.text());
        facts.put(Outcome.BEGAN_AT, Long.toString(beganAtMillis));
        return new Outcome(events, nanos / NANOS, cpuNanos / NANOS, figures, facts);
    }
}
