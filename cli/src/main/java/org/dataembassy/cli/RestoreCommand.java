package org.dataembassy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.restorer.Restore;
import org.dataembassy.restorer.RestoreConfig;
import org.dataembassy.restorer.plan.RestorePlan;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.position.PositionText;
import org.dataembassy.restorer.report.ReportText;
import org.dataembassy.restorer.report.RestoreReport;
import org.dataembassy.restorer.target.TargetFormat;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code embassy restore}. */
@Command(
        name = "restore",
        description = "Rebuilds a registry from its ledger, at any position.",
        mixinStandardHelpOptions = true,
        subcommands = {RestoreCommand.Run.class, RestoreCommand.Plan.class})
final class RestoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return EmbassyCommand.missingVerb(spec);
    }

    /** One of the positions; the head if none. */
    private static final class PositionOptions {
        @Option(
                names = "--to-offset",
                paramLabel = "P:O,...",
                description =
                        "Blocks at or below these offsets of the topic, each partition named; none and head are words.")
        private String offset;

        @Option(
                names = "--to-sequence",
                paramLabel = "P:N,...",
                description = "Events at or below these sequences, each partition named; none and head are words.")
        private String sequence;

        @Option(
                names = "--to-time",
                paramLabel = "TIME",
                description = "Events recorded at or before this time, such as 2016-01-01T00:00:00Z.")
        private String time;

        Position position() {
            if (offset != null) {
                return PositionText.offsets(offset);
            }
            if (sequence != null) {
                return PositionText.sequences(sequence);
            }
            return time == null ? new Position.Head() : PositionText.time(time);
        }
    }

    @Command(
            name = "run",
            description =
                    "Verifies the whole ledger, rebuilds the registry into a new folder, reads it back and compares.",
            mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {
        private final Terminal terminal;

        @Spec
        private CommandSpec spec;

        @Mixin
        private LedgerOptions ledger = new LedgerOptions();

        @ArgGroup
        private PositionOptions position = new PositionOptions();

        @Option(
                names = "--target",
                required = true,
                paramLabel = "FOLDER",
                description = "The folder to make; must not exist.")
        private Path target;

        @Option(
                names = "--format",
                split = ",",
                paramLabel = "FORMAT",
                description = "avro, jsonl or both, separated by a comma (avro,jsonl).")
        private Set<TargetFormat> formats = EnumSet.allOf(TargetFormat.class);

        @Option(names = "--history", description = "Write every event too, not only the states they come to.")
        private boolean history;

        @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
        private OutputFormat output;

        Run(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() throws IOException {
            RestoreConfig config = new RestoreConfig(
                    ledger.access(terminal, spec),
                    position.position(),
                    terminal.resolve(target),
                    formats,
                    history,
                    Version.current());
            RestoreReport report;
            try (ProgressLine line = new ProgressLine(terminal, "restore", OptionalLong.empty())) {
                report = new Restore().run(config, new RestoreProgress(line));
            }
            print(report);
            return ExitCode.OK.code();
        }

        private void print(RestoreReport report) throws IOException {
            Path folder = terminal.resolve(target);
            terminal.out()
                    .println(
                            output == OutputFormat.JSON
                                    ? Files.readString(folder.resolve("report.json"))
                                            .strip()
                                    : ReportText.of(report) + "\n  in " + folder);
        }
    }

    @Command(
            name = "plan",
            description = "Says what a restore would read and where it would stop.",
            mixinStandardHelpOptions = true)
    static final class Plan implements Callable<Integer> {
        private final Terminal terminal;

        @Spec
        private CommandSpec spec;

        @Mixin
        private LedgerOptions ledger = new LedgerOptions();

        @ArgGroup
        private PositionOptions position = new PositionOptions();

        Plan(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            RestorePlan plan = new Restore().plan(ledger.access(terminal, spec), position.position());
            terminal.out().println(plan.describe());
            return ExitCode.OK.code();
        }
    }
}
