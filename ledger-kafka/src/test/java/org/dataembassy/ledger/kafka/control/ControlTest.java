package org.dataembassy.ledger.kafka.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.kafka.DurableFiles;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
    private static final String SCHEMA = "{\"type\":\"string\"}";

    @TempDir
    private Path folder;

    @Test
    void a_schema_is_published_once_and_every_follower_has_it() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1);
                ControlFollower other = ControlFollower.start(
                        ControlFollower.Config.of(land.clients, Site.HOME, land.trust.domain()))) {
            List<ControlView> seen = Collections.synchronizedList(new ArrayList<>());
            other.onChange(seen::add);

            ControlView after = land.statements().publishSchema(land.registry, "A", SCHEMA, TestLand.PATIENCE);
            ControlView again = land.statements().publishSchema(land.registry, "A", SCHEMA, TestLand.PATIENCE);

            assertThat(after.schemas()).containsValue(SCHEMA);
            assertThat(again.authors()).isEqualTo(after.authors());
            assertThat(other.awaitCaughtUp(TestLand.PATIENCE)).isEqualTo(after);
            assertThat(seen.get(seen.size() - 1)).isEqualTo(after);
        }
    }

    @Test
    void a_follower_starts_from_its_snapshot_and_reads_on() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            Path file = folder.resolve("follower").resolve("control.snapshot");
            land.statements().publishSchema(land.registry, "A", SCHEMA, TestLand.PATIENCE);
            ControlView before;
            try (ControlFollower first = follower(land, file)) {
                before = first.awaitCaughtUp(TestLand.PATIENCE);
            }
            ControlView later = land.statements().publishSchema(land.registry, "B", "\"int\"", TestLand.PATIENCE);

            try (ControlFollower second = follower(land, file)) {
                assertThat(second.view()).isEqualTo(before);
                assertThat(second.awaitCaughtUp(TestLand.PATIENCE)).isEqualTo(later);
            }

            byte[] damaged = Files.readAllBytes(file);
            damaged[damaged.length / 2] ^= 1;
            Files.write(file, damaged);
            try (ControlFollower third = follower(land, file)) {
                assertThat(third.awaitCaughtUp(TestLand.PATIENCE)).isEqualTo(later);
            }
        }
    }

    @Test
    void what_was_taken_out_of_a_snapshot_comes_back_from_the_topics() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            Path file = folder.resolve("follower").resolve("control.snapshot");
            ControlView whole = land.statements().publishSchema(land.registry, "A", SCHEMA, TestLand.PATIENCE);
            try (ControlFollower first = follower(land, file)) {
                first.awaitCaughtUp(TestLand.PATIENCE);
            }
            ControlSnapshot stored =
                    ControlSnapshot.read(file, land.trust.domain()).orElseThrow();
            new ControlSnapshot(stored.domain(), stored.envelopes().subList(0, 1)).write(file);

            try (ControlFollower second = follower(land, file)) {
                assertThat(second.view().schemas()).isEmpty();
                assertThat(second.awaitCaughtUp(TestLand.PATIENCE)).isEqualTo(whole);
            }
        }
    }

    @Test
    void a_domain_without_a_genesis_is_named() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1);
                ControlFollower lost = ControlFollower.start(
                        ControlFollower.Config.of(land.clients, Site.HOME, Digest.sha256(new byte[] {9})))) {
            assertThatThrownBy(() -> lost.awaitCaughtUp(Duration.ofSeconds(2)))
                    .isInstanceOfSatisfying(
                            EmbassyException.class,
                            missing -> assertThat(missing.problem()).isEqualTo(Problem.TRUST_ROOT_MISSING));
        }
    }

    @Test
    void a_statement_signed_before_a_crash_is_sent_with_the_same_bytes_and_the_chain_goes_on() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            // Signed and on disk, never sent: the process died in between.
            byte[] signed = new StatementSigner(land.trust.domain(), land.keys().statementKey(), Optional.empty())
                    .signNext(schema(land, "A"), TestLand.now());
            writeLast(land, -1, signed);

            ControlView after = land.statements().append(schema(land, "B"), TestLand.PATIENCE);

            assertThat(after.schemas().values()).contains("\"A\"", "\"B\"");
            assertThat(after.authors().get(author(land)).number()).isEqualTo(2);
            assertThat(after.alarms()).isEmpty();
        }
    }

    @Test
    void a_statement_that_arrived_before_a_crash_is_not_sent_again() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            byte[] signed = new StatementSigner(land.trust.domain(), land.keys().statementKey(), Optional.empty())
                    .signNext(schema(land, "A"), TestLand.now());
            writeLast(land, -1, signed);
            try (KafkaProducer<byte[], byte[]> producer = land.clients.newProducer()) {
                producer.send(new ProducerRecord<>(Topics.CONTROL.name(), 0, null, signed))
                        .get();
            }

            ControlView after = land.statements().append(schema(land, "B"), TestLand.PATIENCE);

            assertThat(after.authors().get(author(land)).number()).isEqualTo(2);
        }
    }

    @Test
    void a_control_topic_that_lost_our_statements_stops_the_author() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            writeLast(land, 5, new byte[] {1});

            assertThatThrownBy(() -> land.statements().append(schema(land, "A"), TestLand.PATIENCE))
                    .isInstanceOfSatisfying(
                            EmbassyException.class,
                            lost -> assertThat(lost.problem()).isEqualTo(Problem.CONTROL_LOST_STATEMENTS));
        }
    }

    @Test
    void a_checkpoint_that_knows_more_of_an_author_than_control_stops_one_who_has_lost_the_file() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            byte[] site = new StatementSigner(
                            land.trust.domain(), land.trust.home().statementKey(), Optional.empty())
                    .signCheckpoint(
                            new ControlStatement.Checkpoint(
                                    List.of(),
                                    1,
                                    land.trust.domain(),
                                    List.of(new ControlView.AuthorHead(
                                            author(land), 3, Digest.sha256(new byte[] {1})))),
                            TestLand.now());
            try (KafkaProducer<byte[], byte[]> producer = land.clients.newProducer()) {
                producer.send(new ProducerRecord<>(Topics.CHECKPOINTS.name(), 0, null, site))
                        .get();
            }

            assertThatThrownBy(() -> land.statements().append(schema(land, "A"), TestLand.PATIENCE))
                    .isInstanceOfSatisfying(
                            EmbassyException.class,
                            lost -> assertThat(lost.problem()).isEqualTo(Problem.CONTROL_LOST_STATEMENTS));
        }
    }

    @Test
    void a_trust_root_is_published_once() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            assertThat(ControlWriter.publishTrustRoot(land.clients, land.trust.genesis()))
                    .isFalse();
        }
    }

    @Test
    void checkpoints_are_published_read_and_never_replaced_by_older_ones() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1);
                ControlWriter statements = land.statementsOf(land.trust.home().statementKey(), "site");
                CheckpointReader reader =
                        CheckpointReader.open(land.clients, List.of(Topics.CHECKPOINTS), land.follower::view)) {
            Digest site = land.trust.home().statementKey().verifyingKey().keyId();
            Head head = Head.EMPTY.after(Digest.sha256(new byte[] {1}), 3);
            try (CheckpointPublisher publisher = CheckpointPublisher.start(
                    land.clients,
                    land.trust.home().statementKey(),
                    land.follower::view,
                    () -> Map.of(new LedgerId(land.registry, 0), head),
                    statements,
                    new CheckpointPublisher.Intervals(Duration.ofMillis(50), Duration.ofMillis(300)),
                    TestLand.CLOCK)) {
                Awaitility.await().until(() -> reader.refresh().containsKey(site));
                Awaitility.await().until(() -> land.follower.view().authors().containsKey(site));
            }
            SignedCheckpoint latest = reader.refresh().get(site);
            assertThat(latest.checkpoint().heads())
                    .containsExactly(
                            org.dataembassy.ledger.control.HeadStatement.of(new LedgerId(land.registry, 0), head));

            replayOldest(land, site);

            assertThat(reader.refresh().get(site).issuedAt()).isEqualTo(latest.issuedAt());
            try (CheckpointReader fresh =
                    CheckpointReader.open(land.clients, List.of(Topics.CHECKPOINTS), land.follower::view)) {
                assertThat(fresh.refresh().get(site).issuedAt()).isEqualTo(latest.issuedAt());
            }
        }
    }

    private static void replayOldest(TestLand land, Digest author) throws Exception {
        byte[] key = author.hex().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[][] oldest = {null};
        try (var records = org.dataembassy.ledger.kafka.read.RecordReader.open(land.clients, 1 << 20)) {
            var range = records.ranges(Topics.CHECKPOINTS.name()).get(0);
            records.read(Topics.CHECKPOINTS.name(), 0, range, read -> {
                oldest[0] = java.util.Arrays.equals(read.key(), key) ? read.value() : null;
                return oldest[0] == null;
            });
        }
        try (KafkaProducer<byte[], byte[]> producer = land.clients.newProducer()) {
            producer.send(new ProducerRecord<>(Topics.CHECKPOINTS.name(), 0, key, oldest[0]))
                    .get();
        }
    }

    private static ControlFollower follower(TestLand land, Path snapshot) {
        return ControlFollower.start(new ControlFollower.Config(
                land.clients,
                List.of(Topics.CONTROL, Topics.CONTROL.mirroredFrom(Site.EMBASSY)),
                land.trust.domain(),
                Optional.empty(),
                Optional.of(snapshot)));
    }

    private static ControlStatement schema(TestLand land, String name) {
        String text = "\"" + name + "\"";
        return new ControlStatement.SchemaPublished(
                land.registry, name, Digest.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)), text);
    }

    private static Digest author(TestLand land) {
        return land.keys().statementKey().verifyingKey().keyId();
    }

    private static void writeLast(TestLand land, long previousNumber, byte[] envelope) {
        Path place = land.folder.resolve("statements");
        try {
            DurableFiles.makeFolder(place);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        new LastStatement(previousNumber, envelope)
                .write(place.resolve("control-" + author(land).abbreviated() + ".last-statement"));
    }
}
