package org.dataembassy.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code embassy publish --from -} as a process of its own, fed at a steady rate, and started again with the same input
 * from its beginning whenever it ends before it should: what somebody's service manager does.
 */
final class LoadPublisher implements AutoCloseable {
    private static final int LINES_PER_TICK = 10;
    private static final long TICK_MILLIS = 25;

    private final RunningCountry country;
    private final ActLines lines;
    private final List<Path> receipts = new ArrayList<>();
    private final Thread feeder = new Thread(this::feed, "feed-load-publisher");
    private volatile Process process;
    private volatile int fedThrough;
    private volatile int last = Integer.MAX_VALUE;
    private volatile Integer finalExitCode;
    private volatile boolean closed;

    LoadPublisher(RunningCountry country, ActLines lines) {
        this.country = country;
        this.lines = lines;
    }

    void start() {
        feeder.start();
    }

    /** {@code kill -9}. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    /** Lines fed so far, at most. */
    int fedThrough() {
        return fedThrough;
    }

    /** Ends the input, waits until all of it is acknowledged, and returns how many lines it had. */
    int finish() throws InterruptedException {
        last = fedThrough;
        feeder.join(TimeUnit.MINUTES.toMillis(3));
        if (finalExitCode == null || finalExitCode != 0) {
            throw new IllegalStateException("the publisher did not finish: exit code " + finalExitCode);
        }
        return last;
    }

    /** The files of receipts, one for each time that the process was started. */
    List<Path> receipts() {
        return List.copyOf(receipts);
    }

    private void feed() {
        while (!closed) {
            try {
                Path file = country.folder().resolveSibling("receipts-" + receipts.size() + ".jsonl");
                receipts.add(file);
                process = launch(file);
                feed(process.getOutputStream());
                finalExitCode = process.waitFor();
                if (finalExitCode == 0) {
                    return;
                }
            } catch (IOException e) {
                // Killed while it was fed: start again.
                waitForEnd();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void feed(OutputStream in) throws IOException, InterruptedException {
        try (in) {
            for (int line = 1; line <= last; line++) {
                in.write(lines.lineBytes(line));
                if (line > fedThrough) {
                    fedThrough = line;
                    if (line % LINES_PER_TICK == 0) {
                        in.flush();
                        // The rate of the load, not a wait for a condition.
                        Thread.sleep(TICK_MILLIS);
                    }
                }
            }
        }
    }

    private void waitForEnd() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process launch(Path receiptsFile) throws IOException {
        Path log = country.folder().resolveSibling("publisher-" + (receipts.size() - 1) + ".log");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.dataembassy.cli.Main",
                        "publish",
                        "--dir",
                        country.folder().toString(),
                        "--registry",
                        "legislation",
                        "--from",
                        "-",
                        "--receipts",
                        receiptsFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    @Override
    public void close() {
        closed = true;
        feeder.interrupt();
        kill();
        try {
            feeder.join(TimeUnit.SECONDS.toMillis(10));
            for (Path file : receipts) {
                Files.deleteIfExists(file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
