package org.dataembassy.producers.legislation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.SourcePosition;
import org.dataembassy.producers.SourceReceipt;

/**
 * Takes legislation in from JSON Lines, plain or gzip, each line exactly once however often it is run: an input is known
 * again by its first line, and the position in it is carried in the blocks. Reads line by line, whatever the size.
 *
 * <p>A line that is not acceptable ends the import: everything before it is published and committed, nothing after it is.
 * The error names line and field, never content. Run again with the line corrected, the import goes on at that line.
 *
 * <p>The publisher must keep historical times ({@link org.dataembassy.producers.RecordedAt#HISTORICAL}). Not
 * thread-safe; while it runs, nobody else should publish through the same publisher, or the positions in its receipts
 * leave out what they publish.
 */
public final class LegislationImporter {
    /** Recorded as {@code meta.actor} if nobody else is named. */
    public static final String DEFAULT_ACTOR = "legislation-import";

    private static final String REGISTRY = "legislation";
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String actor;
    private final LongSupplier nanoTime;

    /** @param actor who recorded the changes, 1 to 128 characters */
    public LegislationImporter(String actor) {
        this(actor, System::nanoTime);
    }

    LegislationImporter(String actor, LongSupplier nanoTime) {
        if (actor.isEmpty() || actor.length() > 128) {
            throw new IllegalArgumentException("actor: expected 1 to 128 characters");
        }
        this.actor = actor;
        this.nanoTime = Objects.requireNonNull(nanoTime);
    }

    /**
     * Reads all of it and publishes nothing.
     *
     * @throws EmbassyException INPUT_LINE_BROKEN, EVENT_TOO_LARGE, INPUT_UNREADABLE
     */
    public ImportSummary check(ImportSource source, ImportListener listener) {
        try (LegislationLines lines = new LegislationLines(source, actor)) {
            Run run = new Run(source, lines, listener);
            while (run.read().isPresent()) {
                run.report(false);
            }
            return run.summary();
        } catch (LineFault fault) {
            throw new EmbassyException(fault.problem(), source.name() + ", " + fault.getMessage());
        }
    }

    /**
     * Publishes what is not in the ledger yet and returns once all of it is committed.
     *
     * @throws EmbassyException INPUT_LINE_BROKEN, EVENT_TOO_LARGE, INPUT_UNREADABLE, INPUT_CHANGED (a line that is in the
     *     ledger already is another one now), and whatever {@link RegistryPublisher} ends a call with
     */
    public ImportSummary run(ImportSource source, RegistryPublisher publisher, ImportListener listener) {
        if (!publisher.registry().equals(REGISTRY)) {
            throw new IllegalArgumentException("publisher: expected one of " + REGISTRY);
        }
        try (LegislationLines lines = new LegislationLines(source, actor)) {
            Run run = new Run(source, lines, listener);
            InFlight inFlight = new InFlight(run, publisher);
            try {
                for (Optional<LegislationLines.Line> line = run.read(); line.isPresent(); line = run.read()) {
                    inFlight.publish(line.get());
                    run.report(false);
                }
            } catch (LineFault fault) {
                inFlight.awaitAll();
                run.report(true);
                throw new EmbassyException(
                        fault.problem(), source.name() + ", " + fault.getMessage() + takenIn(lines.good()));
            }
            inFlight.awaitAll();
            return run.summary();
        }
    }

    private static String takenIn(long lines) {
        return lines == 0 ? " (nothing was taken in)" : " (lines 1 to " + lines + " are in the ledger)";
    }

    /** One pass over an input: counts and reports. */
    private final class Run {
        private final ImportSource source;
        private final LegislationLines lines;
        private final ImportListener listener;
        private final long startNanos = nanoTime.getAsLong();
        private long reportedNanos = startNanos;
        private long published;
        private long alreadyThere;

        Run(ImportSource source, LegislationLines lines, ImportListener listener) {
            this.source = source;
            this.lines = lines;
            this.listener = listener;
        }

        Optional<LegislationLines.Line> read() throws LineFault {
            return lines.next();
        }

        void report(boolean now) {
            long nanos = nanoTime.getAsLong();
            if (now || nanos - reportedNanos >= PROGRESS_NANOS) {
                reportedNanos = nanos;
                listener.progress(new ImportProgress(
                        lines.good(), published, alreadyThere, lines.bytesRead(), source.totalBytes(), elapsed()));
            }
        }

        ImportSummary summary() {
            report(true);
            return new ImportSummary(
                    lines.good() == 0 ? "" : lines.sourceId(),
                    lines.good(),
                    published,
                    alreadyThere,
                    lines.bytesRead(),
                    elapsed());
        }

        private Duration elapsed() {
            return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
        }
    }

    /** Lines handed to the publisher, answered in their order. How many, is bounded by the publisher's bytes in flight. */
    private static final class InFlight {
        private final Run run;
        private final RegistryPublisher publisher;
        private final RegistryPosition position;
        private final Queue<Sent> sent = new ArrayDeque<>();

        private record Sent(long line, String actId, CompletableFuture<SourceReceipt> answer) {}

        InFlight(Run run, RegistryPublisher publisher) {
            this.run = run;
            this.publisher = publisher;
            this.position = new RegistryPosition(publisher.positions());
        }

        void publish(LegislationLines.Line line) {
            SourcePosition at = new SourcePosition(run.lines.sourceId(), line.number());
            Sent next =
                    new Sent(line.number(), line.meta().getEntityId(), publisher.publish(List.of(line.event()), at));
            if (next.answer().isCompletedExceptionally()) {
                // Refused at once: no later line may be taken in, or this one would be passed over for ever.
                awaitAll();
                await(next);
            }
            sent.add(next);
            while (!sent.isEmpty() && sent.peek().answer().isDone()) {
                settle(sent.remove());
            }
        }

        void awaitAll() {
            while (!sent.isEmpty()) {
                settle(sent.remove());
                run.report(false);
            }
        }

        private void settle(Sent line) {
            SourceReceipt answer = await(line);
            if (answer.alreadyThere()) {
                run.alreadyThere++;
                return;
            }
            run.published++;
            run.listener.committed(
                    position.after(line.line(), line.actId(), answer.receipts().get(0)));
        }

        private SourceReceipt await(Sent line) {
            try {
                return line.answer().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new EmbassyException(
                        Problem.INTERRUPTED,
                        run.source.name() + ": interrupted while line " + line.line() + " was in flight");
            } catch (ExecutionException e) {
                String where = run.source.name() + ", line " + line.line() + ": ";
                if (e.getCause() instanceof EmbassyException known) {
                    throw new EmbassyException(
                            known.problem(),
                            where + known.getMessage() + takenIn(run.published + run.alreadyThere),
                            known);
                }
                throw new IllegalStateException(where + "publishing failed", e.getCause());
            }
        }
    }
}
