package org.dataembassy.cli;

import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.producers.simulate.Simulation;
import org.dataembassy.producers.simulate.SimulationListener;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.dataembassy.producers.simulate.SimulationProgress;
import org.dataembassy.producers.simulate.SimulationSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embassy simulate}. */
@Command(
        name = "simulate",
        description =
                "Makes a synthetic country from a seed and publishes its life: each event once, however often it is"
                        + " run, and always the same for the same seed, people and start.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    private static final int PERCENT = 100;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private PublisherOptions publisher = new PublisherOptions();

    @Option(names = "--registry", required = true, paramLabel = "NAME", description = "The registry: population.")
    private String registry;

    @Option(
            names = "--seed",
            required = true,
            paramLabel = "N",
            description = "Any number; another one, another country.")
    private long seed;

    @Option(
            names = "--people",
            required = true,
            paramLabel = "N",
            description = "Who is enrolled when the register opens: 1 to " + SimulationPlan.MAX_PEOPLE + ".")
    private int people;

    @Option(
            names = "--years",
            required = true,
            paramLabel = "N",
            description = "Years of life after that, 0 to " + SimulationPlan.MAX_YEARS
                    + "; run again with more, it goes on after the last one.")
    private int years;

    @Option(
            names = "--start",
            paramLabel = "DATE",
            description = "First day of that life, such as 2015-01-01, which it is without this option.")
    private LocalDate start = SimulationPlan.DEFAULT_START;

    @Option(
            names = "--rate",
            paramLabel = "EVENTS_PER_SECOND",
            description = "Publish no more than this each second; without it, as many as go.")
    private Long rate;

    @Option(names = "--digest", description = "Make all events, print a digest of them, publish nothing.")
    private boolean digestOnly;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    SimulateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        requirePopulation();
        Simulation simulation = named(() -> new Simulation(
                new SimulationPlan(seed, people, years, start),
                rate == null ? OptionalLong.empty() : OptionalLong.of(rate)));
        SimulationSummary summary = digestOnly ? digest(simulation) : publish(simulation);
        print(summary);
        return ExitCode.OK.code();
    }

    private SimulationSummary digest(Simulation simulation) {
        try (ProgressLine progress = progressLine()) {
            return simulation.digest(shownOn(progress));
        }
    }

    private SimulationSummary publish(Simulation simulation) {
        named(() -> {
            simulation.requirePast();
            return simulation;
        });
        try (RegistryPublisher open = RegistryPublisher.open(publisher.config(terminal, registry));
                ProgressLine progress = progressLine()) {
            return simulation.publish(open, shownOn(progress));
        }
    }

    private void requirePopulation() {
        if (!registry.equals(Simulation.REGISTRY)) {
            throw new EmbassyException(
                    Problem.REGISTRY_UNKNOWN,
                    "--registry " + registry + ": there is no simulation of it; there is one of " + Simulation.REGISTRY
                            + ".");
        }
    }

    /** What the parameters refuse is an error of the command line: their names are those of the options. */
    private <T> T named(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private ProgressLine progressLine() {
        return ProgressLine.ofPercent(terminal, "simulate");
    }

    private static SimulationListener shownOn(ProgressLine line) {
        return progress -> line.show(Math.round(PERCENT * progress.done()), detail(progress));
    }

    private static String detail(SimulationProgress progress) {
        StringBuilder detail = new StringBuilder(80);
        detail.append(String.format(
                Locale.ROOT,
                "%.1f %%, %s, %,d events, %,.0f/s",
                PERCENT * progress.done(),
                progress.day(),
                progress.events(),
                progress.eventsPerSecond()));
        if (progress.alreadyThere() > 0) {
            detail.append(String.format(Locale.ROOT, ", %,d of them in the ledger before", progress.alreadyThere()));
        }
        progress.remaining()
                .ifPresent(
                        rest -> detail.append(", about ").append(inWords(rest)).append(" left"));
        return detail.toString();
    }

    private static String inWords(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }

    private void print(SimulationSummary summary) {
        if (output == OutputFormat.JSON) {
            terminal.out().println(Json.pretty(fields(summary)));
            return;
        }
        String made = String.format(
                Locale.ROOT,
                "%,d people, %s to %s: %,d events in %,d calls",
                people,
                start,
                summary.until().minusDays(1),
                summary.events(),
                summary.calls());
        String took = String.format(Locale.ROOT, " (%.1f s)", summary.elapsed().toMillis() / 1_000.0);
        if (summary.digest().isPresent()) {
            terminal.out().println(made + "; nothing was published" + took);
            terminal.out().println("digest " + summary.digest().get().hex());
        } else {
            terminal.out()
                    .printf(
                            Locale.ROOT,
                            "%s; %,d published, %,d were there already%s%n",
                            made,
                            summary.published(),
                            summary.alreadyThere(),
                            took);
        }
    }

    private Map<String, Object> fields(SimulationSummary summary) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("registry", registry);
        fields.put("seed", seed);
        fields.put("people", people);
        fields.put("years", years);
        fields.put("start", start.toString());
        fields.put("source", summary.sourceId());
        fields.put("calls", summary.calls());
        fields.put("events", summary.events());
        fields.put("residents", summary.residents());
        fields.put("published", summary.published());
        fields.put("alreadyThere", summary.alreadyThere());
        summary.digest().ifPresent(digest -> fields.put("digest", digest.hex()));
        fields.put("millis", summary.elapsed().toMillis());
        return fields;
    }
}
