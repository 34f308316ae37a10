package org.dataembassy.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.SignedVersions;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embassy trust sign}: offline. */
@Command(
        name = "sign",
        description =
                "Says in words what a draft changes, and adds one official's signature to its file. Works offline.",
        mixinStandardHelpOptions = true)
final class TrustSignCommand implements Callable<Integer> {
    private static final int MIN_DIGITS = 16;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private KeyStoreOptions keyStore = new KeyStoreOptions();

    @Parameters(paramLabel = "DRAFT", description = "The draft, or a copy of it.")
    private Path file;

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "The present trust root.")
    private Path from;

    @Option(
            names = "--digest",
            paramLabel = "DIGITS",
            description =
                    "The draft's digest as the officials have read it to each other, at least 16 digits; without it, a"
                            + " prompt asks for it.")
    private String digest;

    @Option(
            names = "--instead-of",
            paramLabel = "DIGITS",
            description =
                    "The digest of another draft of this version that was signed before and is given up by everybody.")
    private String insteadOf;

    TrustSignCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SignedTrustRoot before = TrustFiles.readTrustRoot(terminal.resolve(from));
        Path draftFile = terminal.resolve(file);
        TrustProposal draft = TrustFiles.readDraft(draftFile).requireFollows(before);
        TrustText.changes(before, draft).forEach(terminal.out()::println);
        requireMeant(draft);

        KeyStoreOptions.Found store = keyStore.find(terminal, () -> {
            throw new ParameterException(spec.commandLine(), "--keys: name the official's key store");
        });
        SigningKey official = KeyStoreFile.readOfficial(store.file(), store.passphrase());
        requireOwnCountry(before, store);
        TrustProposal signed = draft.signedBy(official, before);
        // Noted first: a death in between leaves a reminder of a signature that isn't there, never the reverse.
        SignedVersions.beside(store.file()).note(draft, Optional.ofNullable(insteadOf));
        // Read again, for somebody may have signed the same file meanwhile.
        TrustProposal now = TrustFiles.readDraft(draftFile).with(signed).withoutStrangers(before);
        TrustFiles.replace(draftFile, now.envelope());
        TrustText.standing(before, now).forEach(terminal.out()::println);
        return ExitCode.OK.code();
    }

    private void requireMeant(TrustProposal draft) {
        String typed = digest == null ? ask() : digest;
        if (typed.length() < MIN_DIGITS || !draft.digest().hex().startsWith(typed)) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "This draft has the digest " + draft.digest() + ", not the one that was to be signed; nothing was"
                            + " signed.");
        }
    }

    private String ask() {
        if (!terminal.interactive()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--digest: name the digest of the draft that is to be signed, at least 16 digits");
        }
        terminal.err().print("Compare the digest with the other officials. To sign, type its first 16 digits: ");
        terminal.err().flush();
        try {
            String line = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireOwnCountry(SignedTrustRoot before, KeyStoreOptions.Found store) {
        if (before.root().version() == 1
                && !KeyStoreFile.readOfficialDomain(store.file(), store.passphrase())
                        .equals(before.digest())) {
            throw new EmbassyException(
                    Problem.TRUST_ROOT_INVALID,
                    "The key store " + store.file() + " is of another country than the trust root "
                            + before.digest().abbreviated() + "; nothing was signed.");
        }
    }
}
