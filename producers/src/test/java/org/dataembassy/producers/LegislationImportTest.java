package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.legislation.ImportListener;
import org.dataembassy.producers.legislation.ImportSource;
import org.dataembassy.producers.legislation.ImportSummary;
import org.dataembassy.producers.legislation.LegislationImporter;
import org.dataembassy.producers.legislation.LineReceipt;
import org.dataembassy.producers.legislation.SampleLegislation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LegislationImportTest {
    @TempDir
    Path folder;

    private final LegislationImporter importer = new LegislationImporter("registrar");

    @Test
    void a_second_run_publishes_nothing_twice_and_an_appended_line_once() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(true)) {
            List<LineReceipt> receipts = new ArrayList<>();
            String lines = sample();
            String appended = lines
                    + "{\"recordedAt\":\"2024-03-01T00:00:00Z\",\"actId\":\"gazette-act\",\"change\":\"repealed\",\"reason\":\"r\"}";

            ImportSummary first = run(country, plain(lines), receipts);
            ImportSummary second = run(country, plain(lines), new ArrayList<>());
            ImportSummary third = run(country, zipped(appended), new ArrayList<>());

            assertThat(List.of(first.lines(), first.published(), first.alreadyThere()))
                    .containsExactly(40L, 40L, 0L);
            assertThat(List.of(second.lines(), second.published(), second.alreadyThere()))
                    .containsExactly(40L, 0L, 40L);
            assertThat(List.of(third.lines(), third.published(), third.alreadyThere()))
                    .containsExactly(41L, 1L, 40L);
            List<CountryOnBroker.Found> found = country.verifiedEvents();
            assertThat(found).hasSize(41);
            assertPositionsHold(receipts, found.subList(0, found.size()));
        }
    }

    /** The registry cut at a line's sequences has exactly the lines up to it; at its offsets too, where they are exact. */
    private static void assertPositionsHold(List<LineReceipt> receipts, List<CountryOnBroker.Found> found) {
        assertThat(receipts.stream().map(LineReceipt::line))
                .isSorted()
                .hasSize(40)
                .doesNotHaveDuplicates();
        assertThat(receipts).anyMatch(LineReceipt::offsetsExact);
        for (LineReceipt line : receipts) {
            assertThat(upTo(found, line.sequences(), CountryOnBroker.Found::sequence))
                    .isEqualTo(line.line());
            if (line.offsetsExact()) {
                assertThat(upTo(found, line.offsets(), CountryOnBroker.Found::offset))
                        .isEqualTo(line.line());
            }
        }
    }

    private static long upTo(
            List<CountryOnBroker.Found> found,
            SortedMap<Integer, Long> last,
            Function<CountryOnBroker.Found, Long> position) {
        return found.stream()
                .filter(event -> position.apply(event)
                        <= last.getOrDefault(event.ledger().partition(), -1L))
                .count();
    }

    @Test
    void a_broken_line_ends_the_import_and_its_correction_goes_on_there() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(false)) {
            List<String> lines = sample().lines().collect(Collectors.toCollection(ArrayList::new));
            List<String> broken = new ArrayList<>(lines);
            broken.set(16, broken.get(16).replace("\"reason\"", "\"raison\""));
            List<String> changed = new ArrayList<>(lines);
            changed.set(3, changed.get(3).replace("Land Register", "Sea Register"));

            assertThatThrownBy(() -> run(country, plain(String.join("\n", broken)), new ArrayList<>()))
                    .isInstanceOf(EmbassyException.class)
                    .hasMessage("-, line 17: field raison: unknown field (lines 1 to 16 are in the ledger)");
            assertThat(country.verifiedEvents()).hasSize(16);
            ImportSummary corrected = run(country, plain(String.join("\n", lines)), new ArrayList<>());
            assertThat(corrected.published()).isEqualTo(24);
            assertThatThrownBy(() -> run(country, plain(String.join("\n", changed)), new ArrayList<>()))
                    .hasMessageContaining("line 40")
                    .extracting(e -> ((EmbassyException) e).problem())
                    .isEqualTo(Problem.INPUT_CHANGED);

            Map<String, Long> perAct = country.verifiedEvents().stream()
                    .collect(Collectors.groupingBy(
                            event -> ((org.dataembassy.registry.EventMeta)
                                            event.event().get(0))
                                    .getEntityId(),
                            TreeMap::new,
                            Collectors.counting()));
            assertThat(perAct).hasSize(13).containsEntry("land-register-act", 4L);
        }
    }

    @Test
    void a_line_that_the_ledger_refuses_is_named_and_no_later_line_is_taken_in() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.create(true)) {
            run(country, plain(sample()), new ArrayList<>());
            String other = line("2023-06-01T00:00:00Z", "new-act") + "\n" + line("2023-06-01T00:00:00Z", "ports-act")
                    + "\n" + line("2024-06-01T00:00:00Z", "another-act") + "\n";

            assertThatThrownBy(() -> run(country, plain(other), new ArrayList<>()))
                    .hasMessageContaining("recordedAt: runs backwards")
                    .extracting(e -> ((EmbassyException) e).problem())
                    .isEqualTo(Problem.RECORDED_AT_BACKWARDS);

            assertThat(country.verifiedEvents())
                    .hasSizeBetween(40, 41)
                    .noneMatch(event -> event.event().toString().contains("another-act"));
        }
    }

    private static String line(String recordedAt, String actId) {
        return "{\"recordedAt\":\"" + recordedAt + "\",\"actId\":\"" + actId
                + "\",\"change\":\"repealed\",\"reason\":\"r\"}";
    }

    private ImportSummary run(CountryOnBroker country, ImportSource source, List<LineReceipt> receipts) {
        PublisherConfig config = country.config(folder).withRecordedAt(RecordedAt.HISTORICAL);
        try (RegistryPublisher publisher = RegistryPublisher.open(config)) {
            return importer.run(source, publisher, new ImportListener() {
                @Override
                public void committed(LineReceipt receipt) {
                    receipts.add(receipt);
                }
            });
        }
    }

    private static String sample() throws IOException {
        try (var in = SampleLegislation.open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ImportSource plain(String text) {
        return ImportSource.stream("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ImportSource zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return ImportSource.stream("-", new ByteArrayInputStream(bytes.toByteArray()));
    }
}
