package org.dataembassy.bench.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the JVM writes with {@code -Xlog:gc}, such as {@code Pause Young (Allocation Failure) 55M->9M(123M) 4ms}. */
public final class GcLog {
    private static final Pattern AFTER = Pattern.compile("\\d+[KMG]->(\\d+)M\\(\\d+M\\)");

    private GcLog() {}

    /** The most heap in use right after any collection, in MiB; 0 if there was none. */
    public static double mostAfterCollectionMebibytes(Path log) {
        if (!Files.exists(log)) {
            return 0;
        }
        try (var lines = Files.lines(log)) {
            return lines.map(AFTER::matcher)
                    .filter(Matcher::find)
                    .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
