package org.dataembassy.site.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.site.materialise.AcceptedBlock;
import org.dataembassy.site.materialise.BlockEvents;
import org.dataembassy.site.materialise.BlockFold;
import org.dataembassy.site.materialise.BlockWrites;
import org.dataembassy.site.materialise.CannotFoldException;
import org.dataembassy.site.materialise.EventSchemas;
import org.dataembassy.site.memory.SiteMemory;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.StoreBatch;
import org.dataembassy.site.store.StoreLayout;
import org.dataembassy.site.store.StoreSecrets;
import org.dataembassy.site.store.WritableLedgerStore;
import org.dataembassy.site.topology.SiteParts;
import org.dataembassy.site.topology.SiteTopology;
import org.dataembassy.site.topology.StreamsSettings;
import org.dataembassy.site.verify.ComingRecords;
import org.dataembassy.site.verify.LedgerTopics;
import org.dataembassy.site.verify.Outlets;
import org.dataembassy.site.verify.PartitionVerifier;
import org.dataembassy.site.verify.VerifySettings;

/** The embassy's topology with partition 0 of legislation, without a broker. What was piped in can be read again. */
public final class TestSite implements AutoCloseable {
    public static final Duration GAP_TIMEOUT = Duration.ofSeconds(60);
    public static final LedgerId LEDGER = new LedgerId(ActWriter.REGISTRY, 0);
    public static final String MIRRORED =
            Topics.registry(ActWriter.REGISTRY).mirroredFrom(Site.HOME).name();
    public static final String IMPORT = Topics.importOf(ActWriter.REGISTRY).name();

    private static final int PARTITIONS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestTrust trust;
    private final SiteBoard board = new SiteBoard();
    private final ComingRecords coming = new ComingRecords();
    private final MovableClock clock = new MovableClock();
    private final SiteMemory memory;
    private final Map<String, NavigableMap<Long, byte[]>> log = new HashMap<>();
    private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
    private final SiteParts parts;
    private final TopologyTestDriver driver;
    private final TestOutputTopic<String, byte[]> quarantine;
    private final TestOutputTopic<String, byte[]> status;
    private ControlView control;
    private long nextOffset;
    private boolean brokerIsOut;

    public TestSite(TestTrust trust, Path stateFolder) {
        this.trust = trust;
        this.control = trust.view();
        this.memory = SiteMemory.open(
                stateFolder.resolve("memory"),
                trust.embassy().storeKey(),
                trust.genesis().digest(),
                Site.EMBASSY,
                new SecureRandom());
        parts = new SiteParts(
                trust.embassy().storeKey(),
                new SecureRandom(),
                new Acceptance(Optional.of(trust.embassy().recipient())),
                () -> control,
                new Log(),
                coming,
                Runnable::run,
                memory,
                new BlockEvents(new EventSchemas(RegistryModels.all(), () -> control)),
                board,
                new VerifySettings(GAP_TIMEOUT, 50),
                clock);
        Properties settings = new StreamsSettings(
                        KafkaClients.of("127.0.0.1:9"), "test", stateFolder, 1, 0, 1, 100, 32 << 20, "127.0.0.1:1")
                .toProperties();
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        driver = new TopologyTestDriver(SiteTopology.build(trust.genesis().root(), parts), settings, clock.instant());
        quarantine = driver.createOutputTopic(
                Topics.QUARANTINE.name(), new StringDeserializer(), new ByteArrayDeserializer());
        status = driver.createOutputTopic(
                Topics.SITE_STATUS.name(), new StringDeserializer(), new ByteArrayDeserializer());
        turns(1); // finds that nothing has been consumed yet
    }

    /** As MirrorMaker brings it. */
    public void mirror(BlockSealer.Sealed... blocks) {
        for (BlockSealer.Sealed block : blocks) {
            pipe(MIRRORED, ActWriter.value(block));
        }
    }

    /** As a courier brings it. */
    public void bring(BlockSealer.Sealed... blocks) {
        for (BlockSealer.Sealed block : blocks) {
            pipe(IMPORT, ActWriter.value(block));
        }
    }

    /** As a stream thread has them that was behind: all of them at hand before the first is judged. */
    public void mirrorTogether(List<byte[]> values) {
        List<BlockRecord> records = new ArrayList<>();
        for (byte[] value : values) {
            records.add(new BlockRecord(MIRRORED, LEDGER.partition(), nextOffset + records.size(), value));
        }
        coming.came(MIRRORED, LEDGER.partition(), records);
        values.forEach(value -> pipe(MIRRORED, value));
    }

    public void pipe(String topic, byte[] value) {
        // The driver counts the offsets of all topics of a pattern together.
        log.computeIfAbsent(topic, t -> new TreeMap<>()).put(nextOffset++, value);
        inputs.computeIfAbsent(
                        topic, t -> driver.createInputTopic(t, new ByteArraySerializer(), new ByteArraySerializer()))
                .pipeInput(null, value);
    }

    /** On the topic, but not given to the driver's tasks. */
    public long append(String topic, byte[] value) {
        log.computeIfAbsent(topic, t -> new TreeMap<>()).put(nextOffset, value);
        return nextOffset++;
    }

    /** Lets time pass, turn by turn. */
    public void pass(Duration time) {
        clock.advance(time);
        turns(1);
    }

    public void turns(int count) {
        for (int i = 0; i < count; i++) {
            driver.advanceWallClockTime(Duration.ofMillis(VerifySettings.TURN_MILLIS));
        }
    }

    /** What control says from now on. */
    public void control(ControlView view) {
        control = view;
    }

    public ControlView control() {
        return control;
    }

    public PartitionReport report() {
        return board.report(LEDGER).orElseThrow();
    }

    public SiteBoard board() {
        return board;
    }

    /** Reads and writes past the topology. */
    public WritableLedgerStore store() {
        return new WritableLedgerStore(
                bytes(), new StoreSecrets(trust.embassy().storeKey(), LEDGER, new SecureRandom()));
    }

    public KeyValueStore<Bytes, byte[]> bytes() {
        return driver.getKeyValueStore(StoreLayout.storeName(ActWriter.REGISTRY));
    }

    /** What went into quarantine since it was asked for last. */
    public List<JsonNode> quarantined() {
        return quarantine.readValuesToList().stream().map(TestSite::parse).toList();
    }

    /** The partition's states as told since they were asked for last. */
    public List<String> told() {
        return status.readValuesToList().stream()
                .map(notice -> parse(notice).get("state").textValue())
                .toList();
    }

    /** Whoever owns the broker deletes what the topic holds. */
    public NavigableMap<Long, byte[]> purge(String topic) {
        return log.put(topic, new TreeMap<>());
    }

    /** Puts back what was deleted. */
    public void bringBack(String topic, NavigableMap<Long, byte[]> records) {
        log.put(topic, new TreeMap<>(records));
    }

    /** From now on records can't be read again. */
    public void takeBrokerDown() {
        brokerIsOut = true;
    }

    /** What the tasks noted has been committed. */
    public void commit() {
        memory.committed();
    }

    /** A verifier over the same store, as after a restart. */
    public PartitionVerifier restarted() {
        return new PartitionVerifier(
                store(),
                parts.acceptance(),
                parts.control(),
                parts.topics(),
                parts.coming(),
                parts.background(),
                parts.memory(),
                board,
                new Restarted(),
                parts.verifySettings(),
                clock,
                Optional.of(Digest.of(SchemaFingerprint.of(
                        RegistryModels.named(ActWriter.REGISTRY).stateSchema()))));
    }

    private final class Restarted implements Outlets {
        private final BlockFold<?> fold =
                new BlockFold<>(RegistryModels.named(ActWriter.REGISTRY), PARTITIONS, parts.events());

        @Override
        public void materialise(AcceptedBlock block) {
            StoreBatch batch = block.store().batch();
            try {
                BlockWrites writes = fold.fold(batch, block.before(), block.judgement(), block.location());
                writes.prepare(batch);
                batch.apply();
                block.applied(writes.head());
            } catch (CannotFoldException e) {
                block.failed(e);
            }
        }

        @Override
        public void quarantine(String recordName, byte[] notice) {}

        @Override
        public void status(String recordName, byte[] notice) {}
    }

    /** What was piped in, as a broker holds it. */
    private final class Log implements LedgerTopics {
        @Override
        public List<BlockRecord> interval(String topic, int partition, long first, long last, int maxRecords) {
            requireBroker();
            List<BlockRecord> records = new ArrayList<>();
            records(topic).subMap(first, true, last, true).entrySet().stream()
                    .limit(maxRecords)
                    .forEach(entry -> records.add(new BlockRecord(topic, partition, entry.getKey(), entry.getValue())));
            return records;
        }

        @Override
        public OffsetRange offsets(String topic, int partition) {
            requireBroker();
            NavigableMap<Long, byte[]> records = records(topic);
            return records.isEmpty()
                    ? new OffsetRange(nextOffset, nextOffset)
                    : new OffsetRange(records.firstKey(), records.lastKey() + 1);
        }

        @Override
        public Map<String, OffsetRange> carriers(LedgerId ledger) {
            Map<String, OffsetRange> ranges = new TreeMap<>();
            log.keySet().forEach(topic -> ranges.put(topic, offsets(topic, ledger.partition())));
            return ranges;
        }

        @Override
        public Map<String, Long> consumed(LedgerId ledger) {
            return Map.of();
        }

        @Override
        public boolean holds(LedgerId ledger, long blockIndex, BlockEntry block) {
            requireBroker();
            return records(block.location().topic())
                    .containsKey(block.location().offset());
        }

        private NavigableMap<Long, byte[]> records(String topic) {
            return log.getOrDefault(topic, new TreeMap<>());
        }

        private void requireBroker() {
            if (brokerIsOut) {
                throw new EmbassyException(Problem.BROKER_UNAVAILABLE, "The broker does not answer.");
            }
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
