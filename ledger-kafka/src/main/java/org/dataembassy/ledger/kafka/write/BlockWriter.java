package org.dataembassy.ledger.kafka.write;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.DataKeySession;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.kafka.FolderLock;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.TrustRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of a registry at a site: seals batches, journals them, and commits each as one Kafka transaction on the
 * own topic of the registry, in the order of {@link #write}. It never signs two different blocks for one place.
 *
 * <p>Two threads: one seals and journals the next batches while the other commits. Thread-safe. A broker outage makes it
 * wait and retry with the same bytes; only fencing, another primary, a log that lost blocks and what no retry can mend
 * end it, and then every call says so.
 */
public final class BlockWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockWriter.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final int SEALING_THREADS = 2;
    private static final int SEALED_AHEAD = 2;
    private static final long WAIT_MILLIS = 50;
    private static final long END_MILLIS = 5_000;

    private record Accepted(Batch batch, CompletableFuture<WrittenTransaction> answer) {}

    private record Sealed(SealedBatch batch, CompletableFuture<WrittenTransaction> answer) {}

    private final String what;
    private final int partitions;
    private final String registry;
    private final Site site;
    private final Digest epochId;
    private final Digest signingKeyId;
    private final Supplier<ControlView> control;
    private final FolderLock lock;
    private final SealJournal journal;
    private final LogProducer producer;
    private final OwnLog log;
    private final Delivery delivery;
    private final BatchSealer sealer;
    private final ExecutorService sealingThreads;
    private final Step.Hook hook;
    private final BlockingQueue<Accepted> accepted;
    private final BlockingQueue<Sealed> sealed = new ArrayBlockingQueue<>(SEALED_AHEAD);
    private final Set<String> sourceIds;
    private final Object failureLock = new Object();
    private final Thread sealing;
    private final Thread delivering;

    private volatile CommittedHeads committed;
    private volatile EmbassyException failure;
    private volatile boolean closing;
    private volatile boolean stopped;
    private volatile boolean sealingDone;
    private boolean closed;

    private BlockWriter(Parts parts, Opening.Start start) {
        BlockWriterConfig config = parts.config;
        this.what = parts.what;
        this.partitions = parts.entry.partitions();
        this.registry = config.registry();
        this.site = config.site();
        this.epochId = parts.epoch.epochId();
        this.signingKeyId = start.signingKey().verifyingKey().keyId();
        this.control = parts.control;
        this.lock = parts.lock;
        this.journal = start.journal();
        this.producer = parts.producer;
        this.log = parts.log;
        this.delivery = parts.delivery;
        this.hook = parts.hook;
        this.committed = start.committed();
        this.accepted = new ArrayBlockingQueue<>(config.maxQueuedBatches());
        this.sourceIds = new HashSet<>(committed.sources().keySet());
        this.sealingThreads = Executors.newFixedThreadPool(SEALING_THREADS, task -> daemon(task, "seal-block-"));
        Optional<DataKeySession> dataKeys = parts.dataKeys();
        dataKeys.ifPresent(session -> AesGcm.prepare());
        BlockSealer blockSealer = new BlockSealer(
                new BlockSealer.Identity(parts.keys.domain(), registry, parts.epoch.number(), epochId, site),
                start.signingKey(),
                dataKeys,
                parts.random);
        this.sealer = new BatchSealer(config, blockSealer, dataKeys, committed, parts.clock, sealingThreads);
        this.sealing = daemon(this::sealLoop, "seal-");
        this.delivering = daemon(this::deliverLoop, "deliver-");
    }

    /**
     * Finds the ledgers' heads, settles whatever an earlier writer left behind, and begins. Takes the registry over from
     * any older writer of this site.
     *
     * @param control the present view, caught up; consulted for every batch
     * @param statements appends the closing of the signing key if the journal is lost; by the writer's statement key
     * @throws EmbassyException BROKER_UNAVAILABLE, REGISTRY_UNKNOWN, REGISTRY_ELSEWHERE, KEY_MISSING, LOG_LOST_BLOCKS,
     *     SIGNING_KEY_MISUSED, JOURNAL_BROKEN, JOURNAL_LOCKED, TOPIC_MISSING, TOPIC_MISCONFIGURED, LOG_HELD_OPEN
     */
    public static BlockWriter open(
            BlockWriterConfig config,
            WriterKeys keys,
            Supplier<ControlView> control,
            ControlWriter statements,
            Clock clock,
            SecureRandom random) {
        return open(config, keys, control, statements, clock, random, Step.Hook.NONE);
    }

    /** As above, for tests: {@code hook} may end the writer at any step. */
    static BlockWriter open(
            BlockWriterConfig config,
            WriterKeys keys,
            Supplier<ControlView> control,
            ControlWriter statements,
            Clock clock,
            SecureRandom random,
            Step.Hook hook) {
        Parts parts = new Parts(config, keys, control, clock, random, hook);
        try {
            Opening opening = new Opening(
                    config,
                    keys,
                    control,
                    statements,
                    clock,
                    parts.epoch,
                    parts.base,
                    parts.delivery,
                    hook,
                    Optional.empty());
            BlockWriter writer = new BlockWriter(parts, opening.run());
            writer.sealing.start();
            writer.delivering.start();
            LOG.info(
                    "{} goes on with signing key {} at {}",
                    writer.what,
                    writer.signingKeyId.abbreviated(),
                    summary(writer.committed));
            return writer;
        } catch (RuntimeException | Error e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Takes the registry over, settles what is open, goes on with the next signing key, and ends: see {@link
     * SigningKeyRotation}.
     */
    static Opening.Start rotate(
            BlockWriterConfig config,
            WriterKeys keys,
            Supplier<ControlView> control,
            ControlWriter statements,
            Clock clock,
            Opening.Rotation rotation,
            Step.Hook hook) {
        Parts parts = new Parts(config, keys, control, clock, new SecureRandom(), hook);
        try {
            Opening.Start start = new Opening(
                            config,
                            keys,
                            control,
                            statements,
                            clock,
                            parts.epoch,
                            parts.base,
                            parts.delivery,
                            hook,
                            Optional.of(rotation))
                    .run();
            start.journal().close();
            return start;
        } finally {
            parts.close();
        }
    }

    /** The committed heads of all partitions: for checkpoints, and for a publisher that resumes. A snapshot. */
    public SortedMap<Integer, Head> heads() {
        return committed.heads();
    }

    /** How far each input is committed; after {@link #open} the place to resume from. A snapshot. */
    public SortedMap<String, Long> sources() {
        return committed.sources();
    }

    /** Id of the signing key in use. */
    public Digest signingKeyId() {
        return signingKeyId;
    }

    /**
     * Takes a batch, in order; waits while the writer is busy with earlier ones.
     *
     * @return completes once the batch is committed, or exceptionally with an {@link EmbassyException}; its outcome is
     *     then unknown until the next {@link #open} settles it. Completed on the writer's thread: don't block there.
     * @throws EmbassyException why the writer ended; the batch is then not taken
     * @throws IllegalArgumentException if a partition or the number of sources is out of range
     * @throws InterruptedException if interrupted while waiting; the batch is then not taken
     */
    public CompletionStage<WrittenTransaction> write(Batch batch) throws InterruptedException {
        requireFits(batch);
        Accepted next = new Accepted(batch, new CompletableFuture<>());
        do {
            requireOpen();
        } while (!accepted.offer(next, WAIT_MILLIS, TimeUnit.MILLISECONDS));
        // Whoever ends the writer empties the queue; what came in after that is taken back here.
        if ((failure != null || closing) && accepted.remove(next)) {
            requireOpen();
        }
        return next.answer();
    }

    /** Why the writer ended, if it did without being closed; for liveness. */
    public Optional<EmbassyException> failure() {
        return Optional.ofNullable(failure);
    }

    /**
     * Seals and commits what was accepted, then ends.
     *
     * @return whether all of it was committed within {@code timeout}; what was not, but was sealed, is in the journal and
     *     is committed by the next {@link #open}
     */
    public synchronized boolean close(Duration timeout) {
        if (!closed) {
            closed = true;
            closing = true;
            long deadline = System.nanoTime() + timeout.toNanos();
            join(sealing, deadline);
            join(delivering, deadline);
            stop();
            release();
        }
        return failure == null;
    }

    /** {@link #close(Duration)} with 30 s. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    private void requireFits(Batch batch) {
        for (BlockDraft draft : batch.blocks()) {
            if (draft.partition() >= partitions) {
                throw new IllegalArgumentException("batch: " + registry + " has partitions 0 to " + (partitions - 1)
                        + ", got " + draft.partition());
            }
        }
        synchronized (sourceIds) {
            sourceIds.addAll(batch.sources().keySet());
            if (sourceIds.size() > BlockLimits.MAX_SOURCES) {
                sourceIds.retainAll(committed.sources().keySet());
                throw new IllegalArgumentException(
                        "batch: a registry has at most " + BlockLimits.MAX_SOURCES + " sources");
            }
        }
    }

    private void requireOpen() {
        EmbassyException ended = failure;
        if (ended != null) {
            throw ended;
        }
        if (closing) {
            throw closedBefore();
        }
    }

    private void sealLoop() {
        try {
            while (true) {
                Accepted next = accepted.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (next == null) {
                    if (closing) {
                        return;
                    }
                } else {
                    sealOne(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sealingDone = true;
        }
    }

    private void sealOne(Accepted next) throws InterruptedException {
        if (failure != null) {
            next.answer().completeExceptionally(failure);
            return;
        }
        try {
            requireStillPrimary();
            SealedBatch batch = sealer.seal(next.batch(), journal.nextNumber(), this::requireAllowed);
            hook.at(Step.SEALED);
            journal.append(batch.transaction());
            hook.at(Step.JOURNALED);
            Sealed ready = new Sealed(batch, next.answer());
            while (!sealed.offer(ready, WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                if (failure != null) {
                    next.answer().completeExceptionally(failure);
                    return;
                }
            }
        } catch (RuntimeException | Error e) {
            next.answer().completeExceptionally(fail(e));
        }
    }

    private void deliverLoop() {
        while (true) {
            Sealed next;
            try {
                next = sealed.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (next != null) {
                deliverOne(next);
            } else if (sealingDone && sealed.isEmpty()) {
                return;
            }
        }
    }

    private void deliverOne(Sealed next) {
        if (failure != null) {
            next.answer().completeExceptionally(failure);
            return;
        }
        try {
            List<Long> offsets = delivery.deliver(journal, next.batch().transaction(), () -> stopped);
            journal.commit(next.batch().transaction().number(), offsets);
            committed = committed.after(next.batch());
            next.answer().complete(next.batch().written(offsets));
        } catch (Delivery.StoppedException e) {
            next.answer().completeExceptionally(fail(closedBefore()));
        } catch (RuntimeException | Error e) {
            next.answer().completeExceptionally(fail(e));
        }
    }

    private void requireStillPrimary() {
        ControlView view = control.get();
        requirePrimary(view, registry, site, Optional.of(epochId));
        if (view.closings().containsKey(signingKeyId)) {
            throw new EmbassyException(
                    Problem.WRITER_FENCED, what + " was taken over by another writer: its signing key was closed.");
        }
    }

    private void requireAllowed(BlockPlace place) {
        LedgerId ledger = new LedgerId(registry, place.partition());
        if (!control.get().trustRoot().root().allowsBlock(signingKeyId, ledger, site, epochId, place.blockIndex())) {
            throw new EmbassyException(
                    Problem.KEY_MISSING,
                    what + ": the signing key " + signingKeyId.abbreviated() + " may not sign " + ledger + " block "
                            + place.blockIndex() + ". Opening the writer again goes on with the next one listed.");
        }
    }

    private static Epoch requirePrimary(ControlView view, String registry, Site site, Optional<Digest> epochId) {
        if (view.trustRootForked()) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "Two trust roots of one version exist; " + registry + " is not written until the officials have"
                            + " settled which one holds.");
        }
        Epoch running = view.runningEpoch(registry)
                .orElseThrow(() -> new EmbassyException(
                        Problem.REGISTRY_ELSEWHERE, "No site is primary for " + registry + " at present."));
        if (running.primary() != site || (epochId.isPresent() && !epochId.get().equals(running.epochId()))) {
            throw new EmbassyException(
                    Problem.REGISTRY_ELSEWHERE,
                    "The primary of " + registry + " is now "
                            + running.primary().label() + ", in epoch " + running.number() + ".");
        }
        return running;
    }

    /** The first failure ends the writer; whatever comes after it is its consequence. */
    private EmbassyException fail(Throwable cause) {
        synchronized (failureLock) {
            if (failure == null) {
                failure = cause instanceof EmbassyException named
                        ? named
                        : new EmbassyException(
                                Problem.WRITER_CLOSED,
                                what + " ended by a fault: " + cause.getClass().getSimpleName(),
                                cause);
                if (!closing) {
                    LOG.error("{} ended", what, cause);
                }
            }
            return failure;
        }
    }

    private EmbassyException closedBefore() {
        return new EmbassyException(Problem.WRITER_CLOSED, what + " was closed before the batch was committed.");
    }

    /** Ends both threads, whatever they wait for. */
    private void stop() {
        stopped = true;
        if (sealing.isAlive() || delivering.isAlive()) {
            fail(closedBefore());
            sealing.interrupt();
            delivering.interrupt();
            producer.abandon();
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
            join(sealing, deadline);
            join(delivering, deadline);
        }
        List<Accepted> unsealed = new ArrayList<>();
        accepted.drainTo(unsealed);
        unsealed.forEach(left -> left.answer().completeExceptionally(fail(closedBefore())));
        List<Sealed> undelivered = new ArrayList<>();
        sealed.drainTo(undelivered);
        undelivered.forEach(left -> left.answer().completeExceptionally(fail(closedBefore())));
    }

    private void release() {
        sealingThreads.shutdownNow();
        producer.abandon();
        log.close();
        journal.close();
        lock.close();
    }

    private Thread daemon(Runnable task, String prefix) {
        Thread thread = new Thread(task, prefix + registry + "-" + site.label());
        thread.setDaemon(true);
        return thread;
    }

    private static void join(Thread thread, long deadline) {
        try {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String summary(CommittedHeads committed) {
        long blocks = committed.heads().values().stream()
                .mapToLong(Head::nextBlockIndex)
                .sum();
        long events = committed.heads().values().stream()
                .mapToLong(Head::nextSequence)
                .sum();
        return blocks + " blocks, " + events + " events in " + committed.heads().size() + " partitions";
    }

    /** What a writer is made of before it knows where it stands. */
    private static final class Parts {
        private final BlockWriterConfig config;
        private final WriterKeys keys;
        private final Supplier<ControlView> control;
        private final Clock clock;
        private final SecureRandom random;
        private final Step.Hook hook;
        private final String what;
        private final TrustRoot.RegistryEntry entry;
        private final Epoch epoch;
        private final Map<Integer, Head> base;
        private final FolderLock lock;
        private final LogProducer producer;
        private final OwnLog log;
        private final Delivery delivery;

        Parts(
                BlockWriterConfig config,
                WriterKeys keys,
                Supplier<ControlView> control,
                Clock clock,
                SecureRandom random,
                Step.Hook hook) {
            this.config = config;
            this.keys = keys;
            this.control = control;
            this.clock = clock;
            this.random = random;
            this.hook = hook;
            this.what = "The writer of " + config.registry() + " at "
                    + config.site().label();
            if (!keys.registry().equals(config.registry()) || keys.site() != config.site()) {
                throw new EmbassyException(
                        Problem.KEY_MISSING,
                        "The key store is of the writer of " + keys.registry() + " at "
                                + keys.site().label() + ", expected " + config.registry() + " at "
                                + config.site().label() + ".");
            }
            ControlView view = control.get();
            this.entry = view.trustRoot()
                    .root()
                    .registry(config.registry())
                    .orElseThrow(() -> new EmbassyException(
                            Problem.REGISTRY_UNKNOWN, "The trust root names no registry " + config.registry() + "."));
            this.epoch = requirePrimary(view, config.registry(), config.site(), Optional.empty());
            this.base = Opening.baseOf(view, config.registry(), entry.partitions());
            config.clients().requireReachable();
            String topic = Topics.registry(config.registry()).name();
            this.lock = FolderLock.take(
                    config.journalFolder(),
                    config.registry() + "-" + config.site().label(),
                    what);
            this.producer = new LogProducer(config.clients(), transactionalId(), topic, hook);
            this.log = new OwnLog(config.clients(), topic, config.registry(), config.site(), control);
            this.delivery = new Delivery(config.clients(), what, producer, log, base, control, hook);
        }

        Optional<DataKeySession> dataKeys() {
            if (entry.isPublic()) {
                return Optional.empty();
            }
            return Optional.of(new DataKeySession(
                    keys.domain(),
                    config.registry(),
                    epoch.epochId(),
                    control.get().trustRoot().root().recipients().stream()
                            .map(TrustRoot.Recipient::recipientKey)
                            .toList(),
                    config.maxDataKeySeals(),
                    random));
        }

        void close() {
            producer.abandon();
            log.close();
            lock.close();
        }

        private String transactionalId() {
            return keys.domain().abbreviated() + "." + config.registry() + "."
                    + config.site().label();
        }
    }
}
