package org.dataembassy.producers.simulate;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;

/**
 * How far a simulation is.
 *
 * @param day that it has come to
 * @param events made so far
 * @param published of these, committed in this run; 0 where nothing is published
 * @param alreadyThere of these, in the ledger before this run
 * @param done part of the whole, from 0 to 1
 * @param elapsed since it began
 */
public record SimulationProgress(
        LocalDate day, long events, long published, long alreadyThere, double done, Duration elapsed) {
    /** Events a second since the beginning. */
    public double eventsPerSecond() {
        return elapsed.isZero() ? 0 : events * 1e9 / elapsed.toNanos();
    }

    /** How long the rest takes if it goes on like this; empty if that can't be said yet. */
    public Optional<Duration> remaining() {
        if (done <= 0 || elapsed.isZero()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofMillis(Math.round(elapsed.toMillis() * (1 - done) / done)));
    }
}
