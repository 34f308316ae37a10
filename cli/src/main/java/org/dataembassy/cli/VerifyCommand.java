package org.dataembassy.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.restorer.LedgerVerification;
import org.dataembassy.restorer.VerificationConfig;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.access.LedgerSource;
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
        LedgerAccess access = ledger.access(terminal, spec);
        // Before the ledger is read: what was cosigned then must be there afterwards.
        Map<LedgerId, CosignedCheckpoint> cosigned = CosignedLedgers.read(access.clients(), access.anchor());
        cosigned.keySet().removeIf(each -> !each.registry().equals(access.registry()));
        VerificationConfig config = new VerificationConfig(
                access,
                signaturesOnly ? Depth.SIGNED : Depth.OPENED,
                VerificationConfig.USUAL_GRACE,
                Version.current());
        VerificationReport report;
        try (ProgressLine line = new ProgressLine(terminal, "verify", OptionalLong.empty())) {
            report = new LedgerVerification().run(config, new RestoreProgress(line));
        }
        print(report, cosigned);
        report.requireVerified();
        if (access.source() instanceof LedgerSource.AtSite) {
            report.partitions()
                    .forEach(partition -> Optional.ofNullable(cosigned.get(partition.ledger()))
                            .ifPresent(stated -> CosignedLedgers.requireNotBehind(partition, stated)));
        }
        return ExitCode.OK.code();
    }

    private void print(VerificationReport report, Map<LedgerId, CosignedCheckpoint> cosigned) {
        if (output == OutputFormat.JSON) {
            ObjectNode json = (ObjectNode) Json.read(VerificationJson.of(report));
            json.set("cosigned", Json.tree(CosignedLedgers.asMaps(cosigned)));
            terminal.out().println(Json.indented(json.toString()));
        } else {
            terminal.out().println(ReportText.of(report));
            cosigned.values().forEach(each -> terminal.out().println("  " + CosignedLedgers.line(each)));
        }
    }
}
