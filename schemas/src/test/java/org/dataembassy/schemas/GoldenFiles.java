package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Bytes as they were first written, in hexadecimal, under {@code golden/<folder>} on the class path. */
final class GoldenFiles {

    private final String folder;

    GoldenFiles(String folder) {
        this.folder = folder;
    }

    /** What was made is left in target/golden, for the day on which a new version gets a file of its own. */
    void same(String file, byte[] bytes) throws IOException {
        String hex = HexFormat.of().formatHex(bytes);
        Path made = Files.createDirectories(Path.of("target", "golden", folder)).resolve(file);
        Files.writeString(made, hex.replaceAll("(.{96})", "$1\n") + "\n");
        assertThat(hex).isEqualTo(hex(file));
    }

    String hex(String file) throws IOException {
        try (InputStream in = GoldenFiles.class.getResourceAsStream("/golden/" + folder + "/" + file)) {
            assertThat(in).as("golden file " + file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
        }
    }
}
