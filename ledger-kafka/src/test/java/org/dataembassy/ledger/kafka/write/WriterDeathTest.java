package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.get;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.is;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.open;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A writer that dies at any step: what was acknowledged stays, nothing is there twice, no place is signed twice. */
class WriterDeathTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"SEALED", "JOURNALED", "PARTLY_SENT", "SENT", "COMMITTED", "VISIBLE"})
    void what_a_dead_writer_left_is_settled_by_the_next(Step step) throws Exception {
        try (TestLand land = TestLand.withEncryptedRegistry(folder, 2)) {
            List<WrittenBlock> acknowledged = new ArrayList<>();
            BlockWriter dying = open(land, land.config(), deathAt(step, 3));
            List<CompletionStage<WrittenTransaction>> answers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                answers.add(tryWrite(dying, Batches.from("outbox", i, 0, 1)));
            }
            for (CompletionStage<WrittenTransaction> answer : answers) {
                answer.toCompletableFuture().handle((written, failure) -> {
                    if (written != null) {
                        acknowledged.addAll(written.blocks());
                    }
                    return null;
                });
            }
            dying.close();

            try (BlockWriter next = open(land)) {
                long resumed = next.sources().getOrDefault("outbox", -1L);
                assertThat(resumed).isBetween(1L, 4L);
                get(next.write(Batches.from("outbox", resumed + 1, 0, 1)));
            }

            assertThat(acknowledged).hasSizeLessThanOrEqualTo(4);
            WholeLog log = new WholeLog(land);
            Map<Integer, Head> heads = log.requireSignedOnceAndWhole();
            assertThat(heads.get(0).nextBlockIndex()).isEqualTo(heads.get(1).nextBlockIndex());
            assertThat(committedLeaves(land)).containsAll(leaves(acknowledged));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"PARTLY_SENT", "SENT", "COMMITTED"})
    void an_unknown_outcome_is_settled_by_the_living_writer_itself(Step step) throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 2)) {
            AtomicInteger seen = new AtomicInteger();
            try (BlockWriter writer = open(land, land.config(), now -> {
                if (now == step && seen.incrementAndGet() == 2) {
                    throw new org.apache.kafka.common.errors.TimeoutException("no answer, says the test");
                }
            })) {
                for (int i = 0; i < 4; i++) {
                    assertThat(get(writer.write(Batches.of(0, 1)))
                                    .blocks()
                                    .get(1)
                                    .blockIndex())
                            .isEqualTo(i);
                }
                assertThat(writer.failure()).isEmpty();
            }

            assertThat(new WholeLog(land).requireSignedOnceAndWhole().values())
                    .allMatch(head -> head.nextBlockIndex() == 4);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"NEW_JOURNAL", "KEY_CLOSED"})
    void a_death_while_the_signing_key_is_closed_ends_with_it_closed(Step step) throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 2)) {
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.of(0, 1)));
            }
            Files.delete(BlockWriterTest.journal(land));
            assertThatThrownBy(() -> open(land, land.config(), deathAt(step, 1)))
                    .isInstanceOf(Death.class);

            try (BlockWriter next = open(land)) {
                get(next.write(Batches.of(0)));

                assertThat(next.signingKeyId()).isEqualTo(keyId(land, 1));
            }

            assertThat(land.follower.awaitCaughtUp(TestLand.PATIENCE).closings())
                    .containsOnlyKeys(keyId(land, 0));
            new WholeLog(land).requireSignedOnceAndWhole();
        }
    }

    @Test
    void a_journal_lost_after_a_death_does_not_let_the_aborted_block_be_signed_again_by_the_same_key()
            throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            BlockWriter dying = open(land, land.config(), deathAt(Step.SENT, 1));
            CompletionStage<WrittenTransaction> answer = dying.write(Batches.of(0));
            assertThatThrownBy(() -> get(answer)).satisfies(is(Problem.WRITER_CLOSED));
            dying.close();
            Files.delete(BlockWriterTest.journal(land));

            try (BlockWriter next = open(land)) {
                get(next.write(Batches.of(0)));

                // The aborted block lies in the log for ever; whoever brings it back brings one of a closed signing
                // key.
                assertThat(next.signingKeyId()).isEqualTo(keyId(land, 1));
            }

            assertThat(new WholeLog(land).requireWhole().get(0).nextBlockIndex())
                    .isEqualTo(1);
        }
    }

    /** What a test throws where a process would end: nothing is tidied up after it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    static Step.Hook deathAt(Step step, int time) {
        AtomicInteger seen = new AtomicInteger();
        return now -> {
            if (now == step && seen.incrementAndGet() >= time) {
                throw new Death();
            }
        };
    }

    private static CompletionStage<WrittenTransaction> tryWrite(BlockWriter writer, Batch batch) throws Exception {
        try {
            return writer.write(batch);
        } catch (org.dataembassy.ledger.problem.EmbassyException e) {
            return java.util.concurrent.CompletableFuture.failedFuture(e);
        }
    }

    private static Digest keyId(TestLand land, int index) {
        return land.keys().blockKeys().get(index).verifyingKey().keyId();
    }

    private static List<Digest> leaves(List<WrittenBlock> blocks) {
        return blocks.stream().map(WrittenBlock::leaf).toList();
    }

    private static List<Digest> committedLeaves(TestLand land) throws Exception {
        List<Digest> leaves = new ArrayList<>();
        for (var read : new WholeLog(land).records("read_committed")) {
            leaves.add(org.dataembassy.ledger.block.SealedBlock.decode(read.value())
                    .leaf());
        }
        return leaves;
    }
}
