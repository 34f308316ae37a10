package org.dataembassy.restorer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PartitionThreadsTest {

    @Test
    void what_comes_of_them_is_in_their_order_whichever_is_done_first() {
        CountDownLatch secondIsDone = new CountDownLatch(1);
        List<Callable<String>> tasks = List.of(
                () -> {
                    secondIsDone.await();
                    return "first";
                },
                () -> {
                    secondIsDone.countDown();
                    return "second";
                },
                () -> "third");

        assertThat(PartitionThreads.run(tasks, 2)).containsExactly("first", "second", "third");
    }

    @Test
    void of_several_failures_the_first_in_their_order_is_told() {
        CountDownLatch secondHasFailed = new CountDownLatch(1);
        List<Callable<String>> tasks = List.of(
                () -> {
                    secondHasFailed.await();
                    throw new IllegalArgumentException("first");
                },
                () -> {
                    secondHasFailed.countDown();
                    throw new IllegalStateException("second");
                });

        assertThatThrownBy(() -> PartitionThreads.run(tasks, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("first");
    }

    @Test
    void after_a_failure_no_other_task_runs_on() {
        CountDownLatch secondRuns = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        List<Callable<String>> tasks = List.of(
                () -> {
                    secondRuns.await();
                    throw new IllegalStateException("first");
                },
                () -> {
                    secondRuns.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        ended.set(true);
                    }
                    return "second";
                });

        assertThatThrownBy(() -> PartitionThreads.run(tasks, 2)).hasMessage("first");

        assertThat(ended).isTrue();
    }

    @Test
    void whoever_waits_and_is_interrupted_stops_them_all() {
        CountDownLatch forEver = new CountDownLatch(1);
        Thread waiting = Thread.currentThread();
        List<Callable<String>> tasks = List.of(() -> {
            waiting.interrupt();
            forEver.await();
            return "never";
        });

        assertThatThrownBy(() -> PartitionThreads.run(tasks, 1))
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }
}
