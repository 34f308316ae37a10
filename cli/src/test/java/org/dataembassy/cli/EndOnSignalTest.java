package org.dataembassy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;

final class EndOnSignalTest {

    @Test
    void a_command_that_a_signal_interrupts_says_so_and_is_cleaned_up_after_once_it_has_let_go() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean letGo = new AtomicBoolean();
        AtomicBoolean cleanedUpAfterwards = new AtomicBoolean();
        EndOnSignal signal = EndOnSignal.of(Thread.currentThread(), () -> cleanedUpAfterwards.set(letGo.get()));
        Thread shutdown = new Thread(signal::signal);

        assertThatThrownBy(() -> signal.run(() -> {
                    shutdown.start();
                    return waitFor(never);
                }))
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INTERRUPTED));

        letGo.set(true);
        signal.close();
        shutdown.join();
        assertThat(cleanedUpAfterwards).isTrue();
        assertThat(signal.hasCome()).isTrue();
    }

    @Test
    void a_fault_without_a_signal_stays_what_it_is() {
        IllegalStateException fault = new IllegalStateException("x");
        try (EndOnSignal signal = EndOnSignal.of(Thread.currentThread(), () -> {})) {
            assertThatThrownBy(() -> signal.run(() -> {
                        throw fault;
                    }))
                    .isSameAs(fault);
        }
    }

    private static String waitFor(CountDownLatch latch) {
        try {
            latch.await();
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
