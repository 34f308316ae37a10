package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.get;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.is;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.open;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.kafka.control.CheckpointReader;
import org.dataembassy.ledger.kafka.topics.TopicAdmin;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever runs the broker writes, replays and removes what they like; the writer isn't led to sign on top of it. */
class UntrustedLogTest {
    @TempDir
    private Path folder;

    @Test
    void rubbish_and_replayed_blocks_at_the_end_are_passed_over() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter first = open(land)) {
                for (int i = 0; i < 4; i++) {
                    get(first.write(Batches.of(0)));
                }
            }
            byte[] old = new WholeLog(land).records("read_committed").get(1).value();
            append(land, old, "no block".getBytes(StandardCharsets.UTF_8), null, old);

            try (BlockWriter second = open(land)) {
                assertThat(second.heads().get(0).nextBlockIndex()).isEqualTo(4);
                assertThat(get(second.write(Batches.of(0))).blocks().get(0).blockIndex())
                        .isEqualTo(4);
            }
        }
    }

    @Test
    void a_replayed_block_is_not_taken_for_the_last_one_even_without_a_journal() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter first = open(land)) {
                for (int i = 0; i < 12; i++) {
                    get(first.write(Batches.of(0)));
                }
            }
            byte[] old = new WholeLog(land).records("read_committed").get(3).value();
            byte[][] replayed = new byte[20][];
            java.util.Arrays.fill(replayed, old);
            append(land, replayed);
            Files.delete(BlockWriterTest.journal(land));

            try (BlockWriter second = open(land)) {
                assertThat(second.heads().get(0).nextBlockIndex()).isEqualTo(12);
            }
        }
    }

    @Test
    void old_blocks_replayed_in_their_order_are_not_taken_for_the_end_without_a_journal() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            write(land, 12);
            replayInOrder(land, 3, 4);
            Files.delete(BlockWriterTest.journal(land));

            try (BlockWriter second = open(land)) {
                assertThat(second.heads().get(0).nextBlockIndex()).isEqualTo(12);
            }
        }
    }

    @Test
    void old_blocks_replayed_in_their_order_are_not_taken_for_the_end_with_an_old_journal() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            write(land, 2);
            byte[] oldJournal = Files.readAllBytes(BlockWriterTest.journal(land));
            write(land, 10);
            replayInOrder(land, 5, 6);
            Files.write(BlockWriterTest.journal(land), oldJournal);

            try (BlockWriter second = open(land)) {
                assertThat(second.heads().get(0).nextBlockIndex()).isEqualTo(12);
            }
        }
    }

    @Test
    void without_a_journal_an_empty_log_below_the_checkpoint_on_control_stops_the_writer() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            land.statements().append(checkpoint(land, write(land, 2)), TestLand.PATIENCE);
            makeTopicAnew(land);
            Files.delete(BlockWriterTest.journal(land));

            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.LOG_LOST_BLOCKS));
            assertThat(BlockWriterTest.journal(land)).doesNotExist();
        }
    }

    @Test
    void an_empty_log_below_a_closing_stops_the_writer() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            write(land, 2);
            Files.delete(BlockWriterTest.journal(land));
            open(land).close();
            makeTopicAnew(land);
            Files.delete(BlockWriterTest.journal(land));

            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.LOG_LOST_BLOCKS));
        }
    }

    @Test
    void a_writer_that_has_stated_heads_begins_again_with_another_signing_key() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            open(land).close();
            publishCheckpoint(land, Head.EMPTY);
            Files.delete(BlockWriterTest.journal(land));

            try (BlockWriter second = open(land)) {
                assertThat(second.signingKeyId()).isEqualTo(keyId(land, 1));
                assertThat(get(second.write(Batches.of(0))).blocks().get(0).blockIndex())
                        .isEqualTo(0);
            }
        }
    }

    @Test
    void a_first_start_that_died_after_its_schemas_begins_as_if_for_the_first_time() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            land.statements().publishSchema(land.registry, "A", "\"string\"", TestLand.PATIENCE);

            try (BlockWriter first = open(land)) {
                assertThat(first.signingKeyId()).isEqualTo(keyId(land, 0));
            }
            assertThat(land.follower.awaitCaughtUp(TestLand.PATIENCE).closings())
                    .isEmpty();
        }
    }

    @Test
    void rubbish_after_a_checkpoint_does_not_hide_it() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            publishCheckpoint(land, write(land, 2));
            try (KafkaProducer<byte[], byte[]> producer = land.clients.newProducer()) {
                for (int i = 0; i < 40; i++) {
                    producer.send(new ProducerRecord<>(Topics.CHECKPOINTS.name(), 0, author(land), new byte[] {'{'}));
                }
            }

            try (CheckpointReader reader =
                    CheckpointReader.open(land.clients, List.of(Topics.CHECKPOINTS), land.follower::view)) {
                assertThat(reader.refresh())
                        .containsKey(land.keys().statementKey().verifyingKey().keyId());
            }
        }
    }

    @Test
    void a_log_that_was_made_anew_stops_the_writer() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.of(0)));
            }
            makeTopicAnew(land);

            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.LOG_LOST_BLOCKS));
        }
    }

    @Test
    void a_log_that_was_rebuilt_byte_for_byte_at_other_offsets_is_gone_on_with() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter first = open(land)) {
                for (int i = 0; i < 3; i++) {
                    get(first.write(Batches.of(0)));
                }
            }
            List<ConsumerRecord<byte[], byte[]>> blocks = new WholeLog(land).records("read_committed");
            makeTopicAnew(land);
            append(land, blocks.stream().map(ConsumerRecord::value).toArray(byte[][]::new));

            try (BlockWriter second = open(land)) {
                assertThat(get(second.write(Batches.of(0))).blocks().get(0).blockIndex())
                        .isEqualTo(3);
            }
            new WholeLog(land).requireSignedOnceAndWhole();
        }
    }

    @Test
    void a_log_shorter_than_the_last_checkpoint_stops_the_writer_even_without_a_journal() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            Head head;
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.of(0)));
                get(first.write(Batches.of(0)));
                head = first.heads().get(0);
            }
            publishCheckpoint(land, head);
            byte[] first = new WholeLog(land).records("read_committed").get(0).value();
            makeTopicAnew(land);
            append(land, first);
            Files.delete(BlockWriterTest.journal(land));

            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.LOG_LOST_BLOCKS));
            assertThat(land.follower.awaitCaughtUp(TestLand.PATIENCE).closings())
                    .isEmpty();
        }
    }

    @Test
    void another_block_of_our_signing_key_at_a_journaled_place_stops_the_writer() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.of(0)));
            }
            TestWriter thief = TestWriter.ofFirstEpoch(land.trust, land.registry, 5);
            makeTopicAnew(land);
            append(land, TestWriter.value(thief.seal(0, 2)));

            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.SIGNING_KEY_MISUSED));
        }
    }

    @Test
    void a_transaction_that_somebody_left_open_is_ended_when_the_writer_takes_over() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.of(0)));
            }
            KafkaProducer<byte[], byte[]> stranger = land.clients.newTransactionalProducer("stranger");
            stranger.initTransactions();
            stranger.beginTransaction();
            stranger.send(new ProducerRecord<>(land.topic(), 0, null, new byte[] {1}))
                    .get();
            stranger.close(java.time.Duration.ZERO);

            try (BlockWriter second = open(land)) {
                assertThat(get(second.write(Batches.of(0))).blocks().get(0).blockIndex())
                        .isEqualTo(1);
            }
            assertThat(new WholeLog(land).requireWhole().get(0).nextBlockIndex())
                    .isEqualTo(2);
        }
    }

    private static Head write(TestLand land, int blocks) throws Exception {
        try (BlockWriter writer = open(land)) {
            for (int i = 0; i < blocks; i++) {
                get(writer.write(Batches.of(0)));
            }
            return writer.heads().get(0);
        }
    }

    private static void replayInOrder(TestLand land, int one, int next) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> blocks = new WholeLog(land).records("read_committed");
        for (int i = 0; i < 6; i++) {
            append(land, blocks.get(one).value(), blocks.get(next).value());
        }
    }

    private static Digest keyId(TestLand land, int index) {
        return land.keys().blockKeys().get(index).verifyingKey().keyId();
    }

    private static byte[] author(TestLand land) {
        return land.keys().statementKey().verifyingKey().keyId().hex().getBytes(StandardCharsets.US_ASCII);
    }

    private static ControlStatement.Checkpoint checkpoint(TestLand land, Head head) {
        return new ControlStatement.Checkpoint(
                List.of(HeadStatement.of(new LedgerId(land.registry, 0), head)), 1, land.trust.domain(), List.of());
    }

    private static void publishCheckpoint(TestLand land, Head head) throws Exception {
        byte[] envelope = new StatementSigner(land.trust.domain(), land.keys().statementKey(), Optional.empty())
                .signCheckpoint(checkpoint(land, head), TestLand.now());
        try (KafkaProducer<byte[], byte[]> producer = land.clients.newProducer()) {
            producer.send(new ProducerRecord<>(Topics.CHECKPOINTS.name(), 0, author(land), envelope))
                    .get();
        }
    }

    private static void append(TestLand land, byte[]... values) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = land.clients.newProducer()) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(land.topic(), 0, null, value))
                        .get();
            }
        }
    }

    private static void makeTopicAnew(TestLand land) throws Exception {
        try (Admin admin = land.clients.newAdmin()) {
            admin.deleteTopics(List.of(land.topic())).all().get();
            org.awaitility.Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> !admin.listTopics().names().get().contains(land.topic()));
        }
        TopicAdmin.createOrCheck(
                land.clients,
                TopicCatalogue.topicsOf(Site.HOME, land.trust.genesis().root(), 1).stream()
                        .filter(spec -> spec.topic().name().equals(land.topic()))
                        .toList());
    }
}
