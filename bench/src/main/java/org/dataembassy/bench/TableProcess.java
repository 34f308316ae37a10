package org.dataembassy.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.dataembassy.bench.country.BenchCountry;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.bench.worker.Task;
import org.dataembassy.bench.worker.WorkerProcess;

/** The plain Streams table at the embassy, in a process of its own. For one thread. */
final class TableProcess implements AutoCloseable {
    private static final long START_NANOS = 60_000_000_000L;

    private final WorkerProcess process;
    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TableProcess(WorkerProcess process, URI address) {
        this.process = process;
        this.address = address;
    }

    static TableProcess start(BenchCountry country, Path folder) {
        Path portFile = folder.resolve("table.port");
        Order order = Order.of(Task.TABLE)
                .with("bootstrap", country.embassy())
                .with("topic", BenchCountry.abroad(BenchCountry.PLAIN_TOPIC))
                .with("folder", folder.resolve("table"))
                .with("threads", BenchSettings.STREAM_THREADS)
                .with("port-file", portFile);
        WorkerProcess process = WorkerProcess.start(order, folder, "table", BenchCountry.SITE_HEAP_MEBIBYTES);
        long deadline = System.nanoTime() + START_NANOS;
        while (!Files.exists(portFile)) {
            if (!process.isRunning()
                    || System.nanoTime() > deadline
                    || Thread.currentThread().isInterrupted()) {
                process.close();
                throw new IllegalStateException("the plain table doesn't start\n" + process.outputTail());
            }
            LockSupport.parkNanos(10_000_000);
        }
        try {
            return new TableProcess(process, URI.create("http://127.0.0.1:" + Files.readString(portFile) + "/"));
        } catch (IOException e) {
            process.close();
            throw new IllegalStateException(e);
        }
    }

    /** Events taken in. */
    long events() {
        return Long.parseLong(
                send(HttpRequest.newBuilder(address.resolve("count")).GET().build()));
    }

    /** The id of the last event of an entity. */
    String lastEvent(String entityId) {
        return send(HttpRequest.newBuilder(address.resolve("last"))
                .POST(HttpRequest.BodyPublishers.ofString(entityId, StandardCharsets.UTF_8))
                .build());
    }

    boolean isRunning() {
        return process.isRunning();
    }

    long pid() {
        return process.pid();
    }

    /** What a table that was stopped has left in its folder. */
    static long diskBytes(Path folder) {
        return BenchCountry.diskBytes(folder.resolve("table"));
    }

    private String send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new IllegalStateException("the plain table doesn't answer\n" + process.outputTail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
