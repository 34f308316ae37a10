package org.dataembassy.bench.country;

import java.net.URI;
import java.nio.file.Path;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.topics.TopicAdmin;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;

/**
 * Home alone, on a broker of its own: a trust root has one suite for blocks, so the other suite's ledger needs another
 * country. The Schema Registry is that of the country beside it.
 */
public final class LoneLedger implements AutoCloseable {
    private final LocalBroker broker;
    private final TrustSet keys;
    private final URI schemaRegistry;
    private final Path folder;

    private LoneLedger(LocalBroker broker, TrustSet keys, URI schemaRegistry, Path folder) {
        this.broker = broker;
        this.keys = keys;
        this.schemaRegistry = schemaRegistry;
        this.folder = folder;
    }

    /** @param folder must not exist */
    public static LoneLedger start(
            Path folder, SignatureSuite suite, int partitions, int lingerMillis, URI schemaRegistry) {
        TrustSet keys = TrustSet.make(folder.resolve("keys"), suite, partitions, lingerMillis);
        LocalBroker broker = LocalBroker.start();
        try {
            KafkaClients clients = KafkaClients.of(broker.bootstrapServers());
            TopicAdmin.createOrCheck(
                    clients, TopicCatalogue.topicsOf(Site.HOME, keys.root().root(), 1));
            ControlWriter.publishTrustRoot(clients, keys.root());
            return new LoneLedger(broker, keys, schemaRegistry, folder);
        } catch (RuntimeException | Error e) {
            broker.close();
            throw e;
        }
    }

    /** With all that the registry's writer needs. */
    public Order asWriter(Order order) {
        return keys.asWriter(order)
                .with("bootstrap", broker.bootstrapServers())
                .with("schemas", schemaRegistry)
                .with("folder", folder.resolve("writer"));
    }

    @Override
    public void close() {
        broker.close();
        Disk.delete(folder);
    }
}
