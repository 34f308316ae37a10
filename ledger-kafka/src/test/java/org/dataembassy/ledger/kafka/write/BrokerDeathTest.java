package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.get;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.is;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.open;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerDeathTest {
    private static final int BATCHES = 60;

    @TempDir
    private Path folder;

    @Test
    void a_broker_killed_while_a_writer_writes_loses_and_doubles_nothing() throws Exception {
        try (LocalBroker broker = LocalBroker.start();
                TestLand land = TestLand.on(broker, folder, 2, true)) {
            List<CompletionStage<WrittenTransaction>> answers = new ArrayList<>();
            BlockWriter writer = open(land, land.config(), killOnce(broker));
            Thread feeding = new Thread(() -> feed(writer, answers));
            feeding.start();
            awaitAnswered(answers, 10);
            broker.kill();
            broker.restart();
            Awaitility.await().atMost(TestLand.PATIENCE).until(() -> !broker.isRunning());
            broker.restart();
            feeding.join();

            assertThat(writer.close(TestLand.PATIENCE)).isTrue();

            long blocks = 0;
            for (CompletionStage<WrittenTransaction> answer : answers) {
                blocks += get(answer).blocks().size();
            }
            assertThat(blocks).isEqualTo(2L * BATCHES);
            assertThat(new WholeLog(land).requireSignedOnceAndWhole().values())
                    .allMatch(head -> head.nextBlockIndex() == BATCHES);
            closingInAnOutage(broker, land);
        }
    }

    /**
     * Kills the broker between the answer to a commit and the markers: then a broker may leave the transaction hanging
     * for ever, with an answer already given.
     */
    private static Step.Hook killOnce(LocalBroker broker) {
        AtomicInteger commits = new AtomicInteger();
        return step -> {
            if (step == Step.COMMITTED && commits.incrementAndGet() == 30) {
                broker.kill();
            }
        };
    }

    /** In the same test, for a broker of its own takes seconds. */
    private static void closingInAnOutage(LocalBroker broker, TestLand land) throws Exception {
        BlockWriter writer = open(land);
        get(writer.write(Batches.of(0)));
        broker.kill();
        CompletionStage<WrittenTransaction> caught = writer.write(Batches.of(0, 1));

        boolean all = writer.close(Duration.ofMillis(500));

        assertThat(all).isFalse();
        assertThatThrownBy(() -> get(caught)).satisfies(is(Problem.WRITER_CLOSED));
        assertThatThrownBy(() -> BlockWriter.open(
                        land.config(),
                        land.keys(),
                        land.follower::view,
                        land.statements(),
                        TestLand.CLOCK,
                        new SecureRandom()))
                .satisfies(is(Problem.BROKER_UNAVAILABLE));
        broker.restart();
        try (BlockWriter next = open(land)) {
            assertThat(next.heads().get(0).nextBlockIndex()).isEqualTo(BATCHES + 2L);
            assertThat(next.heads().get(1).nextBlockIndex()).isEqualTo(BATCHES + 1L);
        }
        new WholeLog(land).requireSignedOnceAndWhole();
    }

    private static void feed(BlockWriter writer, List<CompletionStage<WrittenTransaction>> answers) {
        try {
            for (int i = 0; i < BATCHES; i++) {
                CompletionStage<WrittenTransaction> answer = writer.write(Batches.of(0, 1));
                synchronized (answers) {
                    answers.add(answer);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitAnswered(List<CompletionStage<WrittenTransaction>> answers, int count) {
        Awaitility.await()
                .atMost(TestLand.PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    synchronized (answers) {
                        return answers.stream()
                                        .filter(answer ->
                                                answer.toCompletableFuture().isDone())
                                        .count()
                                >= count;
                    }
                });
    }
}
