package org.dataembassy.ledger.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * A committed file under {@code src/test/resources/golden}. Golden bytes are history: they never change; a new format gets
 * new files beside the old. A missing one is written, for a person to look at and commit, when the system property
 * {@code golden.write} is set; nothing ever writes over one.
 */
public final class GoldenFile {
    private GoldenFile() {}

    /**
     * The committed bytes.
     *
     * @param name under {@code golden/}
     * @param firstBytes what to write if there is no such file yet
     */
    public static byte[] read(String name, Supplier<byte[]> firstBytes) {
        try (InputStream stream = GoldenFile.class.getResourceAsStream("/golden/" + name)) {
            if (stream != null) {
                return stream.readAllBytes();
            }
            if (System.getProperty("golden.write") == null) {
                throw new IllegalStateException("no golden file " + name);
            }
            Path file = Path.of("src/test/resources/golden").resolve(name);
            Files.createDirectories(file.getParent());
            byte[] bytes = firstBytes.get();
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
