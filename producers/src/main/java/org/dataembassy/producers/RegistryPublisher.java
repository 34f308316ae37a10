package org.dataembassy.producers;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.problem.EmbassyException;

/**
 * Publishes the events of one registry at its primary site. The events of one call become visible together on this site's
 * log, also across partitions; calls made close together share blocks, so that one signature serves many events.
 *
 * <pre>{@code
 * try (RegistryPublisher publisher = RegistryPublisher.open(config)) {
 *     publisher.publish(event).thenAccept(receipt -> log.info("{}", receipt)).join();
 * }
 * }</pre>
 *
 * <p>A future ends with a receipt once the event is committed, or with an {@link EmbassyException}:
 *
 * <ul>
 *   <li>EVENT_TOO_LARGE, EVENT_MALFORMED, RECORDED_AT_AHEAD, RECORDED_AT_BACKWARDS: that call was refused, nothing of it
 *       was taken in; others go on.
 *   <li>PUBLISHER_FULL: with {@link WhenFull#FAIL}, or interrupted while waiting for room; not taken in.
 *   <li>WRITER_FENCED, REGISTRY_ELSEWHERE and others of the writer: the publisher has stopped and answers every call so. What
 *       was in flight has an unknown outcome until the next {@link #open} settles it; publishing the same calls again
 *       then takes none of them in twice, known by source position or, without one, by event ids.
 * </ul>
 *
 * <p>Thread-safe. Calls of one thread are taken in in their order. Futures complete on a thread of the publisher: work
 * there holds up other answers, not the publishing.
 */
public final class RegistryPublisher implements AutoCloseable {
    private final PublisherResources resources;
    private final PublishingEngine engine;

    RegistryPublisher(PublisherResources resources, PublishingEngine engine) {
        this.resources = resources;
        this.engine = engine;
    }

    /**
     * Connects, registers schemas, finds the ledgers' heads, settles what an earlier publisher left behind, and begins.
     * Takes the registry over from any older publisher of this site.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE, SCHEMA_REGISTRY_UNAVAILABLE, SCHEMA_INCOMPATIBLE, SCHEMA_MISMATCH,
     *     REGISTRY_UNKNOWN, REGISTRY_ELSEWHERE, TRUST_ROOT_MISSING, KEY_MISSING, LOG_LOST_BLOCKS, JOURNAL_BROKEN,
     *     JOURNAL_LOCKED, TOPIC_MISSING
     */
    public static RegistryPublisher open(PublisherConfig config) {
        return PublisherOpening.open(config);
    }

    /** Publishes one event. */
    public CompletableFuture<Receipt> publish(SpecificRecord event) {
        return publish(List.of(event)).thenApply(receipts -> receipts.get(0));
    }

    /**
     * Publishes events that belong together: one Kafka transaction.
     *
     * @param events at least one; not to be changed by the caller until the future ends
     * @return receipts in the order of {@code events}
     */
    public CompletableFuture<List<Receipt>> publish(List<SpecificRecord> events) {
        return engine.publish(events, Optional.empty()).thenApply(Answer::receipts);
    }

    /**
     * Publishes events of an input, exactly once: what lies at or below the input's position in the ledger is not taken
     * in again. Calls of one input come from one thread, their positions grow.
     *
     * @throws IllegalArgumentException as for {@link #publish(List)}
     */
    public CompletableFuture<SourceReceipt> publish(List<SpecificRecord> events, SourcePosition source) {
        return engine.publish(events, Optional.of(source))
                .thenApply(answer -> new SourceReceipt(source, answer.receipts(), answer.alreadyThere()));
    }

    /** The position up to which an input is in the ledger or accepted; empty if it is not known. */
    public Optional<Long> positionOf(String sourceId) {
        return engine.positionOf(sourceId);
    }

    /** The registry that is published. */
    public String registry() {
        return engine.registry();
    }

    /** The committed heads by partition. A snapshot. */
    public SortedMap<Integer, Head> heads() {
        return engine.heads();
    }

    /** The last committed event of each partition that has one. A snapshot. */
    public SortedMap<Integer, LedgerPosition> positions() {
        return engine.positions();
    }

    /** Why the publisher stopped by itself, if it did. */
    public Optional<EmbassyException> failure() {
        return engine.failure();
    }

    /**
     * Refuses new calls, seals what was accepted, waits until it is committed, and ends.
     *
     * @return whether all of it was committed within {@code timeout}; what was sealed and not committed is in the seal
     *     journal and is committed by the next {@link #open}
     */
    public boolean close(Duration timeout) {
        boolean all = engine.close(timeout);
        resources.close();
        return all;
    }

    /** {@link #close(Duration)} with 30 s. */
    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
