package org.dataembassy.it;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.dataembassy.cli.Main;
import org.dataembassy.cli.Terminal;

/** Runs verbs as a user does, without starting a process for each. */
final class Embassy {
    private final Path workingDirectory;

    Embassy(Path workingDirectory) {
        this.workingDirectory = workingDirectory;
    }

    /** What a verb left behind. */
    record Ran(int exitCode, String out, String err) {}

    Ran run(String... arguments) {
        return run(new ByteArrayInputStream(new byte[0]), arguments);
    }

    Ran run(InputStream in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                workingDirectory,
                false);
        int exitCode = Main.run(terminal, arguments);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
