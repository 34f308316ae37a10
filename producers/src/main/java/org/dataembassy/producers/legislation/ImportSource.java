package org.dataembassy.producers.legislation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Where lines come from: a file or standard input. Opened once for each import; plain or gzip, told apart by content. */
public final class ImportSource {
    private final String name;
    private final OptionalLong totalBytes;
    private final Opener opener;

    /** Opens the bytes as they are stored. */
    @FunctionalInterface
    private interface Opener {
        InputStream open() throws IOException;
    }

    private ImportSource(String name, OptionalLong totalBytes, Opener opener) {
        this.name = name;
        this.totalBytes = totalBytes;
        this.opener = opener;
    }

    /**
     * A file.
     *
     * @throws EmbassyException INPUT_UNREADABLE if there is no such file or it may not be read
     */
    public static ImportSource file(Path file) {
        if (!Files.exists(file)) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, file + ": there is no such file");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, file + " is not a file that may be read");
        }
        return new ImportSource(file.toString(), sizeOf(file), () -> Files.newInputStream(file));
    }

    /** Standard input, or any stream that is read once; {@code name} is for messages. The importer closes it. */
    public static ImportSource stream(String name, InputStream in) {
        Objects.requireNonNull(in, "in");
        return new ImportSource(name, OptionalLong.empty(), () -> in);
    }

    /** For messages: the path as given, or the name of the stream. */
    public String name() {
        return name;
    }

    /** Size as stored (compressed, if it is), in bytes; empty where it is not known. */
    public OptionalLong totalBytes() {
        return totalBytes;
    }

    InputStream open() {
        try {
            return opener.open();
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, name + " can't be opened", e);
        }
    }

    private static OptionalLong sizeOf(Path file) {
        try {
            // A pipe or a device has no size that says how much will come.
            return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (IOException e) {
            throw new EmbassyException(Problem.INPUT_UNREADABLE, file + " can't be read", e);
        }
    }
}
