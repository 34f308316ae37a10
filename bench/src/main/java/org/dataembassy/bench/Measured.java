package org.dataembassy.bench;

import java.util.function.LongSupplier;

/**
 * How a process worked through a known number of events, and what it used of the CPU meanwhile.
 *
 * @param cpuSeconds from the first look that saw any event to the last
 */
record Measured(Progress progress, double cpuSeconds) {
    static Measured of(LongSupplier events, long expected, long startedAtNanos, long pid) {
        double[] atFirst = {Double.NaN};
        Progress progress = Progress.watch(
                () -> {
                    long now = events.getAsLong();
                    if (now > 0 && Double.isNaN(atFirst[0])) {
                        atFirst[0] = CpuTime.secondsOf(pid);
                    }
                    return now;
                },
                0,
                expected,
                startedAtNanos,
                () -> ProcessHandle.of(pid).isPresent());
        return new Measured(progress, CpuTime.secondsOf(pid) - atFirst[0]);
    }

    double cpuSecondsPerMillion() {
        return cpuSeconds / progress.counted() * 1e6;
    }
}
