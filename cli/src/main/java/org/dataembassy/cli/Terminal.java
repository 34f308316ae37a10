package org.dataembassy.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command may see of the world around it, so that tests can run the command objects themselves.
 *
 * @param in standard input
 * @param out results only
 * @param err progress, prompts, logs and errors
 * @param environment the process environment
 * @param workingDirectory what relative paths start from
 * @param interactive whether {@code err} is a terminal, which decides about progress bars
 */
public record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path workingDirectory,
        boolean interactive) {

    public Terminal {
        environment = Map.copyOf(environment);
    }

    /** The real one. */
    static Terminal ofProcess() {
        boolean interactive = System.console() != null && !"dumb".equals(System.getenv("TERM"));
        return new Terminal(
                System.in, System.out, System.err, System.getenv(), Path.of("").toAbsolutePath(), interactive);
    }

    Optional<String> environmentVariable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Resolves what a user typed against the working directory. */
    Path resolve(Path path) {
        return workingDirectory.resolve(path).normalize();
    }
}
