package org.dataembassy.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.confluent.kafka.schemaregistry.CompatibilityLevel;
import io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The versions of a schema that have been in use lie in {@code compatibility/<full name>/v<n>.avsc}, from 1, and are
 * history: they never change. The newest is the current one, and each fits every other in both directions
 * (FULL_TRANSITIVE), by the same checker that the Schema Registry uses.
 */
final class SchemaCompatibilityTest {

    private static final Path COMMITTED = Path.of("compatibility");

    static List<Schema> kept() {
        return OwnSchemas.kept();
    }

    @ParameterizedTest
    @MethodSource("kept")
    void the_newest_committed_version_is_the_current_one(Schema current) throws IOException {
        List<Schema> versions = committed(COMMITTED, current.getFullName());

        if (versions.isEmpty()
                || !SchemaTexts.of(versions.get(versions.size() - 1)).equals(SchemaTexts.of(current))) {
            String file = current.getFullName() + "/v" + (versions.size() + 1) + ".avsc";
            Path candidate = Path.of("target", "compatibility").resolve(file);
            Files.createDirectories(candidate.getParent());
            Files.writeString(candidate, current.toString(true) + "\n");
            fail(
                    "%s has changed: if that is meant, copy %s to %s and commit it; never change a version there is",
                    current.getFullName(), candidate, COMMITTED.resolve(file));
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void every_version_fits_every_other_in_both_directions(Schema current) throws IOException {
        List<Schema> versions = committed(COMMITTED, current.getFullName());

        for (int n = 0; n < versions.size(); n++) {
            assertThat(faults(versions.get(n), versions.subList(0, n)))
                    .as("v%d of %s", n + 1, current.getFullName())
                    .isEmpty();
        }
        assertThat(faults(current, versions)).as(current.getFullName()).isEmpty();
    }

    @Test
    void every_committed_folder_belongs_to_a_schema_in_use() throws IOException {
        try (Stream<Path> entries = Files.list(COMMITTED)) {
            assertThat(entries.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            kept().stream().map(Schema::getFullName).toList());
        }
    }

    @Test
    void a_field_without_a_default_is_caught() {
        Schema before = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'string'}]}");
        Schema after = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'string'},"
                + "{'name':'b','type':'string'}]}");

        assertThat(faults(after, List.of(before))).isNotEmpty();
    }

    @Test
    void a_field_taken_away_that_older_readers_need_is_caught() {
        Schema before = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'string'},"
                + "{'name':'b','type':'string'}]}");
        Schema after = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'string'}]}");

        assertThat(faults(after, List.of(before))).isNotEmpty();
    }

    @Test
    void a_change_that_fits_the_version_before_but_not_the_first_is_caught() {
        Schema first = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'int'}]}");
        Schema second = parse("{'type':'record','name':'E','fields':[]}");
        Schema third = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'string','default':''}]}");

        assertThat(faults(third, List.of(second))).isEmpty();
        assertThat(faults(third, List.of(first, second))).isNotEmpty();
    }

    @Test
    void an_optional_field_fits() {
        Schema before = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'string'}]}");
        Schema after = parse("{'type':'record','name':'E','fields':[{'name':'a','type':'string'},"
                + "{'name':'b','type':['null','string'],'default':null}]}");

        assertThat(faults(after, List.of(before))).isEmpty();
    }

    @Test
    void a_gap_in_the_committed_versions_is_an_error(@TempDir Path folder) throws IOException {
        Path versions = Files.createDirectories(folder.resolve("E"));
        Files.writeString(versions.resolve("v2.avsc"), "{\"type\":\"record\",\"name\":\"E\",\"fields\":[]}");

        assertThatThrownBy(() -> committed(folder, "E")).hasMessageContaining("v1.avsc");
    }

    private static List<String> faults(Schema schema, List<Schema> earlier) {
        List<ParsedSchemaHolder> holders = new ArrayList<>();
        for (Schema version : earlier) {
            holders.add(new SimpleParsedSchemaHolder(new AvroSchema(version)));
        }
        return new AvroSchema(schema).isCompatible(CompatibilityLevel.FULL_TRANSITIVE, holders);
    }

    private static List<Schema> committed(Path root, String name) throws IOException {
        Path folder = root.resolve(name);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Schema> versions = new ArrayList<>();
        long count;
        try (Stream<Path> files = Files.list(folder)) {
            count = files.count();
        }
        for (int n = 1; n <= count; n++) {
            versions.add(new Schema.Parser().parse(Files.readString(folder.resolve("v" + n + ".avsc"))));
        }
        return versions;
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }
}
