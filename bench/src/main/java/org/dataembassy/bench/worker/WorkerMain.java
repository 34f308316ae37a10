package org.dataembassy.bench.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The main class of a worker's process. Arguments: a file with its order, the file that it leaves its outcome in. */
public final class WorkerMain {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WorkerMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected two arguments: the order and where the outcome goes");
        }
        Order order = JSON.readValue(Files.readAllBytes(Path.of(arguments[0])), Order.class);
        int exitCode = 0;
        try {
            Outcome outcome = order.task().run(order);
            Path file = Path.of(arguments[1]);
            Path making = file.resolveSibling(file.getFileName() + ".making");
            Files.write(making, JSON.writeValueAsBytes(outcome));
            Files.move(making, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (Exception | Error e) {
            e.printStackTrace(System.err);
            exitCode = 1;
        }
        // Threads of clients may live on.
        System.exit(exitCode);
    }
}
