package org.dataembassy.bench;

/** What a process has used so far. */
final class CpuTime {
    private CpuTime() {}

    /** CPU seconds of a process, of all its threads; 0 if it is gone. */
    static double secondsOf(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(time -> time.toNanos() / 1e9)
                .orElse(0.0);
    }
}
