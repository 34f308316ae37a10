package org.dataembassy.producers.simulate;

import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/**
 * A synthetic country's population register, from the day before {@link SimulationPlan#start()}, when everybody is
 * enrolled, to the last day of its last year: call after call of events that belong together, in the order in which they
 * are recorded. {@code meta.recordedAt} is the country's time, never before that of the call before.
 *
 * <p>The same plan gives the same events, byte for byte, on every machine. A plan of more years begins with the events of
 * one of fewer. Memory holds who lives and the dwellings, about 90 bytes a person, and doesn't grow with the years.
 *
 * <p>Not thread-safe: one thread asks for calls. The lists and events that it gets are its own, are not touched again,
 * and may be handed to other threads; instances share nothing.
 */
public final class SimulatedCountry implements Iterator<List<SpecificRecord>> {
    /** In how many years of life about as many events are recorded as at the opening. */
    private static final double OPENING_YEARS = 17;

    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);

    private final SimulationPlan plan;
    private final World world;
    private final Newcomers newcomers;
    private final Life life;
    private final int endDay;
    private int enrolled;
    private boolean opening = true;
    private List<SpecificRecord> next;
    private long calls;
    private long events;

    /** A country of which nothing has happened yet. */
    public SimulatedCountry(SimulationPlan plan) {
        this(plan, new World(plan));
    }

    SimulatedCountry(SimulationPlan plan, World world) {
        this.plan = plan;
        this.world = world;
        this.newcomers = new Newcomers(world);
        this.life = new Life(world, newcomers);
        this.endDay = (int) plan.end().toEpochDay();
    }

    /** What it is made from. */
    public SimulationPlan plan() {
        return plan;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            next = world.cases.poll();
            if (next == null && !goOn()) {
                return false;
            }
        }
        return true;
    }

    /** The next call: at least one event. */
    @Override
    public List<SpecificRecord> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the simulation is over");
        }
        List<SpecificRecord> call = next;
        next = null;
        calls++;
        events += call.size();
        return call;
    }

    private boolean goOn() {
        if (opening) {
            openRegister();
            return true;
        }
        if (life.next()) {
            return true;
        }
        if (world.today + 1 >= endDay) {
            return false;
        }
        life.begin(world.today + 1);
        return true;
    }

    /** One household more, at a time of the opening day that is in proportion to how many are enrolled. */
    private void openRegister() {
        if (enrolled >= plan.people()) {
            opening = false;
            newcomers.opened();
            return;
        }
        world.cases.recordedAt(Life.instant(
                world.openingDay * DAY_MICROS + (long) (DAY_MICROS * (enrolled / (double) plan.people()))));
        enrolled += newcomers.household(plan.people() - enrolled);
    }

    /** Calls given so far. */
    public long calls() {
        return calls;
    }

    /** Events given so far. */
    public long events() {
        return events;
    }

    /** The day that the simulation has come to. */
    public LocalDate day() {
        return LocalDate.ofEpochDay(world.today);
    }

    /** Who lives in the country on that day, once what has been asked for has happened. */
    public int residents() {
        return world.people.residents();
    }

    /** Part of the whole that is done, from 0 to 1: the opening counts as much as the years it takes to record as much. */
    public double done() {
        double inAll = OPENING_YEARS + plan.years();
        if (opening) {
            return OPENING_YEARS / inAll * enrolled / plan.people();
        }
        double days = endDay - plan.start().toEpochDay();
        double years =
                days == 0 ? 0 : plan.years() * (world.today + 1 - plan.start().toEpochDay()) / days;
        return (OPENING_YEARS + years) / inAll;
    }
}
