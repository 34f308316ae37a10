package org.dataembassy.producers.simulate;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.SourcePosition;
import org.dataembassy.producers.SourceReceipt;

/**
 * Runs a {@link SimulatedCountry}: publishes it, each call exactly once however often it is run, or takes its digest.
 *
 * <p>A call's number, from 1, is its position as a source ({@link SimulationPlan#sourceId()}), carried in the headers of
 * blocks. What an earlier run has published is made again, which takes about a second for a million events, and not handed
 * over. So a simulation that was killed goes on where it was, and one that is run again with more years goes on after the
 * last one.
 *
 * <p>The publisher must keep historical times ({@link org.dataembassy.producers.RecordedAt#HISTORICAL}), and nobody else
 * should publish to the registry: a second synthetic country has people of its own with codes of the first. Not
 * thread-safe.
 */
public final class Simulation {
    /** The registry whose life is simulated. */
    public static final String REGISTRY = "population";

    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int CALLS_A_LOOK = 64;

    private final SimulationPlan plan;
    private final OptionalLong eventsPerSecond;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /**
     * @param plan what decides the events
     * @param eventsPerSecond how many are published at most each second, from 1; empty for as many as go. Doesn't
     *     change the events
     */
    public Simulation(SimulationPlan plan, OptionalLong eventsPerSecond) {
        this(plan, eventsPerSecond, Clock.systemUTC(), System::nanoTime);
    }

    Simulation(SimulationPlan plan, OptionalLong eventsPerSecond, Clock clock, LongSupplier nanoTime) {
        if (eventsPerSecond.isPresent() && eventsPerSecond.getAsLong() < 1) {
            throw new IllegalArgumentException("rate: expected at least 1, got " + eventsPerSecond.getAsLong());
        }
        this.plan = plan;
        this.eventsPerSecond = eventsPerSecond;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Makes all events and publishes none. */
    public SimulationSummary digest(SimulationListener listener) {
        Run run = new Run(listener);
        SimulationDigest digest = new SimulationDigest();
        while (run.country.hasNext()) {
            digest.update(run.country.next());
            run.reportNowAndThen();
        }
        return run.summary(Optional.of(digest.digest()));
    }

    /**
     * Publishes what is not in the ledger yet and returns once all of it is committed.
     *
     * @throws IllegalArgumentException if the simulation reaches into the future (see {@link #requirePast})
     * @throws EmbassyException INPUT_CHANGED (the ledger has another simulation's events under this one's name), and
     *     whatever {@link RegistryPublisher} ends a call with; RECORDED_AT_BACKWARDS if something else was published
     */
    public SimulationSummary publish(RegistryPublisher publisher, SimulationListener listener) {
        if (!publisher.registry().equals(REGISTRY)) {
            throw new IllegalArgumentException("publisher: expected one of " + REGISTRY);
        }
        requirePast();
        Run run = new Run(listener);
        long there = publisher.positionOf(plan.sourceId()).orElse(0L);
        // The last one that is there is handed over again: the publisher knows if it was another.
        while (run.country.calls() < there - 1 && run.country.hasNext()) {
            run.alreadyThere += run.country.next().size();
            run.reportNowAndThen();
        }
        InFlight inFlight = new InFlight(run, publisher);
        while (run.country.hasNext()) {
            inFlight.publish(run.country.next());
            run.reportNowAndThen();
        }
        inFlight.awaitAll();
        return run.summary(Optional.empty());
    }

    /**
     * What is recorded must have been recorded by now.
     *
     * @throws IllegalArgumentException naming the parameter and its range
     */
    public void requirePast() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (plan.start().isAfter(today)) {
            throw new IllegalArgumentException("start: to be published, expected " + today + " or earlier, got "
                    + plan.start() + "; nothing is recorded in the future");
        }
        if (plan.end().isAfter(today)) {
            int years = Period.between(plan.start(), today).getYears();
            throw new IllegalArgumentException("years: from " + plan.start() + " to today, expected at most " + years
                    + ", got " + plan.years() + "; nothing is recorded in the future");
        }
    }

    /** One pass over the country: counts and reports. */
    private final class Run {
        private final SimulatedCountry country = new SimulatedCountry(plan);
        private final SimulationListener listener;
        private final long startNanos = nanoTime.getAsLong();
        private long reportedNanos = startNanos;
        private int unreportedCalls;
        private long published;
        private long alreadyThere;

        Run(SimulationListener listener) {
            this.listener = listener;
        }

        void reportNowAndThen() {
            // Asking for the time costs about as much as a tenth of an event.
            if (++unreportedCalls >= CALLS_A_LOOK || eventsPerSecond.isPresent()) {
                unreportedCalls = 0;
                if (nanoTime.getAsLong() - reportedNanos >= PROGRESS_NANOS) {
                    report();
                }
            }
        }

        void report() {
            reportedNanos = nanoTime.getAsLong();
            listener.progress(new SimulationProgress(
                    country.day(), country.events(), published, alreadyThere, country.done(), elapsed()));
        }

        SimulationSummary summary(Optional<Digest> digest) {
            report();
            return new SimulationSummary(
                    plan.sourceId(),
                    plan.end(),
                    country.calls(),
                    country.events(),
                    published,
                    alreadyThere,
                    country.residents(),
                    digest,
                    elapsed());
        }

        private Duration elapsed() {
            return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
        }
    }

    /** Calls handed to the publisher, answered in their order. How many, is bounded by the publisher's bytes in flight. */
    private final class InFlight {
        private final Run run;
        private final RegistryPublisher publisher;
        private final Queue<Sent> sent = new ArrayDeque<>();
        private long dueNanos = nanoTime.getAsLong();

        private record Sent(long number, int events, CompletableFuture<SourceReceipt> answer) {}

        InFlight(Run run, RegistryPublisher publisher) {
            this.run = run;
            this.publisher = publisher;
        }

        void publish(List<SpecificRecord> call) {
            keepToTheRate(call.size());
            long number = run.country.calls();
            Sent next =
                    new Sent(number, call.size(), publisher.publish(call, new SourcePosition(plan.sourceId(), number)));
            if (next.answer().isCompletedExceptionally()) {
                // Refused at once: no later call may be taken in, or this one would be passed over for ever.
                awaitAll();
                await(next);
            }
            sent.add(next);
            settleTheAnswered();
        }

        /** Spreads events evenly; what a slow broker delays is not made up for by a burst. */
        private void keepToTheRate(int size) {
            if (eventsPerSecond.isEmpty()) {
                return;
            }
            for (long wait = dueNanos - nanoTime.getAsLong(); wait > 0; wait = dueNanos - nanoTime.getAsLong()) {
                settleTheAnswered();
                run.reportNowAndThen();
                try {
                    TimeUnit.NANOSECONDS.sleep(Math.min(wait, PROGRESS_NANOS));
                } catch (InterruptedException e) {
                    throw interrupted("while it kept to its rate");
                }
            }
            long from = Math.max(dueNanos, nanoTime.getAsLong() - PROGRESS_NANOS);
            dueNanos = from + (long) (size * 1e9 / eventsPerSecond.getAsLong());
        }

        private void settleTheAnswered() {
            while (!sent.isEmpty() && sent.peek().answer().isDone()) {
                settle(sent.remove());
            }
        }

        void awaitAll() {
            while (!sent.isEmpty()) {
                settle(sent.remove());
                run.reportNowAndThen();
            }
        }

        private void settle(Sent call) {
            if (await(call).alreadyThere()) {
                run.alreadyThere += call.events();
            } else {
                run.published += call.events();
            }
        }

        private SourceReceipt await(Sent call) {
            try {
                return call.answer().get();
            } catch (InterruptedException e) {
                throw interrupted("while call " + call.number() + " was in flight");
            } catch (ExecutionException e) {
                String where = "the simulation's call " + call.number() + ": ";
                if (e.getCause() instanceof EmbassyException known) {
                    throw new EmbassyException(known.problem(), where + known.getMessage(), known);
                }
                throw new IllegalStateException(where + "publishing failed", e.getCause());
            }
        }

        private EmbassyException interrupted(String when) {
            Thread.currentThread().interrupt();
            return new EmbassyException(Problem.INTERRUPTED, "the simulation was interrupted " + when);
        }
    }
}
