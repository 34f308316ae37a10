package org.dataembassy.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A process of its own that starts again what has died: above all MirrorMaker, which ends when a task of it has failed.
 *
 * <p>What was stopped on purpose stays stopped. It ends when the country's folder is gone. It judges by processes alone: a
 * site service that lives and isn't ready has its reasons, and restarting it would not remove them.
 */
public final class Supervisor {

    private static final long LOOK_INTERVAL_MILLIS = 250;

    private final LocalCountryLayout layout;
    private final SupervisorLog log;
    private final Map<Part, Backoff> backoffs = new EnumMap<>(Part.class);

    private Supervisor(LocalCountryLayout layout) {
        this.layout = layout;
        this.log = new SupervisorLog(layout.supervisorLogFile(), Clock.systemUTC());
    }

    /**
     * Supervises until it is killed or the folder is gone.
     *
     * @param arguments the folder of the local country
     */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("expected one argument, the folder of the local country");
        }
        new Supervisor(new LocalCountryLayout(Path.of(arguments[0]))).run();
    }

    private void run() {
        log.line("supervising, process " + ProcessHandle.current().pid());
        Optional<CountryRecord> country = CountryRecord.load(layout);
        while (country.isPresent()) {
            country.get().parts().forEach(this::look);
            Pause.millis(LOOK_INTERVAL_MILLIS);
            country = CountryRecord.load(layout);
        }
    }

    private void look(LaunchSpec spec) {
        Backoff backoff = backoffs.computeIfAbsent(spec.part(), part -> new Backoff());
        if (hasDied(spec) && backoff.isDue(nowMillis())) {
            // Whoever holds the lock is changing something; the next look is soon enough.
            CountryLock.tryAcquire(layout).ifPresent(lock -> {
                try (lock) {
                    restart(spec, backoff);
                }
            });
        }
    }

    private void restart(LaunchSpec spec, Backoff backoff) {
        // Stopped or started by somebody since we looked?
        if (!hasDied(spec)) {
            return;
        }
        backoff.tried(nowMillis());
        ManagedProcess process = ManagedProcess.of(spec, layout);
        process.start();
        log.line(spec.part().label() + " had ended and was started again, try " + backoff.triesInARow() + ", process "
                + process.running()
                        .map(ProcessIdentity::pid)
                        .map(String::valueOf)
                        .orElse("none"));
    }

    private boolean hasDied(LaunchSpec spec) {
        return !Files.exists(layout.stoppedMarker(spec.part()))
                && ManagedProcess.of(spec, layout).running().isEmpty();
    }

    private static long nowMillis() {
        return System.nanoTime() / 1_000_000;
    }
}
