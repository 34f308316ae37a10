package org.dataembassy.producers;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.kafka.write.Batch;
import org.dataembassy.ledger.kafka.write.WrittenBlock;
import org.dataembassy.ledger.kafka.write.WrittenTransaction;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The publisher's working part: checks and times the events of a call, holds calls until a transaction is due, packs them
 * and hands them to the writer, and answers. Two threads of its own: one hands over, one answers. Thread-safe.
 */
final class PublishingEngine {
    private static final Logger LOG = LoggerFactory.getLogger(PublishingEngine.class);

    /** One being sealed, one sealed, one being committed: a fourth would only wait. */
    private static final int ENOUGH_IN_FLIGHT = 3;

    private final Settings settings;
    private final EventEncoder encoder;
    private final LedgerWriting writer;
    private final KnownCalls known;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final ExecutorService answers;
    private final Thread dispatcher;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final PendingCalls pending;
    private final LedgerTimes times;
    private final SortedMap<Integer, LedgerPosition> positions;
    private final Set<List<AcceptedCall>> handedOver = Collections.newSetFromMap(new IdentityHashMap<>());
    private long bytesInFlight;
    private int batchesInFlight;
    private int waitingForRoom;
    private boolean closing;
    private EmbassyException failure;

    /**
     * @param partitions of the registry
     * @param onFailure called once if the engine stops by itself
     */
    record Settings(
            String registry,
            int partitions,
            RecordedAt recordedAt,
            WhenFull whenFull,
            long maxBytesInFlight,
            Duration linger,
            BlockSizes blockSizes,
            Runnable onFailure) {}

    /**
     * A ledger as it was found.
     *
     * @param position where its last event lies in this site's own topic; empty if that is written by the other site
     * @param lastRecordedAt of its last event
     */
    record FoundLedger(Optional<LedgerPosition> position, Instant lastRecordedAt) {}

    PublishingEngine(
            Settings settings,
            EventEncoder encoder,
            LedgerWriting writer,
            KnownCalls known,
            Map<Integer, FoundLedger> found,
            Clock clock,
            LongSupplier nanoTime) {
        this.settings = settings;
        this.encoder = encoder;
        this.writer = writer;
        this.known = known;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pending = new PendingCalls(
                settings.linger().toNanos(),
                settings.partitions(),
                settings.blockSizes().transactionEvents(settings.partitions()));
        Map<Integer, Instant> last = new HashMap<>();
        this.positions = new TreeMap<>();
        found.forEach((partition, ledger) -> {
            last.put(partition, ledger.lastRecordedAt());
            ledger.position().ifPresent(position -> positions.put(partition, position));
        });
        this.times = new LedgerTimes(settings.recordedAt(), settings.partitions(), last);
        this.answers = Executors.newSingleThreadExecutor(task -> daemon(task, "answers"));
        this.dispatcher = daemon(this::dispatch, "dispatcher");
        dispatcher.start();
    }

    private Thread daemon(Runnable task, String role) {
        Thread thread = new Thread(task, "publisher-" + settings.registry() + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    // ---- accepting ----

    CompletableFuture<Answer> publish(List<SpecificRecord> events, Optional<SourcePosition> source) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("publish: expected at least one event");
        }
        try {
            return accept(List.copyOf(events), source);
        } catch (EmbassyException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
    }

    private CompletableFuture<Answer> accept(List<SpecificRecord> events, Optional<SourcePosition> source) {
        List<EventEncoder.Checked> checked = new ArrayList<>(events.size());
        List<UUID> ids = new ArrayList<>(events.size());
        for (SpecificRecord event : events) {
            EventEncoder.Checked one = encoder.check(event);
            checked.add(one);
            ids.add(one.eventId());
        }
        Optional<CompletableFuture<Answer>> answered = known.answer(ids, source);
        if (answered.isPresent()) {
            return answered.get();
        }
        AcceptedCall call = prepare(checked, source);
        refuseTooLarge(call);
        lock.lock();
        try {
            awaitRoom(call.bytes());
            // What was committed before this publisher began doesn't change: only a source may have moved.
            Optional<CompletableFuture<Answer>> meanwhile =
                    source.isPresent() ? known.answer(ids, source) : Optional.empty();
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            AcceptedCall timed = stillFits(call) ? call : prepare(checked, source);
            follow(timed);
            bytesInFlight += timed.bytes();
            add(timed);
            return known.accepted(timed);
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the dispatcher only if there is something to do for it: under load most calls just gather. */
    private void add(AcceptedCall call) {
        boolean first = pending.isEmpty();
        long now = nanoTime.getAsLong();
        pending.add(call, now);
        if (first || isTimeFor(pending.dueInNanos(now))) {
            work.signal();
        }
    }

    /** Times are drafted under the lock, bytes are made outside of it unless the caller holds it. */
    private AcceptedCall prepare(List<EventEncoder.Checked> checked, Optional<SourcePosition> source) {
        List<Instant> timed = new ArrayList<>(checked.size());
        lock.lock();
        try {
            LedgerTimes draft = times.draft();
            Instant now = clock.instant();
            for (EventEncoder.Checked event : checked) {
                timed.add(draft.next(event.partition(), event.meta().getRecordedAt(), now));
            }
        } finally {
            lock.unlock();
        }
        List<EncodedEvent> encoded = new ArrayList<>(checked.size());
        for (int i = 0; i < checked.size(); i++) {
            encoded.add(encoder.encode(checked.get(i), timed.get(i)));
        }
        return AcceptedCall.of(encoded, source);
    }

    /** Another call may have come in between with a later time. */
    private boolean stillFits(AcceptedCall call) {
        LedgerTimes draft = times.draft();
        for (EncodedEvent event : call.events()) {
            if (!draft.follow(event.partition(), event.recordedAt())) {
                return false;
            }
        }
        return true;
    }

    private void follow(AcceptedCall call) {
        call.events().forEach(event -> times.follow(event.partition(), event.recordedAt()));
    }

    private void refuseTooLarge(AcceptedCall call) {
        if (call.bytes() <= PendingCalls.TRANSACTION_BYTES
                && call.events().size() <= PendingCalls.TRANSACTION_PARTITIONS) {
            return;
        }
        int blocks = settings.blockSizes().pack(List.of(call)).drafts().size();
        if (blocks > Batch.MAX_BLOCKS || call.bytes() > Batch.MAX_BYTES) {
            throw new EmbassyException(
                    Problem.EVENT_TOO_LARGE,
                    "a call of " + call.events().size() + " events has " + call.bytes() + " bytes in " + blocks
                            + " blocks; at most " + Batch.MAX_BYTES + " bytes in " + Batch.MAX_BLOCKS
                            + " blocks can become visible together");
        }
    }

    private void awaitRoom(long bytes) {
        waitingForRoom++;
        try {
            while (true) {
                refuseIfEnded();
                // A call larger than the bound goes alone.
                if (bytesInFlight == 0 || bytesInFlight + bytes <= settings.maxBytesInFlight()) {
                    return;
                }
                if (settings.whenFull() == WhenFull.FAIL) {
                    throw full("");
                }
                work.signal(); // somebody waits: what has gathered goes
                room.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw full(", and the wait for room was interrupted");
        } finally {
            waitingForRoom--;
        }
    }

    private EmbassyException full(String more) {
        return new EmbassyException(
                Problem.PUBLISHER_FULL,
                bytesInFlight + " bytes of " + settings.registry() + " are in flight, at most "
                        + settings.maxBytesInFlight() + " may be" + more);
    }

    private void refuseIfEnded() {
        if (failure != null) {
            throw failure;
        }
        if (closing) {
            throw new EmbassyException(
                    Problem.WRITER_CLOSED, "the publisher of " + settings.registry() + " was closed");
        }
    }

    // ---- handing over ----

    private void dispatch() {
        try {
            while (true) {
                List<AcceptedCall> calls = awaitDue();
                if (calls.isEmpty()) {
                    return;
                }
                handOver(calls);
            }
        } catch (InterruptedException e) {
            fail(new EmbassyException(
                    Problem.WRITER_CLOSED, "the publisher of " + settings.registry() + " was interrupted", e));
        } catch (EmbassyException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            LOG.error("The publisher of {} stops: a fault of the program itself", settings.registry(), e);
            fail(new EmbassyException(
                    Problem.WRITER_CLOSED,
                    "the publisher of " + settings.registry() + " stopped because of a fault of its own: "
                            + e.getClass().getSimpleName(),
                    e));
        }
    }

    /** Empty once there will be no more. */
    private List<AcceptedCall> awaitDue() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                if (failure != null) {
                    return List.of();
                }
                long due = pending.dueInNanos(nanoTime.getAsLong());
                if (due == Long.MAX_VALUE) {
                    if (closing) {
                        return List.of();
                    }
                    work.await();
                } else if (closing || isTimeFor(due)) {
                    batchesInFlight++;
                    return pending.take();
                } else if (due == 0) {
                    // Under load calls gather here, where they share blocks, instead of in the writer's queue.
                    work.await();
                } else {
                    // Woken by the call that fills a block, or waits for room.
                    long ignored = work.awaitNanos(due);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * At once while nothing is on its way; else only as much as a transaction takes at best. What a transaction costs
     * (signatures, two syncs of the disk, the broker's part) is the same for few events and for many, so those that come
     * meanwhile share the next one: under load each carries more, and at low rates none waits longer than one takes.
     */
    private boolean isTimeFor(long dueInNanos) {
        return batchesInFlight == 0
                ? dueInNanos == 0 || waitingForRoom > 0 || pending.isPlenty()
                : batchesInFlight < ENOUGH_IN_FLIGHT && pending.isPlenty();
    }

    private void handOver(List<AcceptedCall> calls) throws InterruptedException {
        PackedBatch packed = settings.blockSizes().pack(calls);
        lock.lock();
        try {
            handedOver.add(calls);
        } finally {
            lock.unlock();
        }
        try {
            KnownCalls.Carried carried = known.beforeWriting(packed);
            writer.write(new Batch(packed.drafts(), carried.sources())).whenComplete((written, problem) -> {
                // Here, not with the answers: whoever publishes while answering may be waiting for room.
                makeRoom(calls);
                landed();
                if (problem == null) {
                    answers.execute(() -> committed(packed, carried.number(), written));
                } else {
                    answers.execute(() -> notCommitted(calls, unwrapped(problem)));
                }
            });
        } catch (InterruptedException | RuntimeException | Error e) {
            EmbassyException reason = unwrapped(e);
            makeRoom(calls);
            answers.execute(() -> notCommitted(calls, reason));
            throw e;
        }
    }

    private EmbassyException unwrapped(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof EmbassyException named
                ? named
                : new EmbassyException(
                        Problem.WRITER_CLOSED, "the writer of " + settings.registry() + " ended unexpectedly", cause);
    }

    // ---- answering ----

    private void committed(PackedBatch packed, OptionalLong number, WrittenTransaction written) {
        List<List<Receipt>> receipts = Receipts.of(settings.registry(), packed, written);
        lock.lock();
        try {
            for (WrittenBlock block : written.blocks()) {
                long lastSequence = block.firstSequence() + block.eventCount() - 1;
                positions.put(block.partition(), new LedgerPosition(lastSequence, block.offset()));
            }
            handedOver.remove(packed.calls());
        } finally {
            lock.unlock();
        }
        known.committed(packed, number);
        for (int i = 0; i < receipts.size(); i++) {
            packed.calls().get(i).answer().complete(new Answer(receipts.get(i), false));
        }
    }

    private void notCommitted(List<AcceptedCall> calls, EmbassyException reason) {
        fail(reason);
        lock.lock();
        try {
            handedOver.remove(calls);
        } finally {
            lock.unlock();
        }
        calls.forEach(call -> call.answer().completeExceptionally(reason));
    }

    private void landed() {
        lock.lock();
        try {
            batchesInFlight--;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(List<AcceptedCall> calls) {
        lock.lock();
        try {
            calls.forEach(call -> bytesInFlight -= call.bytes());
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stops by itself: every call that was not handed over yet, and every later one, ends with this reason. */
    void fail(EmbassyException reason) {
        List<AcceptedCall> left = new ArrayList<>();
        lock.lock();
        try {
            if (failure != null) {
                return;
            }
            failure = Objects.requireNonNull(reason);
            while (!pending.isEmpty()) {
                left.addAll(pending.take());
            }
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        LOG.error(
                "The publisher of {} stopped: {} ({})",
                settings.registry(),
                reason.getMessage(),
                reason.problem().code());
        makeRoom(left);
        answers.execute(() -> {
            left.forEach(call -> call.answer().completeExceptionally(reason));
            settings.onFailure().run();
        });
    }

    // ---- asking and ending ----

    String registry() {
        return settings.registry();
    }

    Optional<Long> positionOf(String sourceId) {
        return known.positionOf(sourceId);
    }

    SortedMap<Integer, Head> heads() {
        return writer.heads();
    }

    SortedMap<Integer, LedgerPosition> positions() {
        lock.lock();
        try {
            return new TreeMap<>(positions);
        } finally {
            lock.unlock();
        }
    }

    Optional<EmbassyException> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    boolean close(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            closing = true;
            work.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
        boolean all = joinDispatcher(deadline);
        all &= writer.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        answers.shutdown();
        all &= awaitAnswers(deadline);
        all &= answerTheRest();
        known.close();
        return all && failure().isEmpty();
    }

    /** Calls that the writer could not finish in time: nobody may wait for them for ever. */
    private boolean answerTheRest() {
        List<AcceptedCall> left = new ArrayList<>();
        lock.lock();
        try {
            handedOver.forEach(left::addAll);
            handedOver.clear();
            while (!pending.isEmpty()) {
                left.addAll(pending.take());
            }
        } finally {
            lock.unlock();
        }
        EmbassyException unknown = new EmbassyException(
                Problem.WRITER_CLOSED,
                "the publisher of " + settings.registry()
                        + " was closed before the broker had committed; the next start" + " settles it");
        left.forEach(call -> call.answer().completeExceptionally(unknown));
        return left.isEmpty();
    }

    private boolean joinDispatcher(long deadline) {
        try {
            dispatcher.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !dispatcher.isAlive();
    }

    private boolean awaitAnswers(long deadline) {
        try {
            return answers.awaitTermination(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
