package org.dataembassy.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.deploy.LocalCountryLayout;
import org.dataembassy.deploy.Part;
import org.dataembassy.ledger.problem.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embassy logs}. */
@Command(name = "logs", description = "Prints the end of a part's log.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final int MAX_LINES = 1_000_000;
    private static final String SUPERVISOR = "supervisor";

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CountryOption country = new CountryOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description =
                    "home-broker, embassy-broker, schema-registry, mirror-maker, embassy-site or supervisor; without"
                            + " it, names all log files.")
    private String part;

    @Option(names = "--lines", defaultValue = "50", description = "How many lines (${DEFAULT-VALUE}).")
    private int lines;

    LogsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (lines < 1 || lines > MAX_LINES) {
            throw new ParameterException(spec.commandLine(), "--lines: expected 1 to " + MAX_LINES);
        }
        LocalCountry local = country.country(terminal);
        local.endpoints(); // refuses a folder that is no country
        if (part == null) {
            logFiles(local.layout()).forEach(file -> terminal.out().println(file));
        } else {
            tail(
                    part.equals(SUPERVISOR)
                            ? List.of(local.layout().supervisorLogFile())
                            : List.of(
                                    local.layout().outputFile(Part.of(part)),
                                    local.layout().logFile(Part.of(part))));
        }
        return ExitCode.OK.code();
    }

    private static List<Path> logFiles(LocalCountryLayout layout) {
        List<Path> files = new ArrayList<>();
        for (Part each : Part.values()) {
            files.add(layout.logFile(each));
        }
        files.add(layout.supervisorLogFile());
        return files.stream().filter(Files::exists).toList();
    }

    private void tail(List<Path> files) throws IOException {
        List<String> all = new ArrayList<>();
        for (Path file : files) {
            if (Files.exists(file)) {
                // Replaces what isn't UTF-8: showing a log doesn't fail, whatever is in it.
                all.addAll(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
            }
        }
        all.subList(Math.max(0, all.size() - lines), all.size()).forEach(terminal.out()::println);
    }
}
