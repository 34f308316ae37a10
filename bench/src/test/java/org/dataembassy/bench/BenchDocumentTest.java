package org.dataembassy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dataembassy.bench.report.Row;
import org.dataembassy.bench.report.Section;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "bench.md");

    @ParameterizedTest
    @EnumSource(Row.class)
    void every_row_is_explained_where_it_is_looked_for(Row row) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains(row.what());
    }

    @ParameterizedTest
    @EnumSource(Section.class)
    void every_section_is_named_as_it_is_asked_for(Section section) throws IOException {
        assertThat(Files.readString(DOCUMENT)).contains("`" + section.label() + "`");
    }
}
