package org.dataembassy.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code embassy proof}. */
@Command(
        name = "proof",
        description = "Gets the proof of an event from a site, and verifies one offline.",
        mixinStandardHelpOptions = true,
        subcommands = {ProofGetCommand.class, ProofVerifyCommand.class})
final class ProofCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return EmbassyCommand.missingVerb(spec);
    }
}
