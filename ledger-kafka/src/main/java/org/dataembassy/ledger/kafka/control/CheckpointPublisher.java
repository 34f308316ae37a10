package org.dataembassy.ledger.kafka.control;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the present heads every second onto the checkpoints topic and every hour onto control, on threads of its own. A
 * broker that doesn't answer makes it skip, never wait: the next second has a newer one.
 */
public final class CheckpointPublisher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointPublisher.class);
    private static final int SEND_MILLIS = 2_000;
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(30);
    private static final long END_MILLIS = 2_000;

    private final KafkaClients clients;
    private final SigningKey statementKey;
    private final byte[] recordKey;
    private final Supplier<ControlView> control;
    private final Supplier<Map<LedgerId, Head>> heads;
    private final ControlWriter statements;
    private final Clock clock;
    private final ScheduledExecutorService everySecond;
    private final ScheduledExecutorService everyHour;
    private KafkaProducer<byte[], byte[]> producer;
    private volatile boolean failing;

    private CheckpointPublisher(
            KafkaClients clients,
            SigningKey statementKey,
            Supplier<ControlView> control,
            Supplier<Map<LedgerId, Head>> heads,
            ControlWriter statements,
            Clock clock) {
        this.clients = clients;
        this.statementKey = statementKey;
        Digest author = statementKey.verifyingKey().keyId();
        this.recordKey = author.hex().getBytes(StandardCharsets.US_ASCII);
        this.control = control;
        this.heads = heads;
        this.statements = statements;
        this.clock = clock;
        this.everySecond = scheduler("checkpoints-" + author.abbreviated());
        this.everyHour = scheduler("control-checkpoints-" + author.abbreviated());
    }

    /** How often. */
    public record Intervals(Duration checkpoints, Duration control) {
        /** Every second, every hour. */
        public static final Intervals USUAL = new Intervals(Duration.ofSeconds(1), Duration.ofHours(1));

        /** Refuses nothing and less. */
        public Intervals {
            if (checkpoints.toMillis() < 1 || control.toMillis() < 1) {
                throw new IllegalArgumentException("checkpoint intervals: expected at least a millisecond");
            }
        }
    }

    /**
     * Starts.
     *
     * @param heads what the author holds now: committed at a writer, opened and applied at a site service
     * @param statements appends the hourly ones; of the same author
     */
    public static CheckpointPublisher start(
            KafkaClients clients,
            SigningKey statementKey,
            Supplier<ControlView> control,
            Supplier<Map<LedgerId, Head>> heads,
            ControlWriter statements,
            Intervals intervals,
            Clock clock) {
        CheckpointPublisher publisher =
                new CheckpointPublisher(clients, statementKey, control, heads, statements, clock);
        long second = intervals.checkpoints().toMillis();
        long hour = intervals.control().toMillis();
        publisher.everySecond.scheduleAtFixedRate(publisher::publish, 0, second, TimeUnit.MILLISECONDS);
        publisher.everyHour.scheduleAtFixedRate(publisher::append, hour, hour, TimeUnit.MILLISECONDS);
        return publisher;
    }

    /** Publishes a last one, best effort within two seconds, and ends. */
    @Override
    public void close() {
        everyHour.shutdownNow();
        everySecond.execute(this::publish);
        everySecond.shutdown();
        await(everySecond);
        everySecond.shutdownNow();
        await(everyHour);
        discardProducer();
    }

    private void publish() {
        try {
            Optional<ControlStatement.Checkpoint> checkpoint = checkpoint();
            if (checkpoint.isEmpty()) {
                return;
            }
            ControlView view = control.get();
            StatementSigner signer = new StatementSigner(view.domain(), statementKey, Optional.empty());
            byte[] envelope =
                    signer.signCheckpoint(checkpoint.get(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            producer()
                    .send(new ProducerRecord<>(Topics.CHECKPOINTS.name(), 0, recordKey, envelope), (sent, failure) -> {
                        if (failure == null) {
                            failing = false;
                        } else {
                            failed(failure);
                        }
                    });
        } catch (KafkaException | EmbassyException e) {
            failed(e);
            discardProducer();
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again, and silence must mean a stopped author.
            LOG.error("a checkpoint could not be made", e);
        }
    }

    private void append() {
        try {
            checkpoint().ifPresent(checkpoint -> statements.append(checkpoint, APPEND_TIMEOUT));
        } catch (RuntimeException e) {
            LOG.warn("the checkpoint for control could not be appended; the next one is", e);
        }
    }

    private Optional<ControlStatement.Checkpoint> checkpoint() {
        List<HeadStatement> stated = heads.get().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> HeadStatement.of(entry.getKey(), entry.getValue()))
                .toList();
        if (stated.isEmpty()) {
            return Optional.empty();
        }
        ControlView view = control.get();
        List<ControlView.AuthorHead> authors = view.authors().values().stream()
                .sorted((one, other) -> one.keyId().compareTo(other.keyId()))
                .toList();
        return Optional.of(new ControlStatement.Checkpoint(
                stated, view.trustRoot().root().version(), view.trustRoot().digest(), authors));
    }

    private void failed(Exception failure) {
        if (!failing) {
            LOG.warn("checkpoints can't be sent at present: {}", failure.getMessage());
        }
        failing = true;
    }

    private synchronized KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            Map<String, Object> settings = clients.producerSettings();
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_MILLIS);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, SEND_MILLIS);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, SEND_MILLIS);
            producer = clients.newProducer(settings);
        }
        return producer;
    }

    private synchronized void discardProducer() {
        if (producer != null) {
            producer.close(Duration.ofMillis(END_MILLIS));
            producer = null;
        }
    }

    private static ScheduledExecutorService scheduler(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static void await(ScheduledExecutorService executor) {
        try {
            executor.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
