package org.dataembassy.bench.country;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.dataembassy.bench.worker.GcLog;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.bench.worker.SiteClient;
import org.dataembassy.bench.worker.SiteMain;
import org.dataembassy.bench.worker.WorkerProcess;
import org.dataembassy.bench.workload.Workload;
import org.dataembassy.deploy.CountrySetup;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.deploy.Part;
import org.dataembassy.deploy.PartStatus;
import org.dataembassy.deploy.SiteCommand;
import org.dataembassy.deploy.UpOptions;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.topics.TopicAdmin;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;
import org.dataembassy.ledger.kafka.topics.Topics;

/**
 * A local country to measure in, on free ports, unsupervised. Up means: brokers and Schema Registry run; MirrorMaker and the
 * site service are started when they are wanted. Closing ends its processes and deletes its folder. For one thread, but
 * {@link #close}.
 */
public final class BenchCountry implements AutoCloseable {
    /** The plain side's topic at home, a record for each event. */
    public static final String PLAIN_TOPIC = "bench.plain";

    /** The topic of events that are signed and encrypted one by one. */
    public static final String EACH_TOPIC = "bench.each";

    /** Heap of the site service and of the plain table. */
    public static final int SITE_HEAP_MEBIBYTES = 1_024;

    private static final String COUNTRY = "country";
    private static final String FOR_EVER = "-1";

    private final LocalCountry country;
    private final TrustSet keys;
    private final Endpoints endpoints;

    private BenchCountry(LocalCountry country, TrustSet keys, Endpoints endpoints) {
        this.country = country;
        this.keys = keys;
        this.endpoints = endpoints;
    }

    /** @param folder must not exist */
    public static BenchCountry up(
            Path folder, SignatureSuite suite, int partitions, int lingerMillis, Consumer<String> progress) {
        TrustSet keys = TrustSet.make(folder.resolve("keys"), suite, partitions, lingerMillis);
        LocalCountry country = LocalCountry.in(folder.resolve(COUNTRY));
        try {
            Endpoints endpoints = country.up(
                    new Setup(keys, partitions), UpOptions.onFreePorts().unsupervised(), progress);
            country.stop(Part.EMBASSY_SITE);
            country.stop(Part.MIRROR_MAKER);
            // The way back carries what the embassy signs, on neither side of any ratio.
            country.stop(Part.HOME_MIRROR_MAKER);
            return new BenchCountry(country, keys, endpoints);
        } catch (RuntimeException | Error e) {
            country.down(ignored -> {});
            throw e;
        }
    }

    /** Ends the countries whose folders lie in {@code folder}, and deletes all of it. */
    public static void cleanUp(Path folder) {
        Disk.folders(folder)
                .forEach(one -> LocalCountry.in(one.resolve(COUNTRY)).down(ignored -> {}));
        Disk.delete(folder);
    }

    /** Address of home's broker. */
    public String home() {
        return endpoints.homeBootstrap();
    }

    /** Address of the embassy's broker. */
    public String embassy() {
        return endpoints.embassyBootstrap();
    }

    /** The ledger's topic at home. */
    public static String ledgerTopic() {
        return Topics.registry(Workload.REGISTRY).name();
    }

    /** The name of a topic of home at the embassy. */
    public static String abroad(String topic) {
        return Site.HOME.label() + "." + topic;
    }

    /** With all that the registry's writer needs. */
    public Order asWriter(Order order) {
        return keys.asWriter(order)
                .with("bootstrap", home())
                .with("schemas", endpoints.schemaRegistry())
                .with("folder", country.layout().folder().resolve("data").resolve("writer"));
    }

    /** With all that a reader of the ledger at home needs. */
    public Order asReaderAtHome(Order order) {
        return keys.asSite(order, Site.HOME).with("bootstrap", home());
    }

    /** Where the Schema Registry is reached. */
    public URI schemaRegistry() {
        return endpoints.schemaRegistry();
    }

    /** Starts MirrorMaker on what the ledger needs: its topic, control and checkpoints. */
    public void startMirroringLedger() {
        startMirroring(mirroredForLedger());
    }

    /** Starts MirrorMaker on the plain side's topic. */
    public void startMirroringPlain() {
        startMirroring(List.of(PLAIN_TOPIC));
    }

    private void startMirroring(List<String> topics) {
        // The country wrote this file; only the topics differ from round to round.
        Path file = country.layout().configFile(Part.MIRROR_MAKER, ".properties");
        String patterns =
                topics.stream().map(topic -> topic.replace(".", "\\\\.")).collect(Collectors.joining(","));
        try {
            List<String> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                lines.add(line.startsWith("home->embassy.topics=") ? "home->embassy.topics=" + patterns : line);
            }
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        country.start(Part.MIRROR_MAKER);
    }

    /** Stops MirrorMaker. */
    public void stopMirroring() {
        country.stop(Part.MIRROR_MAKER);
    }

    /** Starts the site service and waits until it is ready. */
    public void startSite() {
        country.start(Part.EMBASSY_SITE);
    }

    /** Stops the site service in order. */
    public void stopSite() {
        country.stop(Part.EMBASSY_SITE);
    }

    /** As {@code kill -9}. */
    public void killSite() {
        country.kill(Part.EMBASSY_SITE);
    }

    /** Asks the site service. */
    public SiteClient site() {
        return new SiteClient(endpoints.embassySite());
    }

    /** Where the site service listens. */
    public URI siteAddress() {
        return endpoints.embassySite();
    }

    /** The process id of the site service, if it runs. */
    public Optional<Long> sitePid() {
        return country.status().parts().stream()
                .filter(part -> part.part() == Part.EMBASSY_SITE)
                .map(PartStatus::pid)
                .filter(java.util.OptionalLong::isPresent)
                .map(java.util.OptionalLong::getAsLong)
                .findFirst();
    }

    /** The most heap that the site service had in use right after a collection, since it was started last, in MiB. */
    public double siteHeapMebibytes() {
        return GcLog.mostAfterCollectionMebibytes(gcLog(endpoints));
    }

    /** Bytes of the site service's folder. */
    public long siteDiskBytes() {
        return Disk.ofFolder(country.layout().dataFolder(Part.EMBASSY_SITE));
    }

    /** The stopped site forgets all: its folder, its place in the topics, its changelogs. */
    public void wipeSite() {
        Disk.delete(country.layout().dataFolder(Part.EMBASSY_SITE));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", embassy()))) {
            admin.deleteConsumerGroups(List.of("site-service")).all().get();
            List<String> changelogs = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith("site-service-"))
                    .toList();
            admin.deleteTopics(changelogs).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the site's topics can't be deleted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Bytes of a topic's log at home. */
    public long diskBytesAtHome(String topic) {
        return Disk.ofTopic(home(), topic);
    }

    /** Bytes of a folder's files. */
    public static long diskBytes(Path folder) {
        return Disk.ofFolder(folder);
    }

    @Override
    public void close() {
        country.purge(ignored -> {});
        Disk.delete(keys.folder());
    }

    private static Path gcLog(Endpoints endpoints) {
        return endpoints.layout().logs().resolve("embassy-site.gc.log");
    }

    private static List<String> mirroredForLedger() {
        return List.of(ledgerTopic(), Topics.CONTROL.name(), Topics.CHECKPOINTS.name());
    }

    /** The topics of both sides, and the site service as it is measured. */
    private record Setup(TrustSet keys, int partitions) implements CountrySetup {
        @Override
        public List<String> mirroredTopics() {
            return mirroredForLedger();
        }

        @Override
        public List<String> returnedTopics() {
            return List.of(Topics.CONTROL.name(), Topics.CHECKPOINTS.name());
        }

        @Override
        public void createTopics(Endpoints endpoints) {
            KafkaClients home = KafkaClients.of(endpoints.homeBootstrap());
            TopicAdmin.createOrCheck(
                    home, TopicCatalogue.topicsOf(Site.HOME, keys.root().root(), 1));
            TopicAdmin.createOrCheck(
                    KafkaClients.of(endpoints.embassyBootstrap()),
                    TopicCatalogue.topicsOf(Site.EMBASSY, keys.root().root(), 1));
            ControlWriter.publishTrustRoot(home, keys.root());
            createPlain(endpoints.homeBootstrap(), List.of(PLAIN_TOPIC, EACH_TOPIC));
            createPlain(endpoints.embassyBootstrap(), List.of(abroad(PLAIN_TOPIC)));
        }

        private void createPlain(String bootstrap, List<String> topics) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
                admin.createTopics(topics.stream()
                                .map(name -> new NewTopic(name, partitions, (short) 1)
                                        .configs(Map.of("retention.ms", FOR_EVER)))
                                .toList())
                        .all()
                        .get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the plain side's topics can't be made", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        @Override
        public Optional<SiteCommand> siteCommand(Endpoints endpoints) {
            Path config = endpoints.layout().configFile(Part.EMBASSY_SITE, ".properties");
            URI address = endpoints.embassySite();
            try {
                Files.writeString(config, """
                        bootstrap.server=%s
                        key.store=%s
                        key.store.passphrase.file=%s
                        data.folder=%s
                        http.host=%s
                        http.port=%d
                        """.formatted(
                                endpoints.embassyBootstrap(),
                                keys.store(Site.EMBASSY, "site"),
                                keys.passphrase(Site.EMBASSY, "site"),
                                endpoints.layout().dataFolder(Part.EMBASSY_SITE),
                                address.getHost(),
                                address.getPort()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            List<String> command = new ArrayList<>(WorkerProcess.javaCommand(SITE_HEAP_MEBIBYTES, gcLog(endpoints)));
            command.addAll(List.of("-cp", WorkerProcess.classPath(), SiteMain.class.getName(), config.toString()));
            return Optional.of(new SiteCommand(command, address.resolve("/readyz")));
        }
    }
}
