package org.dataembassy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code embassy trust}. */
@Command(
        name = "trust",
        description = "Changes who is trusted: the officials' ceremony of the next trust root.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TrustShowCommand.class,
            TrustProposeCommand.class,
            TrustSignCommand.class,
            TrustPublishCommand.class
        })
final class TrustCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return EmbassyCommand.missingVerb(spec);
    }
}
