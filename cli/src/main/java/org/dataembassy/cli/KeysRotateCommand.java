package org.dataembassy.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataembassy.deploy.Endpoints;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.ControlFollower;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.write.BlockWriterConfig;
import org.dataembassy.ledger.kafka.write.SigningKeyRotation;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embassy keys rotate}. */
@Command(
        name = "rotate",
        description =
                "Closes the signing key of a registry's writer at the committed heads and goes on with its next one."
                        + " Stop the registry's publisher first; where this one ends, it can be run again.",
        mixinStandardHelpOptions = true)
final class KeysRotateCommand implements Callable<Integer> {
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(30);
    private static final int MIN_DIGITS = 8;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CountryOption country = new CountryOption();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private KeyStoreOptions keyStore = new KeyStoreOptions();

    @Option(names = "--registry", required = true, paramLabel = "NAME", description = "The registry.")
    private String registry;

    @Option(
            names = "--writer-dir",
            paramLabel = "FOLDER",
            description = "Where the registry's writer keeps its seal journal.")
    private Path writerFolder;

    @Option(
            names = "--closing",
            paramLabel = "KEYID",
            description =
                    "The signing key to be closed, at least 8 digits; without it, the one in use, if it has signed"
                            + " anything.")
    private String closing;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    KeysRotateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KeyStoreOptions.Found store = keyStore.find(
                terminal, () -> new LocalKeys(LocalSetup.keysFolder(countryFolder())).writerStore(Site.HOME, registry));
        WriterKeys keys = KeyStoreFile.readWriter(store.file(), store.passphrase());
        if (!keys.registry().equals(registry)) {
            throw new EmbassyException(
                    Problem.KEY_MISSING,
                    "The key store " + store.file() + " is of the writer of " + keys.registry() + ", not of " + registry
                            + ".");
        }
        Optional<Digest> away = Optional.ofNullable(closing).map(digits -> own(keys, digits));
        Path folder = writerFolder == null
                ? PublishCommand.localWriterFolder(countryFolder(), registry)
                : terminal.resolve(writerFolder);
        print(rotate(keys, folder, away));
        return ExitCode.OK.code();
    }

    private SigningKeyRotation.Outcome rotate(WriterKeys keys, Path folder, Optional<Digest> away) {
        KafkaClients clients = cluster.clients(
                terminal, country, keys.site() == Site.HOME ? Endpoints::homeBootstrap : Endpoints::embassyBootstrap);
        clients.requireReachable();
        Clock clock = Clock.systemUTC();
        try (ControlFollower follower =
                        ControlFollower.start(ControlFollower.Config.of(clients, keys.site(), keys.domain()));
                ControlWriter statements = ControlWriter.open(clients, follower, keys.statementKey(), folder, clock)) {
            follower.awaitCaughtUp(CONTROL_TIMEOUT);
            return SigningKeyRotation.run(
                    // No block is sealed here, so no schema id is needed.
                    BlockWriterConfig.of(registry, keys.site(), clients, folder, 0),
                    keys,
                    follower::view,
                    statements,
                    clock,
                    away);
        }
    }

    private Digest own(WriterKeys keys, String digits) {
        List<Digest> found = keys.blockKeys().stream()
                .map(key -> key.verifyingKey().keyId())
                .filter(keyId -> digits.length() >= MIN_DIGITS && keyId.hex().startsWith(digits))
                .toList();
        if (found.size() != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--closing: expected at least 8 digits of one signing key of the key store, got " + digits);
        }
        return found.get(0);
    }

    private void print(SigningKeyRotation.Outcome outcome) {
        Map<String, Object> begins = new LinkedHashMap<>();
        outcome.heads().forEach((partition, head) -> begins.put(partition.toString(), head.nextBlockIndex()));
        if (output == OutputFormat.JSON) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("registry", registry);
            fields.put("closed", outcome.closed().map(Digest::hex).orElse(null));
            fields.put("signingKey", outcome.next().hex());
            fields.put("firstBlocks", begins);
            terminal.out().println(Json.pretty(fields));
            return;
        }
        terminal.out()
                .println(outcome.closed()
                        .map(keyId -> "Closed the signing key " + keyId + " of " + registry + ".")
                        .orElse("There was nothing to close: the signing key in use has signed nothing yet, or the one"
                                + " that was named is closed."));
        terminal.out()
                .println(registry + " goes on with the signing key " + outcome.next() + ", from these blocks on:");
        begins.forEach((partition, block) -> terminal.out().println("  partition " + partition + ": block " + block));
    }

    private Path countryFolder() {
        return country.country(terminal).layout().folder();
    }
}
