package org.dataembassy.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.kafka.control.TrustRootPublishing;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code embassy trust publish}. */
@Command(
        name = "publish",
        description = "Puts a trust root that enough officials have signed on control, where every program follows it.",
        mixinStandardHelpOptions = true)
final class TrustPublishCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    @Parameters(
            paramLabel = "DRAFT",
            arity = "1..*",
            description = "The signed draft; or all copies of it that officials have signed apart.")
    private List<Path> files;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write the complete trust root here, a file that isn't there yet: the next ceremony begins with it.")
    private Path out;

    TrustPublishCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        TrustProposal draft = TrustText.together(files.stream()
                .map(file -> TrustFiles.readDraft(terminal.resolve(file)))
                .toList());
        SignedTrustRoot genesis = trust.genesis(terminal);
        TrustRootPublishing.Outcome outcome = TrustRootPublishing.publish(
                trust.clients(terminal, spec),
                trust.site(spec),
                genesis.digest(),
                Optional.of(genesis),
                draft,
                TIMEOUT);
        SignedTrustRoot root = outcome.trustRoot();
        if (out != null) {
            TrustFiles.writeNew(terminal.resolve(out), root.envelope());
        }
        terminal.out()
                .println("Trust root version " + root.root().version() + ", digest " + root.digest()
                        + (outcome.added() ? ", is on control." : ", was on control already."));
        return ExitCode.OK.code();
    }
}
