package org.dataembassy.kafka.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * A real broker for tests: one operating-system process with one KRaft node, a temporary data directory and ports of its
 * own, listening on the loopback address only.
 *
 * <p>It ends with the JVM that started it, also when that is killed. {@link #kill()} and {@link #restart()} keep data and
 * port. Not safe for use by several threads, except {@link #bootstrapServers()}.
 */
public final class LocalBroker implements AutoCloseable {

    private static final long START_TIMEOUT_MILLIS = 90_000;
    private static final long STOP_TIMEOUT_SECONDS = 30;
    private static final int MAX_PORT_TRIES = 3;
    private static final int LOG_TAIL_LINES = 30;

    private final Path folder;
    private final BrokerSettings settings;
    private Process process;

    private LocalBroker(Path folder, BrokerSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @return a broker of its own, empty; the caller closes it
     * @throws IllegalStateException if it does not start; the message ends with its log
     */
    public static LocalBroker start() {
        return start(Map.of());
    }

    /**
     * Starts a broker with some settings of its own and waits until it answers.
     *
     * @param overrides broker settings by Kafka's names
     * @return a broker of its own, empty; the caller closes it
     * @throws IllegalStateException if it does not start; the message ends with its log
     */
    public static LocalBroker start(Map<String, String> overrides) {
        for (int tries = 1; ; tries++) {
            LocalBroker broker = create(overrides);
            try {
                broker.launch();
                return broker;
            } catch (IllegalStateException e) {
                broker.close();
                boolean portTaken = e.getMessage().contains("Address already in use");
                if (!portTaken || tries == MAX_PORT_TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * The broker that all tests of this JVM share; started at the first call, ended with the JVM. Tests keep out of each
     * other's way by the names of their topics and groups, and leave it running.
     *
     * @return the shared broker
     */
    public static LocalBroker shared() {
        return Shared.BROKER;
    }

    /**
     * The address that clients bootstrap from; the same for the broker's whole life.
     *
     * @return host and port
     */
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    /**
     * Ends the process at once, as {@code kill -9} does, and waits until it is gone. Data and port are kept for
     * {@link #restart()}.
     */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the process in an orderly way. Data and port are kept for {@link #restart()}. */
    public void stop() {
        // Not Process.destroy(): that also closes standard input, which would end the broker at once.
        process.toHandle().destroy();
        awaitEnd();
    }

    /**
     * Starts the process again with the same data on the same port and waits until it answers; a running one is stopped
     * first.
     */
    public void restart() {
        if (isRunning()) {
            stop();
        }
        launch();
    }

    /**
     * Tells whether the process is alive.
     *
     * @return true if so
     */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Ends the process and deletes its data. */
    @Override
    public void close() {
        if (isRunning()) {
            // The data is deleted next, so there is nothing that an orderly end could save.
            kill();
        }
        deleteFolder();
    }

    /**
     * Where a partition's log lies on disk, for tests that damage it while the broker is stopped.
     *
     * @param topic the topic
     * @param partition the partition
     * @return the folder of its segments
     */
    public Path logFolder(String topic, int partition) {
        return folder.resolve("data").resolve(topic + "-" + partition);
    }

    private static LocalBroker create(Map<String, String> overrides) {
        try {
            Path folder = Files.createTempDirectory("local-broker-");
            int[] ports = FreePorts.pick(2);
            BrokerSettings settings = new BrokerSettings(ports[0], ports[1], folder.resolve("data"), overrides);
            settings.writeTo(folder.resolve("server.properties"));
            return new LocalBroker(folder, settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch() {
        try {
            // Standard input stays a pipe from this JVM: its end ends the broker.
            ProcessBuilder builder = new ProcessBuilder(KafkaCommand.testBroker(folder.resolve("server.properties")))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
            builder.environment()
                    .put(KafkaCommand.CLASS_PATH_VARIABLE, KafkaRuntime.locate().classPath());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_TIMEOUT_MILLIS);
        while (!FreePorts.isListenedOn(settings.clientPort())) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the broker ended with " + process.exitValue() + "\n" + logTail());
            }
            if (System.nanoTime() > deadline) {
                throw notReady();
            }
            pause();
        }
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.describeCluster().nodes().get(START_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw notReady();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IllegalStateException notReady() {
        return new IllegalStateException(
                "the broker did not answer within " + START_TIMEOUT_MILLIS + " ms\n" + logTail());
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted", e);
    }

    private Path logFile() {
        return folder.resolve("broker.log");
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(logFile());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    private void deleteFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Started when first asked for, by the guarantees of class initialisation once. */
    private static final class Shared {

        private static final LocalBroker BROKER = startWithJvm();

        private static LocalBroker startWithJvm() {
            LocalBroker broker = LocalBroker.start();
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-shared-broker"));
            return broker;
        }
    }
}
