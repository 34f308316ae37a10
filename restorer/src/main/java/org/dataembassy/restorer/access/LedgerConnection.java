package org.dataembassy.restorer.access;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.CheckpointReader;
import org.dataembassy.ledger.kafka.control.ControlFollower;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.Author;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.restorer.plan.LedgerExtent;
import org.dataembassy.restorer.replay.BlockSource;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.SourcePartition;

/**
 * A cluster with everything that is needed to read one registry's ledgers from it: the control view, what checkpoints say,
 * how far the topics reach. Checkpoints are read before the ends of the topics are, so that on a writer's own cluster the
 * blocks that they speak of are there. For one thread.
 */
public final class LedgerConnection implements AutoCloseable {
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(30);
    private static final long ADMIN_TIMEOUT_SECONDS = 10;

    private final LedgerAccess access;
    private final ControlView view;
    private final TrustRoot.RegistryEntry registry;
    private final Map<LedgerId, HeadWitness> witnesses;
    private final BlockSource blocks;
    private final LedgerExtent extent;

    private LedgerConnection(
            LedgerAccess access,
            ControlView view,
            TrustRoot.RegistryEntry registry,
            Map<LedgerId, HeadWitness> witnesses,
            BlockSource blocks) {
        this.access = access;
        this.view = view;
        this.registry = registry;
        this.witnesses = witnesses;
        this.blocks = blocks;
        this.extent = new LedgerExtent(
                registry.name(), registry.partitions(), access.source().topics(registry.name()), ranges());
    }

    /**
     * Connects and reads control and checkpoints as they are now.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE, TRUST_ROOT_MISSING, TRUST_ROOT_INVALID, REGISTRY_UNKNOWN, LEDGER_FAULT
     */
    public static LedgerConnection open(LedgerAccess access) {
        KafkaClients clients = access.clients();
        clients.requireReachable();
        ControlView view = readControl(access);
        TrustRoot.RegistryEntry registry = view.trustRoot()
                .root()
                .registry(access.registry())
                .orElseThrow(() -> new EmbassyException(Problem.REGISTRY_UNKNOWN, unknown(access.registry(), view)));
        Map<LedgerId, HeadWitness> witnesses = readCheckpoints(access, view, registry);
        BlockSource blocks = new KafkaBlockSource(clients);
        try {
            return new LedgerConnection(access, view, registry, witnesses, blocks);
        } catch (RuntimeException e) {
            blocks.close();
            throw e;
        }
    }

    private static String unknown(String name, ControlView view) {
        List<String> names = view.trustRoot().root().registries().stream()
                .map(TrustRoot.RegistryEntry::name)
                .toList();
        return "The trust root names no registry " + name + "; it has " + String.join(", ", names) + ".";
    }

    private static ControlView readControl(LedgerAccess access) {
        ControlFollower.Config config = new ControlFollower.Config(
                access.clients(),
                ownAndCopies(access, Topics.CONTROL),
                access.anchor().domain(),
                access.anchor().genesis(),
                Optional.empty());
        try (ControlFollower follower = ControlFollower.start(config)) {
            return follower.awaitCaughtUp(CONTROL_TIMEOUT);
        }
    }

    private static <K, V> List<Topic<K, V>> ownAndCopies(LedgerAccess access, Topic<K, V> topic) {
        return Stream.concat(
                        Stream.of(topic), access.source().copiesFrom().stream().map(topic::mirroredFrom))
                .toList();
    }

    private static Map<LedgerId, HeadWitness> readCheckpoints(
            LedgerAccess access, ControlView view, TrustRoot.RegistryEntry registry) {
        Map<LedgerId, List<HeadWitness.Statement>> stated = new HashMap<>();
        try (CheckpointReader reader =
                CheckpointReader.open(access.clients(), ownAndCopies(access, Topics.CHECKPOINTS), () -> view)) {
            for (SignedCheckpoint checkpoint : reader.refresh().values()) {
                for (HeadStatement head : checkpoint.checkpoint().heads()) {
                    stated.computeIfAbsent(head.ledger(), ledger -> new ArrayList<>())
                            .add(new HeadWitness.Statement(
                                    head.blocks(),
                                    head.events(),
                                    head.root(),
                                    author(checkpoint, view),
                                    isWriter(checkpoint, view, registry),
                                    checkpoint.issuedAt()));
                }
            }
        }
        Map<LedgerId, HeadWitness> witnesses = new HashMap<>();
        for (int partition = 0; partition < registry.partitions(); partition++) {
            LedgerId ledger = new LedgerId(registry.name(), partition);
            witnesses.put(ledger, new HeadWitness(ledger, stated.getOrDefault(ledger, List.of())));
        }
        return witnesses;
    }

    private static String author(SignedCheckpoint checkpoint, ControlView view) {
        return view.trustRoot()
                .root()
                .author(checkpoint.author())
                .map(Author::description)
                .orElse(checkpoint.authorRole());
    }

    private static boolean isWriter(SignedCheckpoint checkpoint, ControlView view, TrustRoot.RegistryEntry registry) {
        return view.trustRoot().root().writers().stream()
                .filter(writer -> writer.registry().equals(registry.name()))
                .anyMatch(writer -> writer.statementKey().keyId().equals(checkpoint.author()));
    }

    private Map<SourcePartition, OffsetRange> ranges() {
        Map<SourcePartition, OffsetRange> all = new HashMap<>();
        access.source().topics(registry.name()).forEach(topic -> all.putAll(blocks.ranges(topic)));
        return all;
    }

    /**
     * Refuses to go on where bodies could never be opened.
     *
     * @throws EmbassyException KEY_MISSING
     */
    public void requireKeyToOpen() {
        if (access.recipient().isEmpty() && !registry.isPublic()) {
            throw new EmbassyException(
                    Problem.KEY_MISSING,
                    "The blocks of " + registry.name()
                            + " are encrypted: opening them takes a site key or the recovery key. Without one, only"
                            + " headers, signatures and digests can be verified.");
        }
    }

    public LedgerAccess access() {
        return access;
    }

    public ControlView view() {
        return view;
    }

    public TrustRoot.RegistryEntry registry() {
        return registry;
    }

    /** For several threads. */
    public BlockSource blocks() {
        return blocks;
    }

    /** What the topics held when this connection was opened. */
    public LedgerExtent extent() {
        return extent;
    }

    /** What the topics hold now. */
    public Map<SourcePartition, OffsetRange> currentRanges() {
        return ranges();
    }

    public HeadWitness witness(LedgerId ledger) {
        return witnesses.get(ledger);
    }

    /** Bytes that the ledger's topics take up on a broker; empty if this user may not ask. */
    public OptionalLong storedBytes() {
        try (Admin admin = access.clients().newAdmin()) {
            List<Integer> brokers =
                    admin.describeCluster().nodes().get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS).stream()
                            .map(Node::id)
                            .toList();
            Map<Integer, Map<String, LogDirDescription>> folders =
                    admin.describeLogDirs(brokers).allDescriptions().get(ADMIN_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return OptionalLong.of(largestReplicas(folders));
        } catch (ExecutionException | TimeoutException e) {
            return OptionalLong.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private long largestReplicas(Map<Integer, Map<String, LogDirDescription>> folders) {
        Map<TopicPartition, Long> sizes = new HashMap<>();
        for (Map<String, LogDirDescription> broker : folders.values()) {
            for (LogDirDescription folder : broker.values()) {
                folder.replicaInfos().forEach((partition, replica) -> {
                    if (extent.topics().contains(partition.topic())) {
                        sizes.merge(partition, replica.size(), Math::max);
                    }
                });
            }
        }
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        blocks.close();
    }
}
