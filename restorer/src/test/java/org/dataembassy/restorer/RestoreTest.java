package org.dataembassy.restorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.dataembassy.kafka.runtime.FreePorts;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerSource;
import org.dataembassy.restorer.access.TrustAnchor;
import org.dataembassy.restorer.fixture.Acts;
import org.dataembassy.restorer.fixture.KafkaTopics;
import org.dataembassy.restorer.fixture.RestoreMain;
import org.dataembassy.restorer.fixture.TestLedger;
import org.dataembassy.restorer.plan.RestorePlan;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.position.PositionText;
import org.dataembassy.restorer.replay.LedgerFault;
import org.dataembassy.restorer.report.Depth;
import org.dataembassy.restorer.report.ReportText;
import org.dataembassy.restorer.report.RestoreReport;
import org.dataembassy.restorer.report.Settled;
import org.dataembassy.restorer.report.VerificationJson;
import org.dataembassy.restorer.report.VerificationReport;
import org.dataembassy.restorer.target.TargetFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Restores and verifications of ledgers on a real broker; every test has topics of its own. */
class RestoreTest {
    private static final KafkaClients CLIENTS =
            KafkaClients.of(LocalBroker.shared().bootstrapServers());

    @TempDir
    private Path parent;

    private KafkaTopics topics;
    private String topic;
    private TestLedger ledger;
    private final String one = Acts.id(0, 2, 0);
    private final String two = Acts.id(0, 2, 1);
    private final String other = Acts.id(1, 2, 0);

    @BeforeEach
    void openTopics(TestInfo test) {
        int seed = test.getTestMethod().orElseThrow().getName().hashCode();
        String name = "t" + seed;
        // A country of its own: checkpoints of other tests lie on the same topics.
        ledger = TestLedger.open(2, seed);
        topic = name + ".registry.legislation";
        topics = new KafkaTopics(CLIENTS, name);
        topics.create(2, topic);
    }

    @AfterEach
    void closeTopics() {
        topics.close();
    }

    @Test
    void every_kind_of_position_is_the_fold_of_its_prefix() throws Exception {
        List<Long> offsets = history();
        Map<Position, int[]> expected = new LinkedHashMap<>();
        // Every sequence in turn is tried without a broker, in PartitionReplayTest.
        for (int sequence : new int[] {0, 2, 5}) {
            expected.put(PositionText.sequences("0:" + sequence + ",1:head"), new int[] {sequence + 1, 2});
        }
        // On either side of the aborted and committed transactions' holes.
        expected.put(PositionText.offsets("0:" + (offsets.get(1) - 1) + ",1:none"), new int[] {1, 0});
        expected.put(PositionText.offsets("0:" + offsets.get(1) + ",1:head"), new int[] {4, 2});
        expected.put(PositionText.time(Acts.BEGIN.plusSeconds(2).toString()), new int[] {4, 1});

        int i = 0;
        for (Map.Entry<Position, int[]> entry : expected.entrySet()) {
            RestoreReport report = restore(config(entry.getKey(), "r" + i++));
            assertThat(report.stateDigest()).as(entry.getKey().describe()).isEqualTo(ledger.digestOf(entry.getValue()));
        }
    }

    @Test
    void the_report_says_exactly_what_was_reached() throws Exception {
        List<Long> offsets = history();

        RestoreReport report = restore(config(PositionText.sequences("0:2,1:none"), "restored"));

        JsonNode json = new ObjectMapper()
                .readTree(Files.readAllBytes(parent.resolve("restored").resolve("report.json")));
        assertThat(json.get("position").asText()).isEqualTo("--to-sequence 0:2,1:none");
        assertThat(json.get("stateDigest").asText())
                .isEqualTo(ledger.digestOf(3, 0).hex());
        assertThat(json.get("trustRoot").get("digest").asText())
                .isEqualTo(ledger.trust().domain().hex());
        JsonNode reached = json.get("partitions").get(0);
        assertThat(reached.get("lastSequence").asLong()).isEqualTo(2);
        assertThat(reached.get("lastBlock").get("blockIndex").asLong()).isEqualTo(1);
        assertThat(reached.get("lastBlock").get("offset").asLong()).isEqualTo(offsets.get(1));
        assertThat(reached.get("lastBlock").get("eventsTaken").asInt()).isEqualTo(2);
        assertThat(json.get("partitions").get(1).get("events").asLong()).isZero();
        assertThat(json.get("splits").get("transactionCount").asLong()).isEqualTo(1);
        assertThat(ReportText.of(report))
                .contains("legislation/0: block 1, sequence 2, " + topic + "-0@" + offsets.get(1)
                        + " (the first 2 of its 3 events)");
    }

    @Test
    void a_plan_says_what_will_be_read_and_changes_nothing() throws Exception {
        history();

        RestorePlan plan = new Restore().plan(config(PositionText.sequences("0:2,1:none"), "restored"));

        assertThat(plan.describe())
                .startsWith("Restore of legislation to --to-sequence 0:2,1:none")
                .contains("legislation/0: from block 0 to sequence 2 (" + topic + "-0 offsets 0 to ")
                .contains("legislation/1: nothing");
        assertThat(names(parent)).isEmpty();
    }

    @Test
    void a_position_past_the_end_is_an_error_and_leaves_nothing() throws Exception {
        history();

        refused(Problem.POSITION_UNKNOWN, config(PositionText.sequences("0:6,1:none"), "restored"))
                .withMessageContaining("has sequences 0 to 5");
        refused(Problem.POSITION_UNKNOWN, config(PositionText.offsets("0:5000,1:none"), "restored"))
                .withMessageContaining("has offsets 0 to");
        refused(Problem.POSITION_MALFORMED, config(PositionText.offsets("0:1"), "restored"))
                .withMessageContaining("says nothing about partition 1");
    }

    @Test
    void a_text_of_many_megabytes_goes_through_whole() throws Exception {
        String text = "ä1234567".repeat(180_000);
        topics.commit(topic, ledger.block(0, Acts.published(one, 0, text)));

        restore(config(new Position.Head(), "restored"));

        JsonNode state = new ObjectMapper()
                .readTree(Files.readAllLines(parent.resolve("restored").resolve("states.jsonl"))
                        .get(0));
        assertThat(state.get("text").asText()).isEqualTo(text);
    }

    @Test
    void at_the_embassy_a_copy_an_own_topic_and_a_courier_make_one_ledger() throws Exception {
        String home = "home.registry.legislation";
        topics.create(2, home, "registry.legislation", "import.registry.legislation");
        topics.create(1, "home.ledger.control", "home.ledger.checkpoints");
        topics.put("home.ledger.control", "", ledger.trust().genesis().envelope());
        TestLedger.Sealed first = ledger.block(0, Acts.published(one, 0, "a"));
        TestLedger.Sealed lost = ledger.block(0, Acts.amended(one, 1, "b"));
        TestLedger.Sealed third = ledger.block(0, Acts.amended(one, 2, "c"));
        topics.commit(home, first);
        topics.commit(home, third);
        RestoreConfig config = embassy("restored");
        refused(Problem.LEDGER_FAULT, config).withMessageContaining("legislation/0, block 1: GAP at " + home + "-0@2");

        topics.commit("import.registry.legislation", lost);
        publishCheckpoint("home.ledger.checkpoints");
        RestoreReport report = restore(config);

        assertThat(report.stateDigest()).isEqualTo(ledger.digestOfAll());
        assertThat(report.partitions().get(0).checkpointsConfirmed()).isEqualTo(1);
        assertThat(report.warnings()).isEmpty();

        // Home seals one more block and says so, but nobody gets it.
        ledger.block(0, Acts.amended(one, 3, "d"));
        publishCheckpoint("home.ledger.checkpoints");
        VerificationReport verification = new LedgerVerification()
                .run(
                        new VerificationConfig(config.access(), Depth.OPENED, Duration.ZERO, "test"),
                        RestoreListener.SILENT);
        assertThat(verification.firstFault().orElseThrow().reason()).isEqualTo(LedgerFault.TRUNCATED);
        assertThat(verification.firstFault().orElseThrow().describe())
                .contains("writer of legislation at home")
                .contains("says 4 blocks, the topics have 3");
        assertThat(restore(embassy("again")).warnings())
                .anyMatch(warning -> warning.contains("says 4 blocks and 4 events; the topics here have 3 and 3"));
    }

    @Test
    void whoever_owns_the_broker_can_add_what_he_likes_and_change_nothing() throws Exception {
        TestLedger.Sealed first = ledger.block(0, Acts.published(one, 0, "a"));
        TestLedger.Sealed second = ledger.block(0, Acts.amended(one, 1, "b"));
        TestLedger.Sealed third = ledger.block(0, Acts.amended(one, 2, "c"));
        TestLedger stranger = TestLedger.open(2, 99);
        topics.commit(topic, first);
        topics.commit(topic, stranger.block(0, Acts.published(one, 0, "forged")));
        long alteredAt = topics.commit(topic, new KafkaTopics.Entry(0, altered(second.value())))
                .get(0);
        topics.commit(topic, first);
        topics.commit(topic, third);

        refused(Problem.LEDGER_FAULT, config(new Position.Head(), "restored"))
                .withMessageContaining("legislation/0, block 1: BODY_DIGEST_MISMATCH at " + topic + "-0@" + alteredAt);
        VerificationReport verification = verify(Depth.OPENED);
        assertThat(verification.firstFault()).hasValueSatisfying(fault -> {
            assertThat(fault.blockIndex()).isEqualTo(1);
            assertThat(fault.reason()).isEqualTo("BODY_DIGEST_MISMATCH");
            assertThat(fault.place().orElseThrow().offset()).isEqualTo(alteredAt);
        });
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(verification::requireVerified)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.LEDGER_FAULT));

        topics.commit(topic, second);
        RestoreReport report = restore(config(new Position.Head(), "restored"));

        assertThat(report.stateDigest()).isEqualTo(ledger.digestOfAll());
        assertThat(report.findingCounts())
                .containsEntry("REFUSED/WRONG_DOMAIN", 1L)
                .containsEntry("REFUSED/BODY_DIGEST_MISMATCH", 1L)
                .containsEntry("DUPLICATE/DUPLICATE", 1L);
        assertThat(verify(Depth.OPENED).firstFault()).isEmpty();
    }

    @Test
    void a_verification_says_what_was_checked_and_what_is_there() throws Exception {
        history();

        VerificationReport report = verify(Depth.SIGNED);

        JsonNode json = new ObjectMapper().readTree(VerificationJson.of(report));
        assertThat(json.get("verified").asBoolean()).isTrue();
        assertThat(json.get("depth").asText()).isEqualTo("SIGNED");
        JsonNode partition = json.get("partitions").get(0);
        assertThat(partition.get("blocks").asLong()).isEqualTo(3);
        assertThat(partition.get("events").asLong()).isEqualTo(6);
        assertThat(partition.get("root").asText())
                .isEqualTo(ledger.head(0).root().hex());
        assertThat(partition.get("firstRecordedAt").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(partition.get("lastRecordedAt").asText()).isEqualTo("2026-01-01T00:00:04Z");
        assertThat(partition.get("epochs").get(0).get("site").asText()).isEqualTo("home");
        assertThat(partition.get("signingKeys").get(0).get("blocks").asLong()).isEqualTo(3);
        assertThat(ReportText.of(report))
                .startsWith("Verified legislation on " + topic)
                .contains("checked: headers, signatures, history and body digests; bodies were not opened");
    }

    @Test
    void a_secret_registry_takes_a_key_to_open_and_none_to_verify_its_signatures() throws Exception {
        TestLedger secret = TestLedger.secret(2, 41);
        topics.commit(topic, secret.block(0, Acts.published(one, 0, "a"), Acts.amended(one, 1, "b")));
        topics.commit(topic, secret.block(1, Acts.published(other, 0, "o")));
        LedgerAccess without = access(secret, Optional.empty());
        LedgerAccess recovery = access(secret, Optional.of(secret.trust().recovery()));

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> verify(without, Depth.OPENED))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.KEY_MISSING));
        assertThat(verify(without, Depth.SIGNED).firstFault()).isEmpty();
        assertThat(verify(recovery, Depth.OPENED).firstFault()).isEmpty();
        assertThat(restore(config(recovery, new Position.Head(), "restored")).stateDigest())
                .isEqualTo(secret.digestOfAll());
        refused(Problem.KEY_MISSING, config(without, new Position.Head(), "no"));
        refused(
                Problem.KEY_MISSING,
                config(access(secret, Optional.of(ledger.trust().recovery())), new Position.Head(), "no"));
    }

    @Test
    void a_time_not_yet_passed_is_said_to_be_unsettled() throws Exception {
        history();

        RestoreReport report = restore(config(PositionText.time("2030-01-01T00:00:00Z"), "restored"));

        assertThat(report.partitions())
                .allSatisfy(reached -> assertThat(reached.settled()).isEqualTo(Settled.NO));
        assertThat(report.warnings()).anyMatch(warning -> warning.contains("not settled"));
    }

    @Test
    void an_exception_in_the_middle_leaves_nothing() throws Exception {
        history();
        RestoreListener failing = new RestoreListener() {
            @Override
            public void progress(LedgerId id, long blocks, long events, long offset, long endOffset) {
                throw new IllegalStateException("stop");
            }
        };

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> new Restore().run(config(new Position.Head(), "restored"), failing));

        assertThat(names(parent)).isEmpty();
    }

    @Test
    void a_process_that_is_told_to_end_or_killed_in_the_middle_leaves_nothing_that_stays() throws Exception {
        for (int i = 0; i < 40; i++) {
            topics.commit(
                    topic,
                    i == 0
                            ? ledger.block(0, Acts.published(one, i, "a"))
                            : ledger.block(0, Acts.amended(one, i, "a" + i)));
        }

        Process terminated = restoreInAnotherProcess();
        terminated.toHandle().destroy();
        assertThat(terminated.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(hidden()).isEmpty();

        Process killed = restoreInAnotherProcess();
        killed.toHandle().destroyForcibly();
        assertThat(killed.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(hidden()).hasSize(1);
        assertThat(parent.resolve("restored")).doesNotExist();

        RestoreReport report = restore(config(new Position.Head(), "restored"));
        assertThat(hidden()).isEmpty();
        assertThat(report.stateDigest()).isEqualTo(ledger.digestOfAll());
    }

    @Test
    void what_is_wrong_with_the_surroundings_is_told_by_name() throws Exception {
        history();
        LedgerAccess access = access(ledger, Optional.empty());
        LedgerAccess nobody = new LedgerAccess(
                KafkaClients.of("127.0.0.1:" + FreePorts.pick(1)[0]),
                "legislation",
                access.source(),
                access.anchor(),
                Optional.empty());
        LedgerAccess elsewhere = new LedgerAccess(
                CLIENTS,
                "legislation",
                new LedgerSource.OnTopics(List.of("nowhere.registry.legislation")),
                access.anchor(),
                Optional.empty());
        LedgerAccess unknown = new LedgerAccess(CLIENTS, "weather", access.source(), access.anchor(), Optional.empty());

        refused(Problem.BROKER_UNAVAILABLE, config(nobody, new Position.Head(), "restored"));
        refused(Problem.TOPIC_MISSING, config(elsewhere, new Position.Head(), "restored"));
        refused(Problem.REGISTRY_UNKNOWN, config(unknown, new Position.Head(), "restored"));
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> new TrustAnchor(
                        TestLedger.open(2, 98).trust().domain(),
                        Optional.of(ledger.trust().genesis())))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TRUST_ROOT_INVALID));
    }

    /** Six events in three blocks of partition 0, two in two of partition 1. @return offsets of partition 0's blocks */
    private List<Long> history() {
        long first = topics.commit(topic, ledger.block(0, Acts.published(one, 0, "a")));
        topics.abort(topic, new KafkaTopics.Entry(0, new byte[100]), new KafkaTopics.Entry(1, new byte[100]));
        List<TestLedger.Sealed> both = ledger.transaction(new TreeMap<>(Map.of(
                0, List.of(Acts.amended(one, 1, "b"), Acts.published(two, 1, "x"), Acts.amended(one, 2, "c")),
                1, List.of(Acts.published(other, 2, "o")))));
        long second = topics.commit(topic, KafkaTopics.Entry.of(both.get(0)), KafkaTopics.Entry.of(both.get(1)))
                .get(0);
        topics.abort(topic, new KafkaTopics.Entry(0, new byte[100]));
        long third = topics.commit(topic, ledger.block(0, Acts.amended(two, 3, "y"), Acts.amended(two, 4, "z")));
        topics.commit(topic, ledger.block(1, Acts.amended(other, 5, "p")));
        topics.abort(topic, new KafkaTopics.Entry(0, new byte[100]));
        return List.of(first, second, third);
    }

    private void publishCheckpoint(String checkpoints) {
        SigningKey author = ledger.trust().writer("legislation", Site.HOME).statementKey();
        ControlStatement.Checkpoint checkpoint = new ControlStatement.Checkpoint(
                List.of(HeadStatement.of(ledger.id(0), ledger.head(0))),
                1,
                ledger.trust().genesis().digest(),
                List.of());
        byte[] envelope = new StatementSigner(ledger.trust().domain(), author, Optional.empty())
                .signCheckpoint(checkpoint, Acts.BEGIN.plusSeconds(100 + ledger.events(0)));
        topics.put(checkpoints, author.verifyingKey().keyId().hex(), envelope);
    }

    private static byte[] altered(byte[] value) {
        byte[] copy = value.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    private Process restoreInAnotherProcess() throws Exception {
        Path trustRoot = parent.resolve("trust-root.dsse.json");
        Files.write(trustRoot, ledger.trust().genesis().envelope());
        Path inTheMiddle = parent.resolve("in-the-middle");
        Files.deleteIfExists(inTheMiddle);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        RestoreMain.class.getName(),
                        LocalBroker.shared().bootstrapServers(),
                        topic,
                        trustRoot.toString(),
                        parent.resolve("restored").toString(),
                        inTheMiddle.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(inTheMiddle) || !process.isAlive());
        assertThat(process.isAlive()).isTrue();
        return process;
    }

    private List<String> hidden() throws IOException {
        return names(parent).stream().filter(name -> name.startsWith(".")).toList();
    }

    private LedgerAccess access(TestLedger of, Optional<RecipientSecret> recipient) {
        return new LedgerAccess(
                CLIENTS,
                "legislation",
                new LedgerSource.OnTopics(List.of(topic)),
                new TrustAnchor(of.trust().domain(), Optional.of(of.trust().genesis())),
                recipient);
    }

    private RestoreConfig embassy(String name) {
        LedgerAccess access = new LedgerAccess(
                CLIENTS,
                "legislation",
                new LedgerSource.AtSite(Site.EMBASSY),
                TrustAnchor.ofDomain(ledger.trust().domain()),
                Optional.of(ledger.trust().embassy().recipient()));
        return config(access, new Position.Head(), name);
    }

    private RestoreConfig config(Position position, String name) {
        return config(access(ledger, Optional.empty()), position, name);
    }

    private RestoreConfig config(LedgerAccess access, Position position, String name) {
        return new RestoreConfig(
                access, position, parent.resolve(name), Set.of(TargetFormat.AVRO, TargetFormat.JSONL), true, "test");
    }

    private static RestoreReport restore(RestoreConfig config) {
        return new Restore().run(config, RestoreListener.SILENT);
    }

    private VerificationReport verify(Depth depth) {
        return verify(access(ledger, Optional.empty()), depth);
    }

    private static VerificationReport verify(LedgerAccess access, Depth depth) {
        return new LedgerVerification()
                .run(new VerificationConfig(access, depth, Duration.ZERO, "test"), RestoreListener.SILENT);
    }

    private org.assertj.core.api.ThrowableAssertAlternative<EmbassyException> refused(
            Problem problem, RestoreConfig config) throws IOException {
        List<String> before = names(parent);
        var refused = assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> restore(config))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
        assertThat(names(parent)).isEqualTo(before);
        return refused;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
