package org.dataembassy.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.bench.worker.Outcome;
import org.dataembassy.bench.worker.WorkerProcess;

/** Runs tasks in processes of their own, numbered, with their files in one folder. For one thread. */
final class Workers {
    /** Every worker's heap: what a publisher must do with. */
    static final int HEAP_MEBIBYTES = 1_024;

    /** Where all events of a measurement are made before its clock starts. */
    static final int LARGE_HEAP_MEBIBYTES = 6 * 1_024;

    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    private final Path folder;
    private final Consumer<String> progress;
    private int number;

    Workers(Path folder, Consumer<String> progress) {
        this.folder = folder;
        this.progress = progress;
    }

    Outcome run(Order order) {
        return run(order, HEAP_MEBIBYTES);
    }

    Outcome run(Order order, int heapMebibytes) {
        Outcome outcome = WorkerProcess.run(order, folder, name(order), heapMebibytes, TIMEOUT);
        progress.accept(String.format(
                java.util.Locale.ROOT,
                "  %s: %,d events in %.2f s, %,.0f/s",
                label(order),
                outcome.events(),
                outcome.seconds(),
                outcome.rate()));
        return outcome;
    }

    WorkerProcess start(Order order, int heapMebibytes) {
        return WorkerProcess.start(order, folder, name(order), heapMebibytes);
    }

    static Outcome await(WorkerProcess worker) {
        return worker.await(TIMEOUT);
    }

    private String name(Order order) {
        return ++number + "-" + label(order);
    }

    private static String label(Order order) {
        return order.task().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
