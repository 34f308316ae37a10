package org.dataembassy.ledger.kafka;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.control.ControlFollower;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.TopicAdmin;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.kafka.write.BlockWriterConfig;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * A country of its own on a broker that tests share: its registry's name and its domain are of one test only, so that
 * topics and statements of other tests are strangers to it.
 */
public final class TestLand implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofMinutes(3);
    public static final Clock CLOCK = Clock.systemUTC();

    private static final Set<Topic<?, ?>> OWN = Set.of(Topics.CONTROL, Topics.CHECKPOINTS);
    private static final AtomicLong COUNTRIES = new AtomicLong(System.nanoTime());

    public final TestTrust trust;
    public final String registry;
    public final KafkaClients clients;
    public final Path folder;
    public final ControlFollower follower;
    private Optional<ControlWriter> statements = Optional.empty();

    private TestLand(TestTrust trust, String registry, KafkaClients clients, Path folder) {
        this.trust = trust;
        this.registry = registry;
        this.clients = clients;
        this.folder = folder;
        TopicAdmin.createOrCheck(
                clients,
                TopicCatalogue.topicsOf(Site.HOME, trust.genesis().root(), 1).stream()
                        .filter(spec ->
                                OWN.contains(spec.topic()) || spec.topic().equals(Topics.registry(registry)))
                        .toList());
        ControlWriter.publishTrustRoot(clients, trust.genesis());
        this.follower = ControlFollower.start(ControlFollower.Config.of(clients, Site.HOME, trust.domain()));
        follower.awaitCaughtUp(PATIENCE);
    }

    /** With one public registry, on the shared broker. */
    public static TestLand withPublicRegistry(Path folder, int partitions) {
        return on(LocalBroker.shared(), folder, partitions, true);
    }

    /** With one encrypted registry, on the shared broker. */
    public static TestLand withEncryptedRegistry(Path folder, int partitions) {
        return on(LocalBroker.shared(), folder, partitions, false);
    }

    public static TestLand on(LocalBroker broker, Path folder, int partitions, boolean isPublic) {
        long seed = COUNTRIES.incrementAndGet();
        String registry = "r" + Long.toString(seed, 36);
        TestTrust trust =
                TestTrust.create(seed, new TrustRoot.RegistryEntry(registry, partitions, isPublic, Site.HOME, 20));
        return new TestLand(trust, registry, KafkaClients.of(broker.bootstrapServers()), folder);
    }

    public WriterKeys keys() {
        return trust.writer(registry, Site.HOME);
    }

    public String topic() {
        return Topics.registry(registry).name();
    }

    public BlockWriterConfig config() {
        return config(folder.resolve("journal"));
    }

    public BlockWriterConfig config(Path journalFolder) {
        return BlockWriterConfig.of(registry, Site.HOME, clients, journalFolder, 7);
    }

    /** Of the registry's writer. */
    public ControlWriter statements() {
        if (statements.isEmpty()) {
            statements = Optional.of(statementsOf(keys().statementKey(), "statements"));
        }
        return statements.get();
    }

    public ControlWriter statementsOf(SigningKey statementKey, String name) {
        return ControlWriter.open(clients, follower, statementKey, folder.resolve(name), CLOCK);
    }

    public static Instant now() {
        return CLOCK.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        statements.ifPresent(ControlWriter::close);
        follower.close();
    }
}
