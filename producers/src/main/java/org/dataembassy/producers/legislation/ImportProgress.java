package org.dataembassy.producers.legislation;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far an import is.
 *
 * @param lines read and good so far
 * @param published of these, committed in this run
 * @param alreadyThere of these, in the ledger before
 * @param bytes read from the input as stored
 * @param totalBytes of the input as stored, if known
 * @param elapsed since the import began
 */
public record ImportProgress(
        long lines, long published, long alreadyThere, long bytes, OptionalLong totalBytes, Duration elapsed) {
    /** Lines a second since the beginning. */
    public double linesPerSecond() {
        return perSecond(lines);
    }

    /** Bytes of the input a second since the beginning. */
    public double bytesPerSecond() {
        return perSecond(bytes);
    }

    /** How long the rest takes at the rate so far; empty if that can't be said. */
    public Optional<Duration> remaining() {
        if (totalBytes.isEmpty() || bytes == 0 || elapsed.isZero()) {
            return Optional.empty();
        }
        long rest = Math.max(0, totalBytes.getAsLong() - bytes);
        return Optional.of(Duration.ofMillis(Math.round(rest / bytesPerSecond() * 1_000)));
    }

    private double perSecond(long count) {
        return elapsed.isZero() ? 0 : count * 1e9 / elapsed.toNanos();
    }
}
