package org.dataembassy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.dataembassy.bench.report.BenchReport;
import org.dataembassy.bench.report.Row;
import org.dataembassy.bench.report.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a run works, from the first event to the table, on real brokers. It asserts no speed. */
class BenchTest {
    @TempDir
    Path folder;

    @Test
    void a_tiny_run_measures_both_sides_finds_the_same_events_everywhere_and_leaves_nothing_behind() throws Exception {
        List<String> told = new ArrayList<>();

        BenchReport report = Bench.run(
                new BenchSettings(
                        5_000,
                        1,
                        7,
                        EnumSet.of(Section.PUBLISH, Section.OPEN, Section.MATERIALISE),
                        1,
                        folder.resolve("run")),
                told::add);

        assertThat(report.rows())
                .as("told: %s", told)
                .contains(Row.PUBLISH_COMPOSITE, Row.BYTES, Row.OPEN, Row.MATERIALISE, Row.SITE_HEAP)
                .allMatch(row -> row.section() != Section.RESTART);
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.get("rows"))
                .allSatisfy(row -> assertThat(row.get("ours").get("median").asDouble())
                        .as(row.get("row").asText())
                        .isPositive());
        assertThat(report.table()).contains("plain Avro producer").contains("commit");
        assertThat(folder.resolve("run")).doesNotExist();
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains(folder.toString())))
                .isEmpty();
    }
}
