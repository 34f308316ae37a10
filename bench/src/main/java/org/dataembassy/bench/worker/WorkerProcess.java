package org.dataembassy.bench.worker;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.dataembassy.deploy.SiteCommand;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * A task in a process of its own, with the class path of this one. Its order, outcome, log and the log of its garbage
 * collector lie in the folder it is given. For one thread.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long END_SECONDS = 20;

    /** What a JVM ends with on SIGINT and on SIGTERM. */
    private static final Set<Integer> ENDED_BY_SIGNAL = Set.of(130, 143);

    /** More options for every measured process, such as those of a profiler. */
    private static final String JAVA_OPTIONS_VARIABLE = "EMBASSY_BENCH_JAVA_OPTS";

    /** At most, and half of the heap: for what lives briefly, which is nearly everything on either side. */
    public static final int YOUNG_MEBIBYTES = 512;

    private final String name;
    private final Path folder;
    private final Process process;

    private WorkerProcess(String name, Path folder, Process process) {
        this.name = name;
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts a task.
     *
     * @param name of its files in {@code folder}
     * @param heapMebibytes largest heap
     */
    public static WorkerProcess start(Order order, Path folder, String name, int heapMebibytes) {
        try {
            Files.createDirectories(folder);
            Path orderFile = folder.resolve(name + ".order.json");
            Files.write(orderFile, JSON.writeValueAsBytes(order));
            List<String> command = new ArrayList<>(javaCommand(heapMebibytes, gcLog(folder, name)));
            command.add(WorkerMain.class.getName());
            command.add(orderFile.toString());
            command.add(outcomeFile(folder, name).toString());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".out").toFile());
            builder.environment().put("CLASSPATH", classPath());
            builder.environment()
                    .put(
                            SiteCommand.LOG_FILE_VARIABLE,
                            folder.resolve(name + ".log").toString());
            return new WorkerProcess(name, folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a task to its end. */
    public static Outcome run(Order order, Path folder, String name, int heapMebibytes, Duration timeout) {
        try (WorkerProcess worker = start(order, folder, name, heapMebibytes)) {
            return worker.await(timeout);
        }
    }

    /** How every process that is measured is started; without the class path. */
    public static List<String> javaCommand(int heapMebibytes, Path gcLog) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-Xmn" + Math.min(heapMebibytes / 2, YOUNG_MEBIBYTES) + "m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto",
                "-Xlog:gc:file=" + gcLog,
                "-Dlogback.configurationFile=logback-bench.xml"));
        String more = System.getenv(JAVA_OPTIONS_VARIABLE);
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        return command;
    }

    /** Of this process, with every path absolute. */
    public static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * Waits for its end.
     *
     * @throws EmbassyException INTERRUPTED if a signal ended it
     */
    public Outcome await(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(name + " has not ended within " + timeout.toSeconds() + " s");
            }
            Path outcome = outcomeFile(folder, name);
            if (ENDED_BY_SIGNAL.contains(process.exitValue())) {
                // A keyboard's signal reaches all processes of a terminal: this one may have heard it first.
                throw new EmbassyException(Problem.INTERRUPTED, name + " was ended by a signal.");
            }
            if (process.exitValue() != 0 || !Files.exists(outcome)) {
                throw new IllegalStateException(
                        name + " has failed, exit code " + process.exitValue() + "\n" + outputTail());
            }
            return JSON.readValue(Files.readAllBytes(outcome), Outcome.class)
                    .with("heapMiB", GcLog.mostAfterCollectionMebibytes(gcLog(folder, name)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ran", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it runs. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** The end of what it wrote. */
    public String outputTail() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(name + ".out"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException e) {
            return "(it left no output)";
        }
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it if it still runs. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static Path outcomeFile(Path folder, String name) {
        return folder.resolve(name + ".outcome.json");
    }

    private static Path gcLog(Path folder, String name) {
        return folder.resolve(name + ".gc.log");
    }
}
