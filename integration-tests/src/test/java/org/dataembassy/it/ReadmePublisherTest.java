package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadmePublisherTest {
    private static final Path HOME = Path.of(System.getProperty("embassy.home"));

    @Test
    void the_publisher_in_the_readme_is_the_one_that_is_tested() throws IOException {
        List<String> source = Files.readAllLines(
                HOME.resolve("integration-tests/src/test/java/org/dataembassy/it/TenLinePublisher.java"));
        List<String> body = source.subList(indexOf(source, "// README: begin") + 1, indexOf(source, "// README: end"));

        String shown = String.join("\n", body.stream().map(String::strip).toList());

        List<String> readme = Files.readAllLines(HOME.resolve("README.md"));
        assertThat(String.join("\n", readme.stream().map(String::strip).toList()))
                .contains(shown);
    }

    private static int indexOf(List<String> lines, String marker) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(marker)) {
                return i;
            }
        }
        throw new AssertionError("no line with " + marker);
    }
}
