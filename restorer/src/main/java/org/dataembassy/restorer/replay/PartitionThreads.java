package org.dataembassy.restorer.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Works on several partitions of a ledger at the same time: they have nothing to do with each other until their states are
 * put together. Stateless.
 */
public final class PartitionThreads {
    private PartitionThreads() {}

    /** How many partitions are worth working on at the same time: one for each processor. */
    public static int usual(int partitions) {
        return Math.max(1, Math.min(partitions, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Does all tasks, and ends when none of them runs any more.
     *
     * @param threads how many at the same time, at least 1
     * @return what came of them, in their order
     * @throws EmbassyException INTERRUPTED; else what the first in their order that failed has thrown, so that the outcome
     *     doesn't depend on which was faster: the others are interrupted
     */
    public static <T> List<T> run(List<? extends Callable<T>> tasks, int threads) {
        ExecutorService workers = Executors.newFixedThreadPool(threads, daemons());
        try {
            List<Future<T>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(workers.submit(task)));
            List<T> done = new ArrayList<>();
            for (Future<T> next : running) {
                done.add(outcome(next));
            }
            return done;
        } finally {
            end(workers);
        }
    }

    private static <T> T outcome(Future<T> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbassyException(Problem.INTERRUPTED, "Reading the ledger was interrupted.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException("a partition could not be read", e.getCause());
        }
    }

    /** Whatever they hold is the caller's to close. */
    private static void end(ExecutorService workers) {
        workers.shutdownNow();
        boolean interrupted = false;
        while (!workers.isTerminated()) {
            try {
                workers.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "partition-reader-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
