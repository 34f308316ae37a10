package org.dataembassy.ledger.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.testkit.Delivery;
import org.dataembassy.ledger.testkit.ModelReceiver;
import org.dataembassy.ledger.testkit.TestEvents;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reordered, duplicated, delayed, from several sources: the same head, and nothing raised (promise 3 of design.md). */
class DeliverySimulationTest {
    private static final int PARTITIONS = 4;

    @Test
    void aMillionEventsInLargeBlocksEndInTheSameHead() {
        simulate(20261122, "population", 1_000_000, 1_000, 48);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12})
    void manyBlocksOfOneEventEndInTheSameHead(long seed) {
        simulate(seed, "population", 1_500, 1, 300);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void blocksOfAnySizeEndInTheSameHead(long seed) {
        simulate(seed, new Random(seed).nextBoolean() ? "population" : "legislation", 2_000, 0, 100);
    }

    @Tag("endurance")
    @Test
    void manyRunsOfManySmallBlocksEndInTheSameHead() {
        for (long seed = 1000; seed < 1200; seed++) {
            simulate(seed, "population", 5_000, 0, 200);
        }
    }

    /** @param eventsInBlock 0 for any number up to 30 */
    private static void simulate(long seed, String registry, int events, int eventsInBlock, int eventBytes) {
        System.out.printf("delivery of %d events of %s, seed %d%n", events, registry, seed);
        Random random = new Random(seed);
        TestTrust trust = TestTrust.create(
                seed, TestTrust.legislation(PARTITIONS), TestTrust.encrypted("population", PARTITIONS));
        TestWriter writer = TestWriter.ofFirstEpoch(trust, registry, seed);
        List<List<byte[]>> blocks = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            blocks.add(new ArrayList<>());
        }
        for (int left = events; left > 0; ) {
            int count = Math.min(left, eventsInBlock == 0 ? 1 + random.nextInt(30) : eventsInBlock);
            int partition = random.nextInt(PARTITIONS);
            List<byte[]> batch = TestEvents.some(random, count, eventBytes);
            blocks.get(partition).add(TestWriter.value(writer.seal(partition, batch)));
            left -= count;
        }

        long received = 0;
        for (int p = 0; p < PARTITIONS; p++) {
            ModelReceiver receiver = new ModelReceiver(
                    new LedgerId(registry, p),
                    trust.view(),
                    Optional.of(trust.embassy().recipient()));
            Delivery delivery = new Delivery(seed * PARTITIONS + p);
            delivery.deliver(
                    List.of(
                            delivery.source(blocks.get(p)),
                            delivery.lossySource(blocks.get(p)),
                            delivery.lossySource(blocks.get(p))),
                    receiver);
            sameHeadAndNothingRaised(seed, receiver, writer.head(p));
            received += receiver.head().nextSequence();
        }
        assertThat(received).isEqualTo(events);
    }

    private static void sameHeadAndNothingRaised(long seed, ModelReceiver receiver, Head sealed) {
        assertThat(receiver.raised()).as("seed %d", seed).isEmpty();
        assertThat(receiver.waiting()).as("seed %d", seed).isZero();
        assertThat(receiver.head()).as("seed %d", seed).isEqualTo(sealed);
        assertThat(receiver.head().root()).as("seed %d", seed).isEqualTo(sealed.root());
        assertThat(receiver.count(Reason.ACCEPTED)).as("seed %d", seed).isEqualTo((int) sealed.nextBlockIndex());
    }
}
