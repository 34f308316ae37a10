package org.dataembassy.cli;

import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.ExitCode;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;

/** Where {@code bin/embassy} begins. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(Terminal.ofProcess(), arguments));
    }

    /** Runs one command line and returns its exit code; never throws and never exits the process. */
    public static int run(Terminal terminal, String... arguments) {
        CommandLine commandLine = commandLine(terminal);
        try {
            return commandLine.execute(arguments);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /** All verbs and options, for whoever checks documents or completes command lines. */
    public static CommandLine.Model.CommandSpec model() {
        return commandLine(Terminal.ofProcess()).getCommandSpec();
    }

    static CommandLine commandLine(Terminal terminal) {
        CommandLine commandLine = new CommandLine(new EmbassyCommand(), new TerminalFactory(terminal));
        commandLine.setOut(new java.io.PrintWriter(terminal.out(), true, java.nio.charset.StandardCharsets.UTF_8));
        commandLine.setErr(new java.io.PrintWriter(terminal.err(), true, java.nio.charset.StandardCharsets.UTF_8));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler(usageErrors());
        commandLine.setExecutionExceptionHandler(failures(terminal));
        return commandLine;
    }

    private static IParameterExceptionHandler usageErrors() {
        return (exception, arguments) -> {
            CommandLine failed = exception.getCommandLine();
            failed.getErr().println("embassy: " + exception.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(exception, failed.getErr());
            failed.getErr().println("  next: " + failed.getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE.code();
        };
    }

    private static IExecutionExceptionHandler failures(Terminal terminal) {
        return (exception, failed, parseResult) -> {
            if (exception instanceof EmbassyException known) {
                terminal.err().println("embassy: " + known.getMessage());
                terminal.err().println("  next: " + known.problem().next());
                terminal.err()
                        .println("  (" + known.problem().code() + ", exit code "
                                + known.problem().exitCode().code() + ")");
                LoggerFactory.getLogger(Main.class).debug("{}", known.problem(), known);
                return known.problem().exitCode().code();
            }
            terminal.err().println("embassy: a fault of the program itself: " + exception);
            terminal.err().println("  next: please report it with the stack trace that follows");
            exception.printStackTrace(terminal.err());
            return ExitCode.INTERNAL.code();
        };
    }

    /** Hands the terminal to every command that asks for it in its constructor. */
    private record TerminalFactory(Terminal terminal) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (var constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Terminal.class) {
                    return type.cast(constructor.newInstance(terminal));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
