package org.dataembassy.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code --keys} and {@code --passphrase-file}. */
final class KeyStoreOptions {
    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "PKCS#12 key store; without it, the right one of the local country.")
    private Path keyStore;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "Its pass phrase; without it, " + Passphrases.VARIABLE + ", else NAME.pass beside the store,"
                    + " else a prompt.")
    private Path passphraseFile;

    /** The store and its pass phrase. */
    record Found(Path file, char[] passphrase) {}

    Found find(Terminal terminal, Supplier<Path> local) {
        Path file = keyStore == null ? local.get() : terminal.resolve(keyStore);
        return new Found(
                file,
                Passphrases.find(
                        terminal, file, Optional.ofNullable(passphraseFile).map(terminal::resolve)));
    }
}
