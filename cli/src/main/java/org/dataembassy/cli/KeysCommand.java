package org.dataembassy.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.keys.TrustCeremony;
import org.dataembassy.ledger.keys.TrustCeremony.MadeFile;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.schemas.RegistryModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embassy keys}. */
@Command(
        name = "keys",
        description = "Makes the keys and the trust root of a country, and changes signing keys.",
        mixinStandardHelpOptions = true,
        subcommands = {
            KeysCommand.Init.class,
            KeysRotateCommand.class,
            KeysAddCommand.class,
            KeysMakeCommand.class,
            KeysPublicCommand.class
        })
final class KeysCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return EmbassyCommand.missingVerb(spec);
    }

    @Command(
            name = "init",
            description =
                    "Makes a trust set for a new country: key stores for officials, sites, writers and recovery, and"
                            + " the signed genesis trust root.",
            mixinStandardHelpOptions = true)
    static final class Init implements Callable<Integer> {
        private final Terminal terminal;

        @Spec
        private CommandSpec spec;

        @Option(names = "--country", required = true, description = "Name of the country or of the drill.")
        private String country;

        @Option(
                names = "--dir",
                required = true,
                paramLabel = "FOLDER",
                description = "A folder that doesn't exist yet or is empty.")
        private Path folder;

        @Option(names = "--officials", defaultValue = "3", description = "Number of officials (${DEFAULT-VALUE}).")
        private int officials;

        @Option(
                names = "--threshold",
                defaultValue = "2",
                description = "How many officials must sign, more than half (${DEFAULT-VALUE}).")
        private int threshold;

        @Option(
                names = "--registry",
                paramLabel = "NAME:PARTITIONS[:public]",
                defaultValue = "legislation:2:public",
                description =
                        "A registry, its partitions for ever, and whether its blocks are signed only; may be repeated"
                                + " (${DEFAULT-VALUE}).")
        private List<String> registries;

        @Option(
                names = "--suite",
                defaultValue = "mldsa65-ed25519-sha512",
                description = "Signatures on blocks: mldsa65-ed25519-sha512, which a quantum computer doesn't break, or"
                        + " ed25519 (${DEFAULT-VALUE}).")
        private String suite;

        @Option(
                names = "--expires-days",
                defaultValue = "365",
                description = "Days until the trust root expires (${DEFAULT-VALUE}).")
        private int expiresDays;

        Init(Terminal terminal) {
            this.terminal = terminal;
        }

        @Override
        public Integer call() {
            TrustCeremony.Plan plan = plan();
            List<MadeFile> made = TrustCeremony.hold(plan, terminal.resolve(folder), new SecureRandom());
            terminal.out()
                    .println("Made the trust set of " + country + ". Give each file to its owner and to nobody else:");
            for (MadeFile file : made) {
                terminal.out()
                        .printf("  %-7s %-55s %s%n", file.secret() ? "secret" : "public", file.file(), file.owner());
            }
            return ExitCode.OK.code();
        }

        private TrustCeremony.Plan plan() {
            try {
                List<TrustRoot.RegistryEntry> entries = new ArrayList<>();
                for (String registry : registries) {
                    entries.add(registryEntry(registry));
                }
                if (expiresDays < 1 || expiresDays > 3660) {
                    throw new IllegalArgumentException("--expires-days: expected 1 to 3660, got " + expiresDays);
                }
                return new TrustCeremony.Plan(
                        country,
                        officials,
                        threshold,
                        entries,
                        SignatureSuite.of(suite),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(expiresDays, ChronoUnit.DAYS));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
    }

    /** Parses {@code NAME:PARTITIONS[:public]}. */
    static TrustRoot.RegistryEntry registryEntry(String text) {
        String[] fields = text.split(":", -1);
        boolean isPublic = fields.length == 3 && fields[2].equals("public");
        if (fields.length < 2 || fields.length > 3 || (fields.length == 3 && !isPublic)) {
            throw new IllegalArgumentException("--registry: expected NAME:PARTITIONS or NAME:PARTITIONS:public");
        }
        String name = RegistryModels.named(fields[0]).registry();
        try {
            return new TrustRoot.RegistryEntry(name, Integer.parseInt(fields[1]), isPublic, Site.HOME, 20);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--registry: the number of partitions is not a number", e);
        }
    }
}
