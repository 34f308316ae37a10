package org.dataembassy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** What the supervisor did, one line each; at most two files of one megabyte. */
final class SupervisorLog {

    private static final long MAX_BYTES = 1_000_000;

    private final Path file;
    private final Clock clock;

    SupervisorLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    void line(String text) {
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            String line = clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + text + "\n";
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
