package org.dataembassy.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.dataembassy.producers.simulate.SimulationPlan;

/**
 * {@code embassy simulate} as a process of its own, started again with the same parameters whenever it ends before the
 * life does: what somebody's service manager does.
 */
final class LifePublisher implements AutoCloseable {
    private final RunningCountry country;
    private final SimulationPlan plan;
    private final OptionalInt rate;
    private final CompletableFuture<Integer> whole = new CompletableFuture<>();
    private final List<Path> logs = Collections.synchronizedList(new ArrayList<>());
    private final Thread keeper = new Thread(this::keepRunning, "keep-life-publisher");
    private volatile Process process;
    private volatile boolean closed;

    /** @param rate events a second; empty for as many as there can be */
    LifePublisher(RunningCountry country, SimulationPlan plan, OptionalInt rate) {
        this.country = country;
        this.plan = plan;
        this.rate = rate;
    }

    void start() {
        keeper.start();
    }

    /** Ends the process, in order or by {@code kill -9}; it is started again. */
    void end(boolean kill) {
        Process running = process;
        if (running == null) {
            return;
        }
        if (kill) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
    }

    /** Waits until all of the life is acknowledged. */
    void awaitEnd(Duration patience) throws InterruptedException, ExecutionException, TimeoutException {
        whole.get(patience.toSeconds(), TimeUnit.SECONDS);
    }

    boolean hasEnded() {
        return whole.isDone();
    }

    List<Path> logs() {
        return List.copyOf(logs);
    }

    private void keepRunning() {
        try {
            while (!closed) {
                process = launch();
                if (process.waitFor() == 0) {
                    whole.complete(0);
                    return;
                }
            }
        } catch (IOException e) {
            whole.completeExceptionally(new UncheckedIOException(e));
        } catch (InterruptedException e) {
            whole.completeExceptionally(e);
        }
    }

    private Process launch() throws IOException {
        Path log = country.folder().resolveSibling("simulate-" + logs.size() + ".log");
        logs.add(log);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.dataembassy.cli.Main",
                "simulate",
                "--dir",
                country.folder().toString(),
                "--registry",
                "population",
                "--seed",
                Long.toString(plan.seed()),
                "--people",
                Integer.toString(plan.people()),
                "--years",
                Integer.toString(plan.years()),
                "--start",
                plan.start().toString()));
        rate.ifPresent(events -> command.addAll(List.of("--rate", Integer.toString(events))));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    @Override
    public void close() {
        closed = true;
        end(true);
        try {
            keeper.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
