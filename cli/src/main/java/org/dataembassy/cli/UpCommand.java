package org.dataembassy.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.deploy.UpOptions;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.trust.TrustRoot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embassy up}. */
@Command(
        name = "up",
        description =
                "Starts a local country: two Kafka clusters, Schema Registry, MirrorMaker, the embassy's site service.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CountryOption country = new CountryOption();

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            description = "First of eight ports in a row; 0 for any that are free. Without it: those of the last start,"
                    + " else 19092, 29092, 18081, 17070 and their neighbours.")
    private Integer portBase;

    @Option(names = "--no-supervisor", description = "Leave dead what has died.")
    private boolean unsupervised;

    @Option(
            names = "--registry",
            paramLabel = "NAME:PARTITIONS[:public]",
            description =
                    "Registries of a new country (legislation:2:public and population:2); may be repeated. An existing country keeps"
                            + " those it has.")
    private List<String> registries = new ArrayList<>();

    @Option(
            names = "--gap-timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Halt a partition whose missing blocks don't come for so long (${DEFAULT-VALUE}).")
    private int gapTimeoutSeconds;

    UpCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LocalCountry local = country.country(terminal);
        OptionalInt base = portBase == null ? OptionalInt.empty() : OptionalInt.of(portBase);
        Endpoints endpoints = local.up(setup(local), new UpOptions(base, !unsupervised), terminal.err()::println);
        terminal.out().println("home broker      " + endpoints.homeBootstrap());
        terminal.out().println("embassy broker   " + endpoints.embassyBootstrap());
        terminal.out().println("Schema Registry  " + endpoints.schemaRegistry());
        terminal.out().println("embassy's site   " + endpoints.embassySite());
        terminal.out().println("next: embassy publish --registry legislation --from FILE");
        return ExitCode.OK.code();
    }

    private LocalSetup setup(LocalCountry local) {
        try {
            return new LocalSetup(registriesOf(local), Duration.ofSeconds(gapTimeoutSeconds));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** A country that has a trust root keeps its registries. */
    private List<TrustRoot.RegistryEntry> registriesOf(LocalCountry local) {
        LocalKeys existing = new LocalKeys(LocalSetup.keysFolder(local.layout().folder()));
        if (java.nio.file.Files.exists(existing.trustRootFile())) {
            return existing.trustRoot().root().registries();
        }
        return registries.isEmpty()
                ? LocalSetup.DEFAULT_REGISTRIES
                : registries.stream().map(KeysCommand::registryEntry).toList();
    }
}
