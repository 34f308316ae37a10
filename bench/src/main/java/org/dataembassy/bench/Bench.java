package org.dataembassy.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.dataembassy.bench.country.BenchCountry;
import org.dataembassy.bench.report.BenchReport;
import org.dataembassy.bench.report.Samples;
import org.dataembassy.bench.report.Section;
import org.dataembassy.ledger.crypto.SignatureSuite;

/**
 * A run: its rounds, then what is measured beside them. Everything that is counted is also checked; a run in which anything
 * comes out wrong throws, and tells no figure. For one thread.
 */
public final class Bench {
    private final BenchSettings settings;
    private final Consumer<String> progress;
    private final Samples samples = new Samples();

    private Bench(BenchSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Measures. If it is interrupted it throws, and {@link #cleanUp} is the caller's to call.
     *
     * @param progress told, line by line, what is happening
     */
    public static BenchReport run(BenchSettings settings, Consumer<String> progress) {
        Instant startedAt = Instant.now();
        var circumstances = Circumstances.of(settings);
        Bench bench = new Bench(settings, progress);
        try {
            bench.rounds();
        } finally {
            if (!Thread.currentThread().isInterrupted()) {
                cleanUp(settings.folder());
            }
        }
        return new BenchReport(startedAt, Duration.between(startedAt, Instant.now()), circumstances, bench.samples);
    }

    /** Ends whatever a run that was interrupted has left in its folder, and deletes the folder. */
    public static void cleanUp(Path folder) {
        BenchCountry.cleanUp(folder);
    }

    private void rounds() {
        for (int number = 1; number <= settings.rounds(); number++) {
            if (needsRound()) {
                int round = number;
                in(
                        "round-" + number,
                        (country, folder) -> new Round(settings, samples, round, country, folder, progress).run());
            }
            if (settings.has(Section.BLOCKS)) {
                smallBlocks(number, 1);
                smallBlocks(number, 10);
            }
        }
        if (settings.has(Section.RESTART)) {
            in("restart", (country, folder) -> new Restarts(settings, samples, country, folder, progress).run());
        }
    }

    private void smallBlocks(int number, int blockEvents) {
        in(
                "blocks-of-" + blockEvents + "-" + number,
                (country, folder) ->
                        new SmallBlocks(settings, samples, number, blockEvents, country, folder, progress).run());
    }

    private boolean needsRound() {
        return settings.sections().stream()
                .anyMatch(section -> section != Section.BLOCKS && section != Section.RESTART);
    }

    private interface InCountry {
        void run(BenchCountry country, Path folder);
    }

    private void in(String name, InCountry work) {
        Path folder = settings.folder().resolve(name);
        progress.accept(name + ": starting a country");
        try (BenchCountry country = BenchCountry.up(
                folder,
                SignatureSuite.MLDSA65_ED25519,
                BenchSettings.PARTITIONS,
                BenchSettings.LINGER_MILLIS,
                ignored -> {})) {
            work.run(country, folder);
        }
    }
}
