package org.dataembassy.site.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.TrustCeremony;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.site.SiteConfig;
import org.dataembassy.site.SiteService;

/** The embassy's cluster with what MirrorMaker would have brought, and site services on it. */
public final class SiteCluster implements AutoCloseable {
    private final LocalBroker broker;
    private final Path folder;
    private final SignedTrustRoot genesis;
    private final KafkaProducer<byte[], byte[]> mirror;

    private SiteCluster(LocalBroker broker, Path folder) {
        this.broker = broker;
        this.folder = folder;
        this.genesis = SignedTrustRoot.parse(read(trustSet().resolve("trust-root.dsse.json")));
        this.mirror = clients().newTransactionalProducer("mirror");
        mirror.initTransactions();
    }

    /** A new country with its own key stores; no topics yet. */
    public static SiteCluster found(LocalBroker broker, Path folder, TrustRoot.RegistryEntry... registries) {
        TrustCeremony.hold(
                new TrustCeremony.Plan(
                        "Testland",
                        3,
                        2,
                        List.of(registries),
                        SignatureSuite.ED25519,
                        Instant.parse("2126-01-01T00:00:00Z")),
                folder.resolve("trust"),
                new SecureRandom());
        return new SiteCluster(broker, folder);
    }

    /** The country that {@link #found} made in this folder. */
    public static SiteCluster again(LocalBroker broker, Path folder) {
        return new SiteCluster(broker, folder);
    }

    /** All topics, and the genesis on the mirrored control topic. */
    public SiteCluster prepared() {
        createTopics();
        publishGenesis();
        return this;
    }

    public void createTopics() {
        createTopics(TopicCatalogue.newTopics(Site.EMBASSY, genesis.root(), 1));
    }

    public void publishGenesis() {
        put(Topics.CONTROL.mirroredFrom(Site.HOME).name(), 0, genesis.envelope());
    }

    /** The writer at home. */
    public ActWriter writer(long seed) {
        return new ActWriter(genesis, writerKeys(), seed);
    }

    /** What somebody has who stole them. */
    public WriterKeys writerKeys() {
        return KeyStoreFile.readWriter(
                trustSet().resolve("home/legislation-writer.p12"),
                KeyStoreFile.readPassphrase(trustSet().resolve("home/legislation-writer.pass")));
    }

    /** A checkpoint of the writer at home, as MirrorMaker brings it. */
    public void state(HeadStatement... heads) {
        WriterKeys keys = writerKeys();
        StatementSigner signer = new StatementSigner(genesis.digest(), keys.statementKey(), Optional.empty());
        byte[] checkpoint = signer.signCheckpoint(
                new ControlStatement.Checkpoint(List.of(heads), 1, genesis.digest(), List.of()), Instant.now());
        put(
                Topics.CHECKPOINTS.mirroredFrom(Site.HOME).name(),
                0,
                keys.statementKey().verifyingKey().keyId().hex().getBytes(StandardCharsets.US_ASCII),
                checkpoint);
    }

    private Path trustSet() {
        return folder.resolve("trust");
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public KafkaClients clients() {
        return KafkaClients.of(broker.bootstrapServers());
    }

    private void createTopics(List<NewTopic> topics) {
        try (Admin admin = clients().newAdmin()) {
            admin.createTopics(topics).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As MirrorMaker brings it. */
    public void mirror(BlockSealer.Sealed... blocks) {
        for (BlockSealer.Sealed block : blocks) {
            put(mirrored(), block.header().ledger().partition(), ActWriter.value(block));
        }
    }

    /** As a courier brings it. */
    public void bring(BlockSealer.Sealed... blocks) {
        for (BlockSealer.Sealed block : blocks) {
            put(
                    Topics.importOf(ActWriter.REGISTRY).name(),
                    block.header().ledger().partition(),
                    ActWriter.value(block));
        }
    }

    public static String mirrored() {
        return Topics.registry(ActWriter.REGISTRY).mirroredFrom(Site.HOME).name();
    }

    /** One record, in a transaction of its own. */
    public void put(String topic, int partition, byte[] value) {
        put(topic, partition, null, value);
    }

    private void put(String topic, int partition, byte[] recordKey, byte[] value) {
        mirror.beginTransaction();
        mirror.send(new ProducerRecord<>(topic, partition, recordKey, value));
        mirror.commitTransaction();
    }

    /** A site service whose folder is {@code name}. */
    public SiteService service(String name, Map<String, String> settings) {
        return SiteService.start(config(name, settings));
    }

    /** An operator's word that the memory in the folder {@code name} is lost, or that it never had one. */
    public void acceptMemoryLoss(String name) {
        try {
            Files.createDirectories(folder.resolve(name));
            Files.createFile(folder.resolve(name).resolve("accept-memory-loss"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SiteConfig config(String name, Map<String, String> settings) {
        return SiteConfig.load(Optional.empty(), Map.of(), settings(name, settings));
    }

    /** All settings of a service whose folder is {@code name}. */
    public Map<String, String> settings(String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "bootstrap.server", broker.bootstrapServers(),
                "key.store", trustSet().resolve("embassy/site.p12").toString(),
                "key.store.passphrase.file",
                        trustSet().resolve("embassy/site.pass").toString(),
                "data.folder", folder.resolve(name).toString(),
                "http.port", "0",
                "store.memory.mib", "32",
                "gap.timeout.ms", "1500"));
        all.putAll(settings);
        return all;
    }

    @Override
    public void close() {
        mirror.close();
    }
}
