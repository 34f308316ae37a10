package org.dataembassy.ledger.kafka.control;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.kafka.FolderLock;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.read.RecordReader;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds statements of one author to the own control topic. Never signs two different statements with one number: the
 * last one is kept in a file before it's sent, and sent again with the same bytes until it's there. Thread-safe.
 */
public final class ControlWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlWriter.class);
    private static final int FETCH_BYTES = 1 << 20;
    private static final long NO_NUMBER = -1;
    private static final long VISIBLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int TRANSACTION_TIMEOUT_MILLIS = 10_000;
    private static final long HANGING_MILLIS = 60_000;
    private static final long PAUSE_MILLIS = 20;

    private final KafkaClients clients;
    private final ControlFollower follower;
    private final SigningKey statementKey;
    private final Digest author;
    private final Path folder;
    private final String name;
    private final Clock clock;
    private FolderLock lock;
    private KafkaProducer<byte[], byte[]> producer;

    private ControlWriter(
            KafkaClients clients, ControlFollower follower, SigningKey statementKey, Path folder, Clock clock) {
        this.clients = clients;
        this.follower = follower;
        this.statementKey = statementKey;
        this.author = statementKey.verifyingKey().keyId();
        this.folder = folder;
        this.name = "control-" + author.abbreviated();
        this.clock = clock;
    }

    /**
     * Doesn't connect yet.
     *
     * @param statementKey the author's: a site's, or that of a registry's writer
     * @param follower reads the own control topic of the same cluster
     * @param folder where the file with the last statement lies, beside the author's journals; made if missing
     */
    public static ControlWriter open(
            KafkaClients clients, ControlFollower follower, SigningKey statementKey, Path folder, Clock clock) {
        return new ControlWriter(clients, follower, statementKey, folder, clock);
    }

    /**
     * Signs and appends; returns once the follower has taken the statement in.
     *
     * @return a view that contains it
     * @throws EmbassyException BROKER_UNAVAILABLE (the statement may still come; the next call settles that first),
     *     KEY_MISSING if the trust root doesn't list the author, CONTROL_LOST_STATEMENTS, WRITER_FENCED, JOURNAL_BROKEN,
     *     JOURNAL_LOCKED
     */
    public synchronized ControlView append(ControlStatement statement, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        if (lock == null) {
            lock = FolderLock.take(folder, name, "The chain of statements of " + author.abbreviated());
        }
        ControlView settled = settleLast(deadline);
        requireListed(settled);
        Optional<ControlView.AuthorHead> head =
                Optional.ofNullable(settled.authors().get(author));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] envelope = new StatementSigner(settled.domain(), statementKey, head).signNext(statement, now);
        LastStatement signed = new LastStatement(number(settled), envelope);
        signed.write(file());
        return bring(signed, deadline);
    }

    /** Publishes a schema of a registry unless control has its text already. */
    public ControlView publishSchema(String registry, String fullName, String text, Duration timeout) {
        Digest fingerprint = Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
        ControlView present = follower.awaitCaughtUp(timeout);
        return text.equals(present.schemas().get(fingerprint))
                ? present
                : append(new ControlStatement.SchemaPublished(registry, fullName, fingerprint, text), timeout);
    }

    /**
     * Puts a trust root on the own control topic unless it's there already. Needs no signing key: the officials have
     * signed it.
     *
     * @return whether it was added
     * @throws EmbassyException TOPIC_MISSING, BROKER_UNAVAILABLE
     */
    public static boolean publishTrustRoot(KafkaClients clients, SignedTrustRoot trustRoot) {
        clients.requireReachable();
        byte[] envelope = trustRoot.envelope();
        if (isOnControl(clients, envelope)) {
            return false;
        }
        try (KafkaProducer<byte[], byte[]> plain = clients.newProducer()) {
            plain.send(new ProducerRecord<>(Topics.CONTROL.name(), 0, null, envelope))
                    .get();
            return true;
        } catch (ExecutionException e) {
            throw clients.failure(e.getCause());
        } catch (KafkaException e) {
            throw clients.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failure(e);
        }
    }

    @Override
    public synchronized void close() {
        discardProducer();
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    private static boolean isOnControl(KafkaClients clients, byte[] envelope) {
        try (RecordReader records = RecordReader.open(clients, FETCH_BYTES)) {
            SortedMap<Integer, OffsetRange> ranges = records.ranges(Topics.CONTROL.name());
            if (ranges.isEmpty()) {
                throw new EmbassyException(
                        Problem.TOPIC_MISSING,
                        "There is no topic " + Topics.CONTROL + " at " + clients.bootstrapServers() + ".");
            }
            boolean[] found = {false};
            records.read(Topics.CONTROL.name(), 0, ranges.get(0), read -> {
                found[0] = Arrays.equals(envelope, read.value());
                return !found[0];
            });
            return found[0];
        }
    }

    /** Connects if need be; then the last statement that this author has ever signed is on control. */
    private ControlView settleLast(long deadline) {
        if (producer != null) {
            return follower.view();
        }
        connect(deadline);
        ControlView present = follower.awaitCaughtUp(left(deadline));
        Optional<LastStatement> last = LastStatement.read(file());
        if (last.isEmpty()) {
            requireNotBehindCheckpoints(present);
            return present;
        }
        if (number(present) > last.get().previousNumber()) {
            return present;
        }
        if (number(present) < last.get().previousNumber()) {
            throw lostStatements(present, "who has signed number " + last.get().previousNumber() + " and one more");
        }
        LOG.info("sending the last statement of {} again", author.abbreviated());
        return bring(last.get(), deadline);
    }

    /**
     * Without the file, control alone says what this author has signed, and whoever runs the broker can shorten it;
     * every checkpoint says how far its author had read this one's statements. They're few: about an hour's.
     */
    private void requireNotBehindCheckpoints(ControlView present) {
        List<Topic<String, Dsse.Envelope>> topics = Stream.concat(
                        Stream.of(Topics.CHECKPOINTS),
                        Arrays.stream(Site.values()).map(Topics.CHECKPOINTS::mirroredFrom))
                .toList();
        try (CheckpointReader reader = CheckpointReader.openForEveryRecord(clients, topics, follower::view)) {
            for (SignedCheckpoint stated : reader.refresh().values()) {
                stated.checkpoint().control().stream()
                        .filter(head -> head.keyId().equals(author) && head.number() > number(present))
                        .findFirst()
                        .ifPresent(head -> {
                            throw lostStatements(
                                    present,
                                    "of whom a checkpoint of " + stated.issuedAt() + " by " + stated.authorRole()
                                            + " knows number " + head.number());
                        });
            }
        }
    }

    private EmbassyException lostStatements(ControlView present, String more) {
        return new EmbassyException(
                Problem.CONTROL_LOST_STATEMENTS,
                "Control at " + clients.bootstrapServers() + " ends with number " + number(present) + " of the author "
                        + author.abbreviated() + ", " + more + ".");
    }

    /** Brings a signed statement onto control; if that fails, the next call settles it before it signs anything. */
    private ControlView bring(LastStatement signed, long deadline) {
        boolean there = false;
        try {
            ControlView present = sendUntilTaken(signed, deadline);
            there = true;
            return present;
        } finally {
            if (!there) {
                discardProducer();
            }
        }
    }

    /** Sends the same bytes until the follower has taken them in. */
    private ControlView sendUntilTaken(LastStatement signed, long deadline) {
        while (true) {
            try {
                if (producer == null) {
                    connect(deadline);
                    ControlView present = follower.awaitCaughtUp(left(deadline));
                    if (number(present) > signed.previousNumber()) {
                        return present;
                    }
                }
                send(signed.envelope());
                return awaitTaken(signed, deadline);
            } catch (ProducerFencedException e) {
                throw new EmbassyException(
                        Problem.WRITER_FENCED,
                        "Another process signs statements as " + author.abbreviated() + " and has taken over.",
                        e);
            } catch (KafkaException e) {
                discardProducer();
                LOG.warn("the outcome of a statement of {} is unknown, settling it", author.abbreviated(), e);
                if (System.nanoTime() > deadline) {
                    throw clients.failure(e);
                }
                pause();
            }
        }
    }

    private void connect(long deadline) {
        discardProducer();
        while (true) {
            KafkaProducer<byte[], byte[]> fresh =
                    clients.newTransactionalProducer(follower.domain().abbreviated() + "." + name);
            try {
                fresh.initTransactions();
                producer = fresh;
                return;
            } catch (KafkaException e) {
                fresh.close(Duration.ZERO);
                if (System.nanoTime() > deadline) {
                    throw clients.failure(e);
                }
                pause();
            }
        }
    }

    /** Everybody's statements wait behind an open transaction, so the broker ends one of an author who died soon. */
    private KafkaProducer<byte[], byte[]> newProducer(String transactionalId) {
        Map<String, Object> settings = clients.transactionalProducerSettings(transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        return clients.newProducer(settings);
    }

    /** Another author's transaction that the broker should have ended long ago. */
    private static boolean isHanging(ProducerState open) {
        return System.currentTimeMillis() - open.lastTimestamp() > HANGING_MILLIS;
    }

    private void send(byte[] envelope) {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(Topics.CONTROL.name(), 0, null, envelope));
        producer.commitTransaction();
    }

    private ControlView awaitTaken(LastStatement signed, long deadline) {
        long patience = System.nanoTime() + VISIBLE_NANOS;
        while (true) {
            ControlView present = follower.view();
            if (number(present) > signed.previousNumber()) {
                return present;
            }
            if (System.nanoTime() > deadline) {
                throw new EmbassyException(
                        Problem.BROKER_UNAVAILABLE,
                        "A statement of " + author.abbreviated() + " was sent to " + Topics.CONTROL + " at "
                                + clients.bootstrapServers() + ", but has not been read back yet.");
            }
            if (System.nanoTime() > patience) {
                throw new TimeoutException("a committed statement does not become visible");
            }
            pause();
        }
    }

    private void requireListed(ControlView present) {
        if (present.trustRoot().root().author(author).isEmpty()) {
            throw new EmbassyException(
                    Problem.KEY_MISSING,
                    "The trust root version " + present.trustRoot().root().version()
                            + " does not list the statement key " + author + ".");
        }
    }

    private long number(ControlView present) {
        ControlView.AuthorHead head = present.authors().get(author);
        return head == null ? NO_NUMBER : head.number();
    }

    private Path file() {
        return folder.resolve(name + ".last-statement");
    }

    private void discardProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(TimeUnit.MILLISECONDS.toNanos(1), deadline - System.nanoTime()));
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failure(e);
        }
    }
}
