package org.dataembassy.ledger.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.testkit.ModelReceiver;
import org.dataembassy.ledger.testkit.TestEvents;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one thread seals and accepts in a second of its processor time: run alone, with the endurance profile. */
@Tag("endurance")
class ThroughputTest {
    private static final int EVENT_BYTES = 250;
    private static final int ROUNDS = 4;

    @ParameterizedTest(name = "{0}, blocks of {1} events")
    @CsvSource({"ED25519, 1000, 400", "MLDSA65_ED25519, 1000, 400", "ED25519, 1, 4000", "MLDSA65_ED25519, 1, 1000"})
    void oneThread(SignatureSuite suite, int eventsInBlock, int blocks) {
        TestTrust trust = TestTrust.create(3, suite, TestTrust.encrypted("population", 1));
        List<byte[]> events = TestEvents.some(new Random(1), eventsInBlock, EVENT_BYTES);
        double bestSealed = 0;
        double bestAccepted = 0;
        long stored = 0;
        for (int round = 0; round < ROUNDS; round++) {
            TestWriter writer = TestWriter.ofFirstEpoch(trust, "population", 1000 + round);
            List<byte[]> values = new ArrayList<>();
            long begin = cpuNanos();
            for (int i = 0; i < blocks; i++) {
                values.add(TestWriter.value(writer.seal(0, events)));
            }
            bestSealed = Math.max(bestSealed, 1e9 * blocks * eventsInBlock / (cpuNanos() - begin));
            ModelReceiver receiver = new ModelReceiver(
                    new LedgerId("population", 0),
                    trust.view(),
                    Optional.of(trust.embassy().recipient()));
            begin = cpuNanos();
            for (int i = 0; i < blocks; i++) {
                receiver.take(values, i);
            }
            bestAccepted = Math.max(bestAccepted, 1e9 * blocks * eventsInBlock / (cpuNanos() - begin));
            assertThat(receiver.head()).isEqualTo(writer.head(0));
            stored = values.stream().mapToLong(value -> value.length).sum();
        }
        System.out.printf(
                "%s, %d events of %d bytes in a block: sealed %,.0f, accepted %,.0f events/s; %d bytes stored an event%n",
                suite, eventsInBlock, EVENT_BYTES, bestSealed, bestAccepted, stored / blocks / eventsInBlock);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
