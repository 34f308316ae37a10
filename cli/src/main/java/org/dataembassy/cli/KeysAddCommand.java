package org.dataembassy.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.keys.KeyStoreMaking;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.trust.PublicKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code embassy keys add}. */
@Command(
        name = "add",
        description =
                "Adds signing keys to the key store of a registry's writer. They are of use once the officials have"
                        + " listed them in the next trust root.",
        mixinStandardHelpOptions = true)
final class KeysAddCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private CountryOption country = new CountryOption();

    @Mixin
    private KeyStoreOptions keyStore = new KeyStoreOptions();

    @Option(names = "--registry", required = true, paramLabel = "NAME", description = "The registry.")
    private String registry;

    @Option(names = "--count", defaultValue = "1", description = "How many (${DEFAULT-VALUE}).")
    private int count;

    KeysAddCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        KeyStoreOptions.Found store = keyStore.find(
                terminal,
                () -> new LocalKeys(LocalSetup.keysFolder(
                                country.country(terminal).layout().folder()))
                        .writerStore(Site.HOME, registry));
        PublicKeys made = KeyStoreMaking.addSigningKeys(store.file(), store.passphrase(), count, new SecureRandom());
        Path publicFile = KeysPublicCommand.publicFile(store.file());
        TrustFiles.replace(publicFile, made.toJson());
        terminal.out()
                .println("Added " + count + " to the key store " + store.file() + " of " + made.owner()
                        + ". For the next trust root:");
        KeysPublicCommand.print(terminal, made, publicFile);
        return ExitCode.OK.code();
    }
}
