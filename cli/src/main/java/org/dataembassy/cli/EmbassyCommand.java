package org.dataembassy.cli;

import org.dataembassy.ledger.problem.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of all verbs; alone it prints the help. */
@Command(
        name = "embassy",
        description = "A data embassy: national registries that are verified abroad, and can be rebuilt anywhere.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            KeysCommand.class,
            TrustCommand.class,
            PublishCommand.class,
            SimulateCommand.class,
            QueryCommand.class,
            ProofCommand.class,
            VerifyCommand.class,
            RestoreCommand.class,
            SiteCommand.class,
            BenchCommand.class,
            CommandLine.HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "  0:done, and everything that was to hold did hold",
            "  1:a fault of the program itself: please report it with the log",
            "  2:unknown verb, option or value",
            "  3:an input file, line, field or position is not acceptable",
            "  4:something that was to be verified did not hold",
            "  5:a signing key, site key, trust root or pass phrase is missing, wrong or expired",
            "  6:a service that is needed can't be reached or does not answer in time",
            "  7:the machine lacks something: port, disk, memory, Java, permission",
            "  8:not allowed in the present state: already running, fenced, halted, not primary",
            "130:interrupted by a signal"
        })
final class EmbassyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** For a group of verbs that was named without one of them. */
    static int missingVerb(CommandSpec group) {
        group.commandLine().getErr().println("embassy: " + group.qualifiedName() + " needs a verb");
        group.commandLine().usage(group.commandLine().getErr());
        return ExitCode.USAGE.code();
    }
}
