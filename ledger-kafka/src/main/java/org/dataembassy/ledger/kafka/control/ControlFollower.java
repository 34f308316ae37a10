package org.dataembassy.ledger.kafka.control;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlEvidence;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads control topics, own and mirrored, on a thread of its own and yields the present {@link ControlView}. Topics that
 * don't exist (yet) are waited for; a broker that doesn't answer is tried again. Thread-safe.
 */
public final class ControlFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlFollower.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration SHORT_CALL = Duration.ofSeconds(2);
    private static final long LOOK_FOR_TOPICS_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SNAPSHOT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long MAKE_ROOM_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long RETRY_MILLIS = 500;
    private static final long END_MILLIS = 10_000;

    private final Config config;
    private final FollowedControl control;
    private final Thread thread;
    private final Queue<CatchUp> catchUps = new ConcurrentLinkedQueue<>();
    private final List<Consumer<ControlView>> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, Long> nextOffsets = new HashMap<>();
    private volatile ControlView view;
    private volatile ControlEvidence evidence;
    private volatile boolean closed;
    private long lastLookForTopics;
    private long lastSnapshot = System.nanoTime();
    private long lastMadeRoom = System.nanoTime();
    private boolean changedSinceSnapshot;
    private boolean failing;

    private ControlFollower(Config config) {
        this.config = config;
        this.control = new FollowedControl(config.domain(), config.genesis());
        this.thread = new Thread(this::run, "control-follower");
        this.thread.setDaemon(true);
    }

    /**
     * What to follow.
     *
     * @param topics own and mirrored control topics
     * @param domain anchors trust: the digest of the genesis trust root, from a key store or from the operator
     * @param genesis if at hand; otherwise the envelope with the digest {@code domain} is looked for on the topics
     * @param snapshotFile gives a view before the topics are read; re-verified when read, replaced atomically; empty for
     *     none
     */
    public record Config(
            KafkaClients clients,
            List<Topic<Void, Dsse.Envelope>> topics,
            Digest domain,
            Optional<SignedTrustRoot> genesis,
            Optional<Path> snapshotFile) {
        /** Refuses nothing to follow and another country's genesis. */
        public Config {
            topics = List.copyOf(topics);
            if (topics.isEmpty()) {
                throw new IllegalArgumentException("control follower: expected at least one topic");
            }
            if (genesis.isPresent() && !genesis.get().digest().equals(domain)) {
                throw new EmbassyException(
                        Problem.TRUST_ROOT_INVALID,
                        "The given trust root has the digest " + genesis.get().digest() + ", expected the genesis of "
                                + domain + ".");
            }
        }

        /** Own control and the copy of the other site's, genesis from the topics, no snapshot. */
        public static Config of(KafkaClients clients, Site site, Digest domain) {
            return new Config(
                    clients,
                    List.of(Topics.CONTROL, Topics.CONTROL.mirroredFrom(site.other())),
                    domain,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** A waiting caller: told when the positions have reached the ends that were there when it asked. */
    private static final class CatchUp {
        private final CompletableFuture<ControlView> done = new CompletableFuture<>();
        private Map<TopicPartition, Long> ends;
        private volatile boolean read;
    }

    /** Starts following; returns at once. */
    public static ControlFollower start(Config config) {
        ControlFollower follower = new ControlFollower(config);
        follower.restoreSnapshot();
        follower.thread.start();
        return follower;
    }

    /** The present view; empty until the genesis trust root was found. */
    public Optional<ControlView> current() {
        return Optional.ofNullable(view);
    }

    /**
     * The present view.
     *
     * @throws EmbassyException TRUST_ROOT_MISSING until the genesis was found
     */
    public ControlView view() {
        ControlView present = view;
        if (present == null) {
            throw trustRootMissing();
        }
        return present;
    }

    /** The signed statements on which a view at least as new as the present one rests; empty like {@link #current}. */
    public Optional<ControlEvidence> evidence() {
        return Optional.ofNullable(evidence);
    }

    /** What anchors trust: the digest of the genesis trust root. */
    public Digest domain() {
        return config.domain();
    }

    /**
     * Waits until everything that is on the topics now has been read, and the genesis has been found.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE, or TRUST_ROOT_MISSING if all was read and the genesis isn't there
     */
    public ControlView awaitCaughtUp(Duration timeout) {
        CatchUp wanted = new CatchUp();
        catchUps.add(wanted);
        try {
            return wanted.done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw wanted.read ? trustRootMissing() : unavailable(timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(timeout, e);
        } catch (ExecutionException e) {
            throw config.clients().failure(e.getCause());
        } finally {
            catchUps.remove(wanted);
        }
    }

    /** Called with each new view, and at once with the present one if there is one; mostly on the follower's thread. */
    public void onChange(Consumer<ControlView> listener) {
        listeners.add(listener);
        ControlView present = view;
        if (present != null) {
            tell(listener, present);
        }
    }

    /** Writes the snapshot and ends the thread. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(END_MILLIS);
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try (KafkaConsumer<byte[], byte[]> consumer = config.clients().newConsumer()) {
                follow(consumer);
            } catch (InterruptException e) {
                return;
            } catch (KafkaException | EmbassyException e) {
                reportOutage(e);
                pause();
            }
        }
        writeSnapshot();
    }

    /** Once for each outage, not at every try. */
    private void reportOutage(RuntimeException failure) {
        if (!failing) {
            LOG.warn(
                    "can't follow control at {}, trying until it answers: {}",
                    config.clients().bootstrapServers(),
                    failure.getMessage());
        }
        failing = true;
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer) {
        lastLookForTopics = 0;
        while (!closed) {
            assignExisting(consumer);
            readSome(consumer);
            serveCatchUps(consumer);
            if (changedSinceSnapshot && System.nanoTime() - lastSnapshot > SNAPSHOT_NANOS) {
                writeSnapshot();
            }
        }
    }

    private void assignExisting(KafkaConsumer<byte[], byte[]> consumer) {
        boolean all = consumer.assignment().size() == config.topics().size();
        if (all || (lastLookForTopics != 0 && System.nanoTime() - lastLookForTopics < LOOK_FOR_TOPICS_NANOS)) {
            return;
        }
        Set<TopicPartition> present = new HashSet<>();
        for (Topic<Void, Dsse.Envelope> topic : config.topics()) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic.name(), SHORT_CALL);
            if (partitions != null && !partitions.isEmpty()) {
                present.add(new TopicPartition(topic.name(), 0));
            }
        }
        Set<TopicPartition> added = new HashSet<>(present);
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            consumer.assign(present);
            added.forEach(partition -> consumer.seek(partition, nextOffsets.getOrDefault(partition.topic(), 0L)));
        }
        lastLookForTopics = System.nanoTime();
    }

    private void readSome(KafkaConsumer<byte[], byte[]> consumer) {
        if (consumer.assignment().isEmpty()) {
            pause();
            return;
        }
        try {
            boolean readAllAgain = false;
            int taken = 0;
            for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
                String place = read.topic() + "@" + read.offset();
                readAllAgain |= control.take(read.value(), place) == FollowedControl.Next.READ_ALL_AGAIN;
                taken++;
            }
            if (control.hasOverflowed() && System.nanoTime() - lastMadeRoom > MAKE_ROOM_NANOS) {
                LOG.warn("control holds more that can't be placed than is kept; reading it again");
                lastMadeRoom = System.nanoTime();
                control.makeRoom();
                readAllAgain = true;
            }
            if (readAllAgain) {
                consumer.assignment().forEach(partition -> consumer.seek(partition, 0L));
            }
            consumer.assignment()
                    .forEach(partition -> nextOffsets.put(partition.topic(), consumer.position(partition, SHORT_CALL)));
            if (failing) {
                LOG.info("following control at {} again", config.clients().bootstrapServers());
                failing = false;
            }
            if (taken > 0) {
                publishView();
            }
        } catch (OffsetOutOfRangeException e) {
            startOver(consumer, e);
        } catch (WakeupException e) {
            LOG.debug("woken up");
        }
    }

    /** The topic was purged or made anew, or the snapshot is of another one: whatever is there is read. */
    private void startOver(KafkaConsumer<byte[], byte[]> consumer, OffsetOutOfRangeException cause) {
        LOG.warn("control lost offsets, reading what is there: {}", cause.getMessage());
        consumer.beginningOffsets(cause.partitions(), SHORT_CALL).forEach(consumer::seek);
    }

    private void publishView() {
        ControlView now = control.view().orElse(null);
        ControlView before = view;
        if (now == null || (before != null && before.version() == now.version())) {
            return;
        }
        // First, so that whoever sees the view finds what it rests on.
        evidence = control.evidence().orElseThrow();
        view = now;
        changedSinceSnapshot = true;
        listeners.forEach(listener -> tell(listener, now));
    }

    private static void tell(Consumer<ControlView> listener, ControlView present) {
        try {
            listener.accept(present);
        } catch (RuntimeException e) {
            LOG.error("a listener failed on a new control view", e);
        }
    }

    private void serveCatchUps(KafkaConsumer<byte[], byte[]> consumer) {
        for (CatchUp wanted : catchUps) {
            if (wanted.ends == null) {
                lastLookForTopics = 0;
                assignExisting(consumer);
                wanted.ends = new HashMap<>(consumer.endOffsets(consumer.assignment(), SHORT_CALL));
            }
            // A topic that isn't there has nothing to read; one that comes later is read when it's there.
            wanted.read = wanted.ends.entrySet().stream()
                    .allMatch(end -> nextOffsets.getOrDefault(end.getKey().topic(), 0L) >= end.getValue());
            ControlView present = view;
            if (wanted.read && present != null) {
                wanted.done.complete(present);
                catchUps.remove(wanted);
            }
        }
    }

    /**
     * Gives a view at once, also while the broker is away. The topics are read from their beginning nevertheless: what
     * somebody took out of the file is on them.
     */
    private void restoreSnapshot() {
        Optional<ControlSnapshot> stored =
                config.snapshotFile().flatMap(file -> ControlSnapshot.read(file, config.domain()));
        if (stored.isPresent()) {
            List<byte[]> envelopes = new ArrayList<>(stored.get().envelopes());
            for (byte[] envelope : envelopes) {
                control.take(envelope, "snapshot");
            }
        }
        publishView();
        changedSinceSnapshot = false;
    }

    private void writeSnapshot() {
        if (config.snapshotFile().isEmpty() || !changedSinceSnapshot) {
            return;
        }
        try {
            Optional<ControlSnapshot> snapshot = control.snapshot();
            if (snapshot.isPresent()) {
                snapshot.get().write(config.snapshotFile().get());
            }
            changedSinceSnapshot = false;
        } catch (IOException e) {
            LOG.warn("the control snapshot can't be written; the next start takes longer", e);
        }
        lastSnapshot = System.nanoTime();
    }

    private void pause() {
        try {
            Thread.sleep(view == null && !catchUps.isEmpty() ? RETRY_MILLIS / 5 : RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private EmbassyException trustRootMissing() {
        return new EmbassyException(
                Problem.TRUST_ROOT_MISSING,
                "No genesis trust root with the digest " + config.domain() + " has been read from " + config.topics()
                        + " at " + config.clients().bootstrapServers() + ".");
    }

    private EmbassyException unavailable(Duration timeout, Throwable cause) {
        return new EmbassyException(
                Problem.BROKER_UNAVAILABLE,
                "The control topics " + config.topics() + " at "
                        + config.clients().bootstrapServers() + " could not be read within " + timeout.toSeconds()
                        + " s.",
                cause);
    }
}
