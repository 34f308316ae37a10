package org.dataembassy.bench.workload;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.producers.simulate.SimulatedCountry;
import org.dataembassy.producers.simulate.Simulation;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;

/**
 * What a population registry records, call by call, as the synthetic country makes it: the same for each side of a
 * comparison. Deterministic; for one thread.
 */
public final class Workload {
    /** The registry whose events these are. */
    public static final String REGISTRY = Simulation.REGISTRY;

    /** One event a person when the register opens, and about as many again for each in this many years. */
    private static final int EVENTS_PER_PERSON = 5;

    private static final int LEAST_PEOPLE = 500;
    private static final LocalDate START = LocalDate.of(1980, 1, 1);

    private final Iterator<List<SpecificRecord>> calls;
    private List<SpecificRecord> rest = List.of();

    private Workload(SimulationPlan plan) {
        this.calls = new SimulatedCountry(plan);
    }

    /** The opening of a register and a life over decades: most events are of people who have had some before. */
    public static Workload life(long seed, long events) {
        return new Workload(
                new SimulationPlan(seed, people(events / EVENTS_PER_PERSON), SimulationPlan.MAX_YEARS, START));
    }

    /** The opening of a large register: about as many people as events. */
    public static Workload newEntities(long seed, long events) {
        return new Workload(new SimulationPlan(seed, people(events), 1, START));
    }

    private static int people(long wanted) {
        return (int) Math.max(LEAST_PEOPLE, Math.min(wanted, SimulationPlan.MAX_PEOPLE));
    }

    /** The meaning of these events. */
    public static RegistryModel<?> model() {
        return RegistryModels.named(REGISTRY);
    }

    /** The next calls, with {@code events} events together; a call that would be too large is parted. */
    public List<List<SpecificRecord>> next(long events) {
        List<List<SpecificRecord>> next = new ArrayList<>();
        long left = events;
        while (left > 0) {
            List<SpecificRecord> call = rest.isEmpty() ? calls.next() : rest;
            int taken = (int) Math.min(left, call.size());
            next.add(List.copyOf(call.subList(0, taken)));
            rest = call.subList(taken, call.size());
            left -= taken;
        }
        return next;
    }

    /** Goes past the next {@code events} events. */
    public void skip(long events) {
        for (long left = events; left > 0; left -= 1_000) {
            List<List<SpecificRecord>> ignored = next(Math.min(left, 1_000));
        }
    }
}
