package org.dataembassy.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataembassy.bench.Bench;
import org.dataembassy.bench.BenchSettings;
import org.dataembassy.bench.report.BenchReport;
import org.dataembassy.bench.report.Section;
import org.dataembassy.ledger.problem.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embassy bench}. */
@Command(
        name = "bench",
        description =
                "Measures on real brokers what the ledger costs, beside the same done plainly, and tells the ratios.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "COUNT",
            description = "Events on the clock in each measurement (1000000, with --quick 200000).")
    private Long events;

    @Option(names = "--rounds", paramLabel = "COUNT", description = "Rounds (3, with --quick 1).")
    private Integer rounds;

    @Option(
            names = "--rate-seconds",
            paramLabel = "SECONDS",
            description = "How long each steady rate is held (30, with --quick 10).")
    private Integer rateSeconds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SECTION",
            description = "These sections alone: publish, open, mirror, materialise, end-to-end, latency, restore,"
                    + " blocks, restart.")
    private List<String> only = List.of();

    @Option(names = "--quick", description = "A look in a few minutes; no figure to quote.")
    private boolean quick;

    @Option(names = "--seed", defaultValue = "1", description = "Of the synthetic country (${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    @Option(
            names = "--evidence",
            paramLabel = "FOLDER",
            description = "Keep table and JSON there too, under the time of the run.")
    private Path evidence;

    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            description =
                    "Where to make the run's own folder, which is deleted at the end; a few GiB. Without it: that of"
                            + " temporary files.")
    private Path parent;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Set<Section> sections = sections();
        Path folder = makeFolder();
        BenchReport report;
        try (EndOnSignal signal = EndOnSignal.of(Thread.currentThread(), () -> Bench.cleanUp(folder))) {
            BenchSettings settings = settings(sections, folder);
            report = signal.run(() -> Bench.run(settings, terminal.err()::println));
        }
        terminal.out().println(output == OutputFormat.JSON ? report.json() : report.table());
        if (evidence != null) {
            keep(report);
        }
        return ExitCode.OK.code();
    }

    private Set<Section> sections() {
        if (only.isEmpty()) {
            return EnumSet.allOf(Section.class);
        }
        try {
            Set<Section> sections = EnumSet.noneOf(Section.class);
            only.forEach(label -> sections.add(Section.of(label)));
            return sections;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--only: " + e.getMessage(), e);
        }
    }

    private BenchSettings settings(Set<Section> sections, Path folder) {
        try {
            return new BenchSettings(
                    valueOr(events, quick ? BenchSettings.QUICK_EVENTS : BenchSettings.STANDARD_EVENTS),
                    valueOr(rounds, quick ? 1 : BenchSettings.STANDARD_ROUNDS),
                    seed,
                    sections,
                    valueOr(
                            rateSeconds,
                            quick ? BenchSettings.QUICK_RATE_SECONDS : BenchSettings.STANDARD_RATE_SECONDS),
                    folder);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static <T> T valueOr(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    private Path makeFolder() throws IOException {
        return parent == null
                ? Files.createTempDirectory("embassy-bench-")
                : Files.createTempDirectory(Files.createDirectories(terminal.resolve(parent)), "embassy-bench-");
    }

    private void keep(BenchReport report) {
        try {
            Path into = Files.createDirectories(terminal.resolve(evidence));
            String name = NAME.format(report.startedAt()) + "-bench";
            Files.writeString(into.resolve(name + ".md"), "# Bench\n\n" + report.table());
            Files.writeString(into.resolve(name + ".json"), report.json() + "\n");
            terminal.err().println("kept as " + into.resolve(name + ".md") + " and .json");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
