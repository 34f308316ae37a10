package org.dataembassy.cli;

import java.util.concurrent.Callable;
import org.dataembassy.deploy.LocalCountry;
import org.dataembassy.ledger.problem.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code embassy down}. */
@Command(
        name = "down",
        description = "Stops the local country; its data stays unless --purge says otherwise.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private CountryOption country = new CountryOption();

    @Option(names = "--purge", description = "Also delete its folder: data, keys and logs.")
    private boolean purge;

    DownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LocalCountry local = country.country(terminal);
        if (purge) {
            local.purge(terminal.err()::println);
        } else {
            local.down(terminal.err()::println);
        }
        return ExitCode.OK.code();
    }
}
