package org.dataembassy.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.KeyStoreMaking;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.trust.PublicKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embassy keys make}. */
@Command(
        name = "make",
        description =
                "Makes a key store for a new official, for a writer, or for a site that needs a new statement key; and"
                        + " a file with its public keys for \"embassy trust propose\".",
        mixinStandardHelpOptions = true)
final class KeysMakeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ROLE", description = "official, writer or site.")
    private String role;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.p12",
            description =
                    "The key store, a file that isn't there yet; beside it come its pass phrase (.pass) and its public"
                            + " keys (.public.json).")
    private Path out;

    @Option(
            names = "--trust-root",
            paramLabel = "FILE",
            description = "The genesis trust root, for an official or a writer.")
    private Path genesis;

    @Option(names = "--name", paramLabel = "NAME", description = "The official's name.")
    private String name;

    @Option(names = "--registry", paramLabel = "NAME", description = "The writer's registry.")
    private String registry;

    @Option(
            names = "--site",
            defaultValue = "home",
            description = "The writer's site: home or embassy (${DEFAULT-VALUE}).")
    private String site;

    @Option(
            names = "--suite",
            defaultValue = "mldsa65-ed25519-sha512",
            description = "Signatures on the writer's blocks: mldsa65-ed25519-sha512 or ed25519 (${DEFAULT-VALUE}).")
    private String suite;

    @Mixin
    private KeyStoreOptions before = new KeyStoreOptions();

    KeysMakeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path store = terminal.resolve(out);
        PublicKeys made = make(store);
        Path publicFile = KeysPublicCommand.publicFile(store);
        TrustFiles.replace(publicFile, made.toJson());
        terminal.out().println("Made the key store " + store + " of " + made.owner() + ". For the next trust root:");
        KeysPublicCommand.print(terminal, made, publicFile);
        return ExitCode.OK.code();
    }

    private PublicKeys make(Path store) {
        SecureRandom random = new SecureRandom();
        return switch (role) {
            case "official" -> KeyStoreMaking.makeOfficial(store, domain(), required("--name", name), random);
            case "writer" -> {
                try {
                    yield KeyStoreMaking.makeWriter(
                            store,
                            domain(),
                            required("--registry", registry),
                            Site.of(site),
                            SignatureSuite.of(suite),
                            random);
                } catch (IllegalArgumentException e) {
                    throw new ParameterException(spec.commandLine(), e.getMessage(), e);
                }
            }
            case "site" -> {
                KeyStoreOptions.Found old = before.find(terminal, () -> {
                    throw new ParameterException(
                            spec.commandLine(),
                            "--keys: name the site's key store as it is; all but its statement key stays");
                });
                yield KeyStoreMaking.makeSite(store, KeyStoreFile.readSite(old.file(), old.passphrase()), random);
            }
            default ->
                throw new ParameterException(spec.commandLine(), "expected official, writer or site, got " + role);
        };
    }

    private Digest domain() {
        Path file = terminal.resolve(Optional.ofNullable(genesis)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--trust-root: name the genesis trust root of the country")));
        SignedTrustRoot root = TrustFiles.readTrustRoot(file);
        if (root.root().version() != 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--trust-root: expected the genesis, got version "
                            + root.root().version());
        }
        return root.digest();
    }

    private String required(String option, String value) {
        return Optional.ofNullable(value)
                .orElseThrow(() -> new ParameterException(spec.commandLine(), option + ": is needed for " + role));
    }
}
