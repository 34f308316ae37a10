package org.dataembassy.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.proof.EventProofFile;
import org.dataembassy.ledger.proof.ProofVerifier;
import org.dataembassy.ledger.proof.ProvenEvent;
import org.dataembassy.ledger.proof.TrustRootFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code embassy proof verify}: no network, no broker, no site; the file and the trust root. */
@Command(
        name = "verify",
        description =
                "Verifies a proof offline with the trust root alone, and says what is proven and what is not; exit"
                        + " code 4 if the proof does not hold, 3 if the file is none.",
        mixinStandardHelpOptions = true)
final class ProofVerifyCommand implements Callable<Integer> {
    private static final int MAX_TRUST_ROOT_BYTES = 64 * 1024 * 1024;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "The proof.")
    private Path file;

    @Option(
            names = "--trust-root",
            required = true,
            paramLabel = "FILE",
            description = "The genesis trust root, and later versions of it, a line each, if there are any. Compare the"
                    + " digest that is printed with the one that its owners read out.")
    private Path trustRoot;

    @Option(names = "--show-event", description = "Print the event, too. It may be personal data.")
    private boolean showEvent;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    ProofVerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TrustRootFile anchor = TrustRootFile.parse(read(trustRoot, MAX_TRUST_ROOT_BYTES, Problem.TRUST_ROOT_INVALID));
        ProvenEvent proven = ProofVerifier.verify(
                read(file, EventProofFile.MAX_BYTES + 1, Problem.INPUT_UNREADABLE),
                anchor,
                Clock.systemUTC().instant());
        if (output == OutputFormat.JSON) {
            terminal.out().println(Json.pretty(ProofText.asMap(proven, showEvent)));
        } else {
            ProofText.lines(proven, showEvent).forEach(terminal.out()::println);
        }
        return ExitCode.OK.code();
    }

    /** No more than {@code max} bytes of whatever the file is. */
    private byte[] read(Path path, int max, Problem problem) {
        try (InputStream in = Files.newInputStream(terminal.resolve(path))) {
            return in.readNBytes(max);
        } catch (IOException e) {
            throw new EmbassyException(problem, "The file " + path + " can't be read.", e);
        }
    }
}
