package org.dataembassy.producers.simulate;

import java.time.LocalDate;
import java.util.Objects;
import org.dataembassy.producers.SourcePosition;

/**
 * What decides a synthetic country: two simulations of equal plans are equal byte for byte.
 *
 * @param seed any
 * @param people who are enrolled when the register opens, 1 to 10,000,000
 * @param years of life after that, 0 to 200
 * @param start first day of that life, 1980-01-01 to 2099-12-31; the register opens on the day before. The last year must
 *     end in 2199 or earlier: personal codes know no century after that
 */
public record SimulationPlan(long seed, int people, int years, LocalDate start) {
    /** Where a simulation begins if nothing else is said. Fixed: the present day would change the events. */
    public static final LocalDate DEFAULT_START = LocalDate.of(2015, 1, 1);

    /** Largest {@link #people}. */
    public static final int MAX_PEOPLE = 10_000_000;

    /** Largest {@link #years}. */
    public static final int MAX_YEARS = 200;

    private static final LocalDate FIRST_START = LocalDate.of(1980, 1, 1);
    private static final LocalDate LAST_START = LocalDate.of(2099, 12, 31);
    private static final int LAST_YEAR = 2199;

    /**
     * Counts what the simulator's events are: raised whenever a release makes other events of the same plan, so that the
     * rest of an interrupted simulation is never taken from another one.
     */
    static final int GENERATION = 1;

    /** Refuses values out of range, naming the parameter. */
    public SimulationPlan {
        Objects.requireNonNull(start, "start");
        if (people < 1 || people > MAX_PEOPLE) {
            throw new IllegalArgumentException("people: expected 1 to " + MAX_PEOPLE + ", got " + people);
        }
        if (years < 0 || years > MAX_YEARS) {
            throw new IllegalArgumentException("years: expected 0 to " + MAX_YEARS + ", got " + years);
        }
        if (start.isBefore(FIRST_START) || start.isAfter(LAST_START)) {
            throw new IllegalArgumentException(
                    "start: expected " + FIRST_START + " to " + LAST_START + ", got " + start);
        }
        if (start.plusYears(years).minusDays(1).getYear() > LAST_YEAR) {
            throw new IllegalArgumentException("years: from " + start + " expected at most "
                    + (LAST_YEAR + 1 - start.getYear()) + ", got " + years);
        }
    }

    /** A plan that begins on {@link #DEFAULT_START}. */
    public static SimulationPlan of(long seed, int people, int years) {
        return new SimulationPlan(seed, people, years, DEFAULT_START);
    }

    /** The first day that is no longer simulated. */
    public LocalDate end() {
        return start.plusYears(years);
    }

    /**
     * Names the simulation in the headers of blocks ({@link SourcePosition#id()}). Without the years: a longer simulation
     * goes on where a shorter one of the same country ended.
     */
    public String sourceId() {
        return "simulate/population/" + GENERATION + "/seed=" + seed + ",people=" + people + ",start=" + start;
    }
}
