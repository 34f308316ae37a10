package org.dataembassy.cli;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.restorer.LedgerVerification;
import org.dataembassy.restorer.VerificationConfig;
import org.dataembassy.restorer.report.Depth;
import org.dataembassy.restorer.report.ReportText;
import org.dataembassy.restorer.report.VerificationJson;
import org.dataembassy.restorer.report.VerificationReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code embassy verify}. */
@Command(
        name = "verify",
        description =
                "Checks a registry's ledger on a topic from its first block to its end; exit code 4 names the first"
                        + " fault.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LedgerOptions ledger = new LedgerOptions();

    @Option(
            names = "--signatures-only",
            description = "Check headers, signatures and body digests; don't open the bodies. Needs no key for that.")
    private boolean signaturesOnly;

    @Option(names = "--output", defaultValue = "text", description = "text or json (${DEFAULT-VALUE}).")
    private OutputFormat output;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        VerificationConfig config = new VerificationConfig(
                ledger.access(terminal, spec),
                signaturesOnly ? Depth.SIGNED : Depth.OPENED,
                VerificationConfig.USUAL_GRACE,
                Version.current());
        VerificationReport report;
        try (ProgressLine line = new ProgressLine(terminal, "verify", OptionalLong.empty())) {
            report = new LedgerVerification().run(config, new RestoreProgress(line));
        }
        terminal.out().println(output == OutputFormat.JSON ? VerificationJson.of(report) : ReportText.of(report));
        report.requireVerified();
        return ExitCode.OK.code();
    }
}
