package org.dataembassy.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.KeyStoreMaking;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.trust.PublicKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embassy keys public}. */
@Command(
        name = "public",
        description =
                "Writes the public keys of a writer's or a site's key store beside it, for \"embassy trust propose\".",
        mixinStandardHelpOptions = true)
final class KeysPublicCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KeyStoreOptions keyStore = new KeyStoreOptions();

    @Parameters(paramLabel = "ROLE", description = "writer or site.")
    private String role;

    KeysPublicCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KeyStoreOptions.Found store = keyStore.find(terminal, () -> {
            throw new ParameterException(spec.commandLine(), "--keys: name the key store");
        });
        PublicKeys keys = switch (role) {
            case "writer" -> KeyStoreMaking.publicOf(KeyStoreFile.readWriter(store.file(), store.passphrase()));
            case "site" -> KeyStoreMaking.publicOf(KeyStoreFile.readSite(store.file(), store.passphrase()));
            default -> throw new ParameterException(spec.commandLine(), "expected writer or site, got " + role);
        };
        Path file = publicFile(store.file());
        TrustFiles.replace(file, keys.toJson());
        print(terminal, keys, file);
        return ExitCode.OK.code();
    }

    /** {@code writer.p12} has its public keys in {@code writer.public.json}. */
    static Path publicFile(Path keyStore) {
        String name = keyStore.getFileName().toString();
        String base = name.endsWith(".p12") ? name.substring(0, name.length() - ".p12".length()) : name;
        return keyStore.resolveSibling(base + ".public.json");
    }

    /** What the owner reads out to the officials. */
    static void print(Terminal terminal, PublicKeys keys, Path file) {
        terminal.out().println("  " + file + ", " + keys.owner() + ":");
        if (keys instanceof PublicKeys.OfOfficial official) {
            terminal.out().println("  official's key  " + words(official.key()));
        } else if (keys instanceof PublicKeys.OfSite site) {
            terminal.out().println("  statement key   " + words(site.statementKey()));
            terminal.out().println("  recipient key   " + site.recipientKey().keyId());
        } else if (keys instanceof PublicKeys.OfWriter writer) {
            terminal.out().println("  statement key   " + words(writer.statementKey()));
            writer.signingKeys().forEach(key -> terminal.out().println("  signing key     " + words(key)));
        }
    }

    private static String words(VerifyingKey key) {
        return key.keyId() + " " + key.suite().label();
    }
}
