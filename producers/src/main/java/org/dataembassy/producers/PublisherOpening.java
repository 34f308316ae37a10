package org.dataembassy.producers;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.control.CheckpointPublisher;
import org.dataembassy.ledger.kafka.control.ControlFollower;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.write.BlockWriter;
import org.dataembassy.ledger.kafka.write.BlockWriterConfig;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a publisher together, or takes everything down again and says why not. */
final class PublisherOpening {
    private static final Logger LOG = LoggerFactory.getLogger(PublisherOpening.class);
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(15);
    private static final String CONTROL_SNAPSHOT = "control.snapshot";

    private final PublisherConfig config;
    private final Clock clock = Clock.systemUTC();
    private final PublisherResources resources = new PublisherResources();
    private final AtomicReference<PublishingEngine> engine = new AtomicReference<>();

    private PublisherOpening(PublisherConfig config) {
        this.config = config;
    }

    static RegistryPublisher open(PublisherConfig config) {
        PublisherOpening opening = new PublisherOpening(config);
        try {
            return opening.open();
        } catch (RuntimeException | Error e) {
            opening.resources.close();
            throw e;
        }
    }

    private RegistryPublisher open() {
        config.clients().requireReachable();
        makeFolder();
        ControlFollower follower = resources.add(ControlFollower.start(followerConfig()));
        ControlView view = follower.awaitCaughtUp(CONTROL_TIMEOUT);
        TrustRoot.RegistryEntry registry = registryIn(view);
        warnIfExpired(view);
        RegistryModel<?> model = model();

        RegisteredSchemas schemas = SchemaRegistration.register(config.schemaRegistry(), model);
        ControlWriter statements = resources.add(
                ControlWriter.open(config.clients(), follower, config.keys().statementKey(), config.folder(), clock));
        publishSchemas(view, statements, schemas);

        BlockWriter writer = resources.add(BlockWriter.open(
                BlockWriterConfig.of(
                        config.registry(), config.site(), config.clients(), config.folder(), schemas.blockSchemaId()),
                config.keys(),
                follower::view,
                statements,
                clock,
                new SecureRandom()));
        BlockReader reader = resources.add(BlockReader.open(config.clients()));
        CheckpointPublisher checkpoints = resources.add(CheckpointPublisher.start(
                config.clients(),
                config.keys().statementKey(),
                follower::view,
                () -> byLedger(writer.heads()),
                statements,
                CheckpointPublisher.Intervals.USUAL,
                clock));
        PublishingEngine started = new PublishingEngine(
                settings(registry, checkpoints),
                new EventEncoder(config.registry(), registry.partitions(), schemas),
                LedgerWriting.of(writer),
                knownCalls(writer, reader),
                FoundLedgers.find(config.registry(), config.site(), writer.heads(), reader),
                clock,
                System::nanoTime);
        engine.set(started);
        follower.onChange(this::stopIfElsewhere);
        return new RegistryPublisher(resources, started);
    }

    private void makeFolder() {
        try {
            Files.createDirectories(config.folder());
        } catch (IOException e) {
            throw new EmbassyException(
                    Problem.FOLDER_UNUSABLE, "The publisher's folder " + config.folder() + " can't be made", e);
        }
    }

    private ControlFollower.Config followerConfig() {
        ControlFollower.Config usual = ControlFollower.Config.of(config.clients(), config.site(), config.domain());
        return new ControlFollower.Config(
                usual.clients(),
                usual.topics(),
                usual.domain(),
                config.genesis(),
                Optional.of(config.folder().resolve(CONTROL_SNAPSHOT)));
    }

    private TrustRoot.RegistryEntry registryIn(ControlView view) {
        TrustRoot root = view.trustRoot().root();
        return root.registry(config.registry())
                .orElseThrow(() -> new EmbassyException(
                        Problem.REGISTRY_UNKNOWN,
                        "The trust root of " + root.country() + " has no registry " + config.registry() + "; it has "
                                + root.registries().stream()
                                        .map(TrustRoot.RegistryEntry::name)
                                        .toList()));
    }

    private RegistryModel<?> model() {
        try {
            return RegistryModels.named(config.registry());
        } catch (IllegalArgumentException e) {
            throw new EmbassyException(Problem.REGISTRY_UNKNOWN, e.getMessage(), e);
        }
    }

    /** An expired trust root alarms; it doesn't stop a government in exile (design.md section 9). */
    private void warnIfExpired(ControlView view) {
        TrustRoot root = view.trustRoot().root();
        if (clock.instant().isAfter(root.expires())) {
            LOG.warn(
                    "{}: the trust root, version {}, expired at {}. {}",
                    Problem.TRUST_ROOT_EXPIRED.code(),
                    root.version(),
                    root.expires(),
                    Problem.TRUST_ROOT_EXPIRED.next());
        }
    }

    private void publishSchemas(ControlView view, ControlWriter statements, RegisteredSchemas schemas) {
        new TreeMap<>(schemas.events()).forEach((fullName, event) -> {
            String text = event.use().text().orElseThrow();
            // Asked here first: the writer of statements would read control to its end for each of them.
            if (!text.equals(view.schemas().get(event.use().fingerprint()))) {
                statements.publishSchema(config.registry(), fullName, text, CONTROL_TIMEOUT);
            }
        });
    }

    private PublishingEngine.Settings settings(TrustRoot.RegistryEntry registry, CheckpointPublisher checkpoints) {
        return new PublishingEngine.Settings(
                config.registry(),
                registry.partitions(),
                config.recordedAt(),
                config.whenFull(),
                config.maxBytesInFlight(),
                config.linger().orElse(Duration.ofMillis(registry.lingerMillis())),
                new BlockSizes(config.blockEvents()),
                // Whoever no longer writes has no heads of its own to state.
                checkpoints::close);
    }

    private KnownCalls knownCalls(BlockWriter writer, BlockReader reader) {
        String ownSource = SourcePosition.RESERVED + config.site().label();
        long committedNumber = writer.sources().getOrDefault(ownSource, -1L);
        return new KnownCalls(
                config.registry(),
                ownSource,
                writer.sources(),
                writer.heads(),
                RecentBatches.open(config.folder(), committedNumber),
                SourceMemory.open(config.folder()),
                (partition, blockIndex) -> FoundLedgers.offsetOf(config.registry(), reader, partition, blockIndex),
                clock);
    }

    private void stopIfElsewhere(ControlView view) {
        boolean here = view.runningEpoch(config.registry())
                .filter(epoch -> epoch.primary() == config.site())
                .isPresent();
        if (!here) {
            Optional.ofNullable(engine.get())
                    .ifPresent(running -> running.fail(new EmbassyException(
                            Problem.REGISTRY_ELSEWHERE,
                            "Control no longer names " + config.site().label() + " as the primary of "
                                    + config.registry())));
        }
    }

    private Map<LedgerId, Head> byLedger(Map<Integer, Head> heads) {
        Map<LedgerId, Head> named = new TreeMap<>();
        heads.forEach((partition, head) -> named.put(new LedgerId(config.registry(), partition), head));
        return named;
    }
}
