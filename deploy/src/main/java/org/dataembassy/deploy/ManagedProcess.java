package org.dataembassy.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * A process that outlives the command which started it: found again by a file with its identity.
 *
 * <p>It gets a session of its own, so that an interrupt at the terminal doesn't reach it, and two variables by which even
 * one whose file was lost is found ({@link StrayProcesses}).
 */
final class ManagedProcess {

    static final String COUNTRY_VARIABLE = "EMBASSY_COUNTRY";
    static final String PART_VARIABLE = "EMBASSY_PART";

    private static final long KILL_TIMEOUT_MILLIS = 10_000;
    private static final long MAX_OUTPUT_BYTES = 1_000_000;
    private static final int TAIL_LINES = 20;
    private static final int TAIL_BYTES = 16 * 1024;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final LocalCountryLayout layout;
    private final Path processFile;
    private final Path outputFile;
    private final Path logFile;

    private ManagedProcess(
            String name,
            List<String> command,
            Map<String, String> environment,
            LocalCountryLayout layout,
            Path processFile,
            Path outputFile,
            Path logFile) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.layout = layout;
        this.processFile = processFile;
        this.outputFile = outputFile;
        this.logFile = logFile;
    }

    static ManagedProcess of(LaunchSpec spec, LocalCountryLayout layout) {
        Part part = spec.part();
        return new ManagedProcess(
                part.label(),
                spec.command(),
                spec.environment(),
                layout,
                layout.processFile(part),
                layout.outputFile(part),
                layout.logFile(part));
    }

    static ManagedProcess supervisor(List<String> command, Map<String, String> environment, LocalCountryLayout layout) {
        return new ManagedProcess(
                "supervisor",
                command,
                environment,
                layout,
                layout.supervisorProcessFile(),
                layout.logs().resolve("supervisor.out"),
                layout.supervisorLogFile());
    }

    /** The running process, if any. */
    Optional<ProcessIdentity> running() {
        return ProcessIdentity.read(processFile).filter(ProcessIdentity::isAlive);
    }

    /** Starts it unless it runs. Returns at once. */
    void start() {
        if (running().isPresent()) {
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(inSessionOfItsOwn(command))
                .directory(layout.folder().toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(outputFile.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put(COUNTRY_VARIABLE, layout.folder().toString());
        builder.environment().put(PART_VARIABLE, name);
        builder.environment().put(SiteCommand.LOG_FILE_VARIABLE, logFile.toString());
        try {
            keepOutputShort();
            long pid = builder.start().pid();
            // If it has ended already there is no identity to write, and waiting for it to be ready will say so.
            Files.deleteIfExists(processFile);
            ProcessIdentity.of(pid).ifPresent(identity -> identity.write(processFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Looks once whether it is ready.
     *
     * @throws EmbassyException with {@link Problem#PROCESS_DIED} if it has ended; the message has the end of its log
     */
    boolean isReady(Readiness readiness) {
        // In this order: what answers although our process has ended is somebody else.
        boolean answers = answers(readiness);
        if (running().isEmpty()) {
            throw new EmbassyException(Problem.PROCESS_DIED, name + " ended while it started\n" + logTail());
        }
        return answers;
    }

    EmbassyException notReadyWithin(Duration timeout) {
        return new EmbassyException(
                Problem.PROCESS_NOT_READY,
                name + " was not ready within " + timeout.toSeconds() + " s; its log is " + logFile + "\n" + logTail());
    }

    /** Ends it in order, or at once when that takes longer than the grace period. */
    void stop(Duration grace) {
        running().ifPresent(process -> {
            process.terminate();
            if (!process.awaitEnd(grace.toMillis())) {
                end(process);
            }
        });
        forget();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() {
        running().ifPresent(this::end);
        forget();
    }

    /** The last lines of what it wrote. */
    String logTail() {
        List<String> lines = new ArrayList<>();
        for (Path file : List.of(logFile, outputFile)) {
            List<String> tail = tail(file);
            if (!tail.isEmpty()) {
                lines.add("--- end of " + file);
                lines.addAll(tail);
            }
        }
        return lines.isEmpty() ? "(it has written nothing)" : String.join("\n", lines);
    }

    /** What the process before wrote when it died must stay readable, but not for ever. */
    private void keepOutputShort() throws IOException {
        if (Files.exists(outputFile) && Files.size(outputFile) > MAX_OUTPUT_BYTES) {
            Path older = outputFile.resolveSibling(outputFile.getFileName() + ".1");
            Files.move(outputFile, older, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void end(ProcessIdentity process) {
        process.kill();
        if (!process.awaitEnd(KILL_TIMEOUT_MILLIS)) {
            throw new EmbassyException(
                    Problem.PROCESS_WONT_END, name + ", process " + process.pid() + ", does not end");
        }
    }

    private void forget() {
        try {
            Files.deleteIfExists(processFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean answers(Readiness readiness) {
        try {
            return readiness.answersNow();
        } catch (InterruptedException e) {
            throw Pause.interrupted(e);
        }
    }

    private static List<String> inSessionOfItsOwn(List<String> command) {
        // Part of util-linux, so nearly everywhere; without it the process just shares the terminal's fate.
        Path setsid = Path.of("/usr/bin/setsid");
        if (!Files.isExecutable(setsid)) {
            return command;
        }
        List<String> all = new ArrayList<>();
        all.add(setsid.toString());
        all.addAll(command);
        return all;
    }

    private static List<String> tail(Path file) {
        try {
            byte[] bytes = Files.exists(file) ? lastBytes(file) : new byte[0];
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).strip().lines().toList();
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        } catch (IOException e) {
            return List.of("(unreadable: " + e.getMessage() + ")");
        }
    }

    private static byte[] lastBytes(Path file) throws IOException {
        try (var channel = Files.newByteChannel(file)) {
            long size = channel.size();
            channel.position(Math.max(0, size - TAIL_BYTES));
            return Channels.newInputStream(channel).readNBytes(TAIL_BYTES);
        }
    }
}
