package org.dataembassy.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Finds the pass phrase of a key store; never on the command line, where every user of the machine could read it. */
final class Passphrases {
    /** Holds the pass phrase itself, for those who run in a service manager. */
    static final String VARIABLE = "EMBASSY_PASSPHRASE";

    private Passphrases() {}

    /**
     * In this order: the file that was named, the environment variable, {@code NAME.pass} beside the store, a prompt on
     * the terminal.
     */
    static char[] find(Terminal terminal, Path keyStore, Optional<Path> passphraseFile) {
        if (passphraseFile.isPresent()) {
            return KeyStoreFile.readPassphrase(passphraseFile.get());
        }
        Optional<String> variable = terminal.environmentVariable(VARIABLE);
        if (variable.isPresent()) {
            return variable.get().toCharArray();
        }
        Path beside = besideStore(keyStore);
        if (Files.isReadable(beside)) {
            return KeyStoreFile.readPassphrase(beside);
        }
        if (terminal.interactive() && System.console() != null) {
            char[] typed = System.console().readPassword("Pass phrase of %s: ", keyStore);
            if (typed != null && typed.length > 0) {
                return typed;
            }
        }
        throw new EmbassyException(
                Problem.KEY_STORE_UNREADABLE,
                "There is no pass phrase for " + keyStore + ": neither --passphrase-file nor " + VARIABLE + " nor "
                        + beside + ".");
    }

    /** {@code site.p12} has its pass phrase in {@code site.pass}, as {@code keys init} makes them. */
    static Path besideStore(Path keyStore) {
        String name = keyStore.getFileName().toString();
        String base = name.endsWith(".p12") ? name.substring(0, name.length() - ".p12".length()) : name;
        return keyStore.resolveSibling(base + ".pass");
    }
}
