package org.dataembassy.bench.worker;

import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.producers.PublisherConfig;
import org.dataembassy.producers.Receipt;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.SchemaRegistryAccess;

/**
 * The publisher as a registry service uses it: a call for the events that belong together.
 *
 * <p>Settings: {@code bootstrap}, {@code schemas}, {@code key-store}, {@code passphrase}, {@code folder}, {@code
 * block-events}.
 */
final class SealedSink implements EventSink {
    private final RegistryPublisher publisher;
    private final long eventsBefore;
    private final long blocksBefore;
    private CompletableFuture<List<Receipt>> last = CompletableFuture.completedFuture(null);

    private SealedSink(RegistryPublisher publisher) {
        this.publisher = publisher;
        this.eventsBefore = events();
        this.blocksBefore = blocks();
    }

    static SealedSink open(Order order) {
        return new SealedSink(RegistryPublisher.open(config(order)));
    }

    static PublisherConfig config(Order order) {
        WriterKeys keys =
                KeyStoreFile.readWriter(order.path("key-store"), KeyStoreFile.readPassphrase(order.path("passphrase")));
        PublisherConfig config = PublisherConfig.of(
                keys,
                KafkaClients.of(order.text("bootstrap")),
                SchemaRegistryAccess.of(order.text("schemas")),
                order.path("folder"));
        return order.has("block-events") ? config.withBlockEvents((int) order.number("block-events")) : config;
    }

    @Override
    public void send(List<SpecificRecord> call) {
        last = publisher.publish(call);
    }

    /** Answers come in the order of the calls, and a publisher that fails answers every later call so. */
    @Override
    public void settle() {
        last.join();
    }

    @Override
    public long acknowledged() {
        return events() - eventsBefore;
    }

    @Override
    public void addFigures(SortedMap<String, Double> figures) {
        figures.put("blocks", (double) (blocks() - blocksBefore));
    }

    private long events() {
        return publisher.heads().values().stream().mapToLong(Head::nextSequence).sum();
    }

    private long blocks() {
        return publisher.heads().values().stream()
                .mapToLong(Head::nextBlockIndex)
                .sum();
    }

    @Override
    public void close() {
        publisher.close();
    }
}
