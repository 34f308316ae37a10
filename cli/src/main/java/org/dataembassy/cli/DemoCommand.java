package org.dataembassy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.dataembassy.cli.demo.Demo;
import org.dataembassy.cli.demo.DemoResult;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.deploy.UpOptions;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.legislation.SampleLegislation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code embassy demo}. */
@Command(
        name = "demo",
        description =
                "The story in a few minutes, on real parts: publish, replicate, attack, people, lose home, rebuild. Exit code 0"
                        + " only if every step held.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    /** Short, so that the story shows a halted partition without a minute's silence. */
    private static final Duration GAP_TIMEOUT = Duration.ofSeconds(3);

    private final Terminal terminal;

    @Option(
            names = "--legislation",
            paramLabel = "FILE",
            description = "Real acts, as JSON Lines, plain or gzip; without it, a built-in sample.")
    private Path legislation;

    @Option(
            names = "--dir",
            paramLabel = "FOLDER",
            defaultValue = ".embassy/demo",
            description = "A folder for the demo's country; made new and deleted at the end (${DEFAULT-VALUE}).")
    private Path folder;

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "First of eight ports in a row; 0 for any that are free (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--keep", description = "Leave the country running at the end.")
    private boolean keep;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    DemoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LocalCountry country = LocalCountry.in(terminal.resolve(folder));
        requireUnused(country);
        // In JSON the story itself goes to standard error: standard output is for the result alone.
        Consumer<String> teller = output == OutputFormat.JSON ? terminal.err()::println : terminal.out()::println;
        DemoResult result;
        try (EndOnSignal signal = EndOnSignal.of(Thread.currentThread(), () -> country.purge(line -> {}))) {
            try {
                result = signal.run(() -> new Demo(parts(country), input(), teller).run());
            } finally {
                if (!keep && !signal.hasCome()) {
                    country.purge(line -> {});
                }
            }
        }
        teller.accept("");
        teller.accept(verdict(result));
        if (output == OutputFormat.JSON) {
            terminal.out().println(Json.pretty(asMap(result)));
        }
        if (keep) {
            teller.accept("");
            teller.accept("The country runs on. Ask it: embassy query legislation --dir " + folder);
            teller.accept("End it:              embassy down --purge --dir " + folder);
        }
        return (result.held() ? ExitCode.OK : ExitCode.NOT_VERIFIED).code();
    }

    private Demo.Parts parts(LocalCountry country) {
        LocalSetup setup = new LocalSetup(LocalSetup.DEFAULT_REGISTRIES, GAP_TIMEOUT);
        LocalKeys keys = new LocalKeys(LocalSetup.keysFolder(country.layout().folder()));
        return new Demo.Parts(
                country,
                setup,
                new UpOptions(OptionalInt.of(portBase), true),
                registry -> keys.writerStore(Site.HOME, registry),
                keys::siteStore,
                store -> Passphrases.find(terminal, store, java.util.Optional.of(Passphrases.besideStore(store))),
                registry -> PublishCommand.localWriterFolder(country.layout().folder(), registry),
                Version.current());
    }

    private InputStream input() {
        if (legislation == null) {
            return SampleLegislation.open();
        }
        Path file = terminal.resolve(legislation);
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, file + " can't be read.", e);
        }
    }

    /** The demo deletes its folder at the end, so it must be its own from the beginning. */
    private static void requireUnused(LocalCountry country) {
        Path used = country.layout().folder();
        try {
            if (country.isUp()) {
                throw new EmbassyException(Problem.COUNTRY_UP, "A country runs in " + used + ".");
            }
            if (Files.isDirectory(used)) {
                try (var entries = Files.list(used)) {
                    if (entries.findAny().isPresent()) {
                        throw new EmbassyException(
                                Problem.FOLDER_UNUSABLE,
                                used + " is not empty, and the demo deletes its folder at the end.");
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String verdict(DemoResult result) {
        return result.held()
                ? "All " + result.steps().size() + " steps held, in "
                        + result.took().toSeconds() + " s."
                : "NOT every step held: "
                        + result.steps().stream().filter(DemoResult.Step::held).count() + " of " + result.stepsPlanned()
                        + " did.";
    }

    private static Map<String, Object> asMap(DemoResult result) {
        List<Map<String, Object>> steps = new ArrayList<>();
        for (DemoResult.Step step : result.steps()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("step", step.name());
            entry.put("shows", step.shows());
            entry.put("held", step.held());
            entry.put("finding", step.finding());
            entry.put("millis", step.took().toMillis());
            steps.add(entry);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("held", result.held());
        all.put("millis", result.took().toMillis());
        all.put("steps", steps);
        return all;
    }
}
