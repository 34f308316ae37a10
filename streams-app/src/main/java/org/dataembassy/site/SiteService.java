package org.dataembassy.site;

import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.state.HostInfo;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.CheckpointPublisher;
import org.dataembassy.ledger.kafka.control.CheckpointReader;
import org.dataembassy.ledger.kafka.control.ControlFollower;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.control.CosignatureReader;
import org.dataembassy.ledger.kafka.control.CosignatureSender;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.SiteKeys;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.site.cosign.CheckpointCosigner;
import org.dataembassy.site.cosign.CosignMemory;
import org.dataembassy.site.http.ApiRoutes;
import org.dataembassy.site.http.ApiServer;
import org.dataembassy.site.http.SiteMetrics;
import org.dataembassy.site.materialise.BlockEvents;
import org.dataembassy.site.materialise.EventSchemas;
import org.dataembassy.site.memory.SiteMemory;
import org.dataembassy.site.query.EventProofs;
import org.dataembassy.site.query.LedgerBlocks;
import org.dataembassy.site.query.RegistryQueries;
import org.dataembassy.site.query.SiteView;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.topology.SiteClients;
import org.dataembassy.site.topology.SiteParts;
import org.dataembassy.site.topology.SiteTopology;
import org.dataembassy.site.topology.StreamsSettings;
import org.dataembassy.site.topology.StreamsStores;
import org.dataembassy.site.verify.ComingRecords;
import org.dataembassy.site.verify.VerifySettings;
import org.dataembassy.site.watch.LogWatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running site service. It needs the site's own Kafka cluster, the site's key store and a folder; neither a Schema
 * Registry nor the other site, now or ever before.
 *
 * <p>{@link #start} returns as soon as the API listens. What the service then waits for (a broker, the trust root, topics,
 * the restoring of its stores) shows at {@code /readyz}; it keeps trying. Thread-safe.
 */
public final class SiteService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SiteService.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final String BROKER = "broker";
    private static final String CONTROL = "control";
    private static final String TOPICS = "topics";

    private final SiteConfig config;
    private final SiteBoard board = new SiteBoard();
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final SiteKeys keys;
    private final DataFolder folder;
    private final KafkaClients clients;
    private final ControlFollower control;
    private final CheckpointReader checkpoints;
    private final BlockReader blocks;
    private final SiteMemory memory;
    private final MemoryKeeper keeper;
    private final ExecutorService background;
    private final BlockEvents events;
    private final ApiServer api;
    private final Thread conductor;
    private final Object conducting = new Object();
    private volatile StreamsRunner streams;
    private volatile CheckpointCosigner cosigner;
    private boolean hasConducted;
    private int registriesAtStart;
    private boolean lookedBack;

    private SiteService(SiteConfig config) {
        this.config = config;
        try {
            keys = KeyStoreFile.readSite(
                    config.keyStore(), KeyStoreFile.readPassphrase(config.keyStorePassphraseFile()));
            folder = opened(DataFolder.open(config.dataFolder()));
            memory = SiteMemory.open(folder.memory(), keys.storeKey(), keys.domain(), keys.site(), random);
            keeper = new MemoryKeeper(
                    memory, folder, board, keys.statementKey().verifyingKey().keyId(), clock.instant());
            background = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "site-rereader");
                thread.setDaemon(true);
                return thread;
            });
            opened(background::shutdownNow);
            clients = config.commandConfig()
                    .map(file -> KafkaClients.of(config.bootstrapServer(), file))
                    .orElseGet(() -> KafkaClients.of(config.bootstrapServer()));
            board.waitFor(BROKER, "not connected to " + clients.bootstrapServers() + " yet");
            // From the beginning, so that there is no moment in which nothing is waited for and nothing is served.
            board.waitFor(StreamsRunner.PART, "the stores wait for the trust root");
            board.waitFor(CONTROL, "the trust root of domain " + keys.domain() + " has not been found yet");
            control = opened(ControlFollower.start(new ControlFollower.Config(
                    clients,
                    List.of(
                            Topics.CONTROL,
                            Topics.CONTROL.mirroredFrom(keys.site().other())),
                    keys.domain(),
                    Optional.empty(),
                    Optional.of(folder.controlSnapshot()))));
            checkpoints = opened(CheckpointReader.open(
                    clients,
                    List.of(
                            Topics.CHECKPOINTS,
                            Topics.CHECKPOINTS.mirroredFrom(keys.site().other())),
                    control::view));
            blocks = opened(BlockReader.open(clients));
            events = new BlockEvents(new EventSchemas(RegistryModels.all(), control::view));
            api = opened(startApi());
        } catch (RuntimeException | Error e) {
            closeAll();
            throw e;
        }
        conductor = new Thread(this::conduct, "site-conductor");
    }

    /**
     * Starts a site service.
     *
     * @throws EmbassyException if its own files, folder or address can't be used: KEY_STORE_UNREADABLE, KEY_MISSING,
     *     SITE_RUNNING, SITE_MEMORY_UNUSABLE, FOLDER_UNUSABLE, PORT_TAKEN, SITE_CONFIG_INVALID. A broker that doesn't answer is waited for.
     */
    public static SiteService start(SiteConfig config) {
        SiteService service = new SiteService(config);
        service.conductor.start();
        LOG.info("the site service of {} listens on {}", service.keys.site().label(), service.address());
        return service;
    }

    /** Where the API listens. */
    public URI address() {
        String scheme = config.tls().isPresent() ? "https" : "http";
        String host = config.httpHost().contains(":") ? "[" + config.httpHost() + "]" : config.httpHost();
        return URI.create(scheme + "://" + host + ":" + api.port());
    }

    /** Why it isn't ready, by part; empty if it is. */
    public Map<String, String> waitingFor() {
        return board.waitingFor();
    }

    /** Waits until the service is closed, by whatever thread. */
    public void awaitClosed() throws InterruptedException {
        closing.await();
    }

    /** Ends in order: no more answers, then no more blocks, then the rest. Safe to call again. */
    @Override
    public void close() {
        if (closing.getCount() == 0) {
            return;
        }
        close(api);
        closing.countDown();
        synchronized (conducting) {
            if (!hasConducted) {
                conductor.interrupt(); // it may be waiting for a broker that isn't there
            }
        }
        try {
            conductor.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll();
        LOG.info("the site service has ended");
    }

    private ApiServer startApi() {
        SiteView view = new SiteView(board, control::current, checkpoints::latest, clock);
        StreamsStores stores = new StreamsStores(
                () -> Optional.ofNullable(streams).map(StreamsRunner::streams),
                keys.storeKey(),
                random,
                this::self,
                board);
        LedgerBlocks ledgers = new LedgerBlocks(opened(BlockReader.open(clients)));
        RegistryQueries queries = new RegistryQueries(view, stores, ledgers, events);
        EventProofs proofs = new EventProofs(
                view,
                stores,
                ledgers,
                control::evidence,
                ledger -> Optional.ofNullable(cosigner).flatMap(own -> own.latest(ledger)));
        cosigner = newCosigner(proofs);
        return ApiServer.start(config.api(), new ApiRoutes(queries, proofs, opened(new SiteMetrics(view))));
    }

    private CheckpointCosigner newCosigner(EventProofs proofs) {
        try {
            return new CheckpointCosigner(
                    keys.site(),
                    keys.statementKey(),
                    board,
                    proofs::headAt,
                    CosignMemory.open(folder.cosigned(), keys.domain()),
                    folder.evidence(),
                    opened(new CosignatureSender(clients))::send,
                    config.checkpointTimeout(),
                    clock,
                    System::nanoTime);
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.FOLDER_UNUSABLE,
                    "The data folder " + config.dataFolder() + " can't be made or written.",
                    e);
        }
    }

    private HostInfo self() {
        return HostInfo.buildFromEndpoint(
                config.httpAdvertised().orElseGet(() -> config.httpHost() + ":" + api.port()));
    }

    /** Brings the service up step by step, and then keeps an eye on it. */
    private void conduct() {
        CheckpointPublisher publisher = null;
        LogWatch watch = null;
        boolean caughtUp = false;
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (streams == null) {
                        clients.requireReachable();
                        board.ready(BROKER);
                        if (!caughtUp) {
                            control.awaitCaughtUp(CATCH_UP_TIMEOUT);
                            caughtUp = true;
                            board.ready(CONTROL);
                        }
                        startStreams(control.view());
                    }
                    if (watch == null && streams != null) {
                        watch = startLogWatch();
                    }
                    if (streams != null) {
                        watch();
                        if (publisher == null && streams != null && streams.isRunning() && memory.exists()) {
                            publisher = startCheckpoints();
                        }
                    }
                } catch (EmbassyException e) {
                    complain(e);
                } catch (RuntimeException e) {
                    if (closing.getCount() == 0) {
                        break;
                    }
                    LOG.error("the site service's conductor met a fault and goes on", e);
                    board.waitFor(
                            "service",
                            "a fault of the service itself: " + e.getClass().getSimpleName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (conducting) {
                hasConducted = true;
            }
            Thread.interrupted(); // what follows must not be cut short
            close(watch);
            close(publisher);
            close(streams);
            close(memory::save);
        }
    }

    private void startStreams(ControlView view) {
        Optional<String> complaint =
                TopicCheck.complaint(clients, view.trustRoot().root());
        if (complaint.isPresent()) {
            board.waitFor(TOPICS, complaint.get());
            return;
        }
        board.ready(TOPICS);
        board.ready("service");
        boolean hasConsumed = !memory.exists()
                && BrokerLedgerTopics.consumed(clients, config.applicationId()).values().stream()
                        .anyMatch(offset -> offset > 0);
        if (!keeper.mayStart(view, hasConsumed)) {
            return;
        }
        StreamsSettings settings = new StreamsSettings(
                clients,
                config.applicationId(),
                folder.streams(),
                config.streamThreads(),
                config.standbys(),
                config.replicationFactor(),
                config.commitIntervalMillis(),
                config.storeMemoryBytes(),
                self().host() + ":" + self().port());
        ComingRecords coming = new ComingRecords();
        SiteParts parts = new SiteParts(
                keys.storeKey(),
                random,
                new Acceptance(Optional.of(keys.recipient())),
                control::view,
                new BrokerLedgerTopics(clients, blocks, config.applicationId()),
                coming,
                background,
                memory,
                events,
                board,
                VerifySettings.withGapTimeout(config.gapTimeout()),
                clock);
        streams = StreamsRunner.start(
                () -> new KafkaStreams(
                        SiteTopology.build(view.trustRoot().root(), parts),
                        settings.toProperties(),
                        new SiteClients(board, memory, coming)),
                board);
        registriesAtStart = view.trustRoot().root().registries().size();
    }

    private LogWatch startLogWatch() {
        long pauseMillis = Math.max(500, Math.min(5_000, config.gapTimeout().toMillis() / 6));
        return new LogWatch(
                        clients,
                        this::readTopics,
                        board,
                        config.gapTimeout(),
                        Duration.ofMillis(pauseMillis),
                        System::nanoTime)
                .start();
    }

    /** Every partition of a topic that this instance reads. */
    private Set<TopicPartition> readTopics() {
        Site other = keys.site().other();
        Set<TopicPartition> all = new HashSet<>();
        for (Topic<?, ?> topic : List.of(
                Topics.CONTROL,
                Topics.CHECKPOINTS,
                Topics.CONTROL.mirroredFrom(other),
                Topics.CHECKPOINTS.mirroredFrom(other))) {
            all.add(new TopicPartition(topic.name(), 0));
        }
        for (PartitionReport report : board.reports()) {
            LedgerId ledger = report.ledger();
            Topic<?, ?> own = Topics.registry(ledger.registry());
            for (Topic<?, ?> topic : List.of(own, own.mirroredFrom(other), Topics.importOf(ledger.registry()))) {
                all.add(new TopicPartition(topic.name(), ledger.partition()));
            }
        }
        return all;
    }

    /** The second after second of a running service. */
    private void watch() {
        if (streams.hasEnded()) {
            board.waitFor(StreamsRunner.PART, "streams have ended by themselves and are started again");
            close(streams);
            streams = null;
            return;
        }
        lookAtCheckpoints();
        keeper.watch(control.view(), checkpoints.latest().values());
        board.ready(BROKER);
        board.ready("service");
        if (control.view().trustRoot().root().registries().size() > registriesAtStart) {
            board.raise("registries", "the trust root has new registries: restart the site service to take them in");
        }
    }

    /** What an earlier process of this site has signed is read from its topic once, whatever became of its folder. */
    private void lookAtCheckpoints() {
        Collection<SignedCheckpoint> latest = checkpoints.refresh().values();
        Collection<CosignedCheckpoint> signedBefore = List.of();
        if (!lookedBack) {
            try (CosignatureReader own =
                    CosignatureReader.open(clients, List.of(Topics.COSIGNATURES), control::view, keys.site())) {
                signedBefore = own.refresh().values();
            }
            lookedBack = true;
        }
        cosigner.look(latest, control.view(), signedBefore);
    }

    private CheckpointPublisher startCheckpoints() {
        ControlWriter statements =
                opened(ControlWriter.open(clients, control, keys.statementKey(), folder.statements(), clock));
        return CheckpointPublisher.start(
                clients,
                keys.statementKey(),
                control::view,
                this::heads,
                statements,
                CheckpointPublisher.Intervals.USUAL,
                clock);
    }

    /** All heads that were verified here and hold something. */
    private Map<LedgerId, Head> heads() {
        Map<LedgerId, Head> heads = new TreeMap<>();
        for (PartitionReport report : board.reports()) {
            if (report.head().nextBlockIndex() > 0 && report.store().mayServe()) {
                heads.put(report.ledger(), report.head());
            }
        }
        return heads;
    }

    private void complain(EmbassyException e) {
        String part = switch (e.problem()) {
            case TRUST_ROOT_MISSING, TRUST_ROOT_INVALID -> CONTROL;
            default -> BROKER;
        };
        if (!e.getMessage().equals(board.waitingFor().get(part))) {
            LOG.warn("waiting: {} {}", e.getMessage(), e.problem().next());
        }
        board.waitFor(part, e.getMessage());
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            close(open.pop());
        }
    }

    private static void close(AutoCloseable part) {
        if (part == null) {
            return;
        }
        try {
            part.close();
        } catch (Exception e) {
            LOG.warn("{} did not close in order", part.getClass().getSimpleName(), e);
        }
    }
}
