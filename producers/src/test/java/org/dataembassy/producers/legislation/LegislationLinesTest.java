package org.dataembassy.producers.legislation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.registry.legislation.ActRepealed;
import org.junit.jupiter.api.Test;

class LegislationLinesTest {
    private static final String PUBLISHED = "{\"recordedAt\":\"2012-08-02T00:49:13+02:00\",\"actId\":\"gg\","
            + "\"change\":\"published\",\"reason\":\"r\",\"abbreviation\":\"GG\",\"title\":\"t\",\"enactedOn\":\"1949-05-23\","
            + "\"text\":\"Ä\\u00e4\\ud83d\\ude00\\u0000\\\"\\\\\\n€\"}";
    private static final String REPEALED =
            "{\"recordedAt\":\"2012-08-02T00:49:13+02:00\",\"actId\":\"gg\",\"change\":\"repealed\",\"reason\":\"r\","
                    + "\"effectiveOn\":\"2013-01-01\"}";

    @Test
    void a_line_becomes_an_event_with_every_character_of_its_text() throws LineFault {
        LegislationLines.Line line = read(PUBLISHED).get(0);

        ActPublished event = (ActPublished) line.event();
        assertThat(event.getText()).isEqualTo("Ää😀\u0000\"\\\n€");
        assertThat(event.getEnactedOn()).isEqualTo(LocalDate.of(1949, 5, 23));
        assertThat(line.meta().getRecordedAt()).isEqualTo(Instant.parse("2012-08-01T22:49:13Z"));
        assertThat(line.meta().getActor()).isEqualTo("registrar");
        assertThat(line.meta().getBasis()).matches("jsonl:[0-9a-f]{16}, line 1");
    }

    @Test
    void without_a_day_of_its_own_a_change_holds_from_the_day_of_recording_where_it_was_recorded() throws LineFault {
        assertThat(read(PUBLISHED).get(0).meta().getEffectiveOn()).isEqualTo(LocalDate.of(2012, 8, 2));
    }

    @Test
    void a_day_of_its_own_counts() throws LineFault {
        LegislationLines.Line line = read(REPEALED).get(0);

        assertThat(line.event()).isInstanceOf(ActRepealed.class);
        assertThat(line.meta().getEffectiveOn()).isEqualTo(LocalDate.of(2013, 1, 1));
    }

    @Test
    void event_ids_are_the_same_in_every_run_and_when_the_input_has_grown() throws LineFault {
        List<LegislationLines.Line> once = read(PUBLISHED + "\n" + REPEALED);
        List<LegislationLines.Line> grown = read(PUBLISHED + "\r\n" + REPEALED + "\n" + REPEALED + "\n");

        assertThat(ids(grown).subList(0, 2)).isEqualTo(ids(once));
        assertThat(ids(grown)).doesNotHaveDuplicates();
        assertThat(once.get(0).meta().getEventId().version()).isEqualTo(8);
        assertThat(once.get(0).meta().getEventId().variant()).isEqualTo(2);
    }

    @Test
    void a_change_of_an_earlier_line_changes_the_event_ids_of_all_that_follow() throws LineFault {
        List<LegislationLines.Line> before = read(PUBLISHED + "\n" + REPEALED + "\n" + REPEALED);
        List<LegislationLines.Line> after =
                read(PUBLISHED + "\n" + REPEALED.replace("\"r\"", "\"s\"") + "\n" + REPEALED);

        assertThat(ids(after).get(0)).isEqualTo(ids(before).get(0));
        assertThat(ids(after).get(1)).isNotEqualTo(ids(before).get(1));
        assertThat(ids(after).get(2)).isNotEqualTo(ids(before).get(2));
    }

    private static List<Object> ids(List<LegislationLines.Line> lines) {
        return lines.stream().map(line -> (Object) line.meta().getEventId()).toList();
    }

    private static List<LegislationLines.Line> read(String text) throws LineFault {
        ImportSource source = ImportSource.stream("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<LegislationLines.Line> all = new ArrayList<>();
        try (LegislationLines lines = new LegislationLines(source, "registrar")) {
            for (Optional<LegislationLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                all.add(line.get());
            }
        }
        return all;
    }
}
