package org.dataembassy.producers.legislation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegislationImporterCheckTest {
    private static final String SECRET = "Geheimnis";
    private static final String GOOD =
            "{\"recordedAt\":\"2012-08-02T21:49:13+02:00\",\"actId\":\"gg\",\"change\":\"published\","
                    + "\"reason\":\"r\",\"abbreviation\":\"GG\",\"title\":\"t\",\"text\":\"" + SECRET + "\"}";

    private final LegislationImporter importer = new LegislationImporter(LegislationImporter.DEFAULT_ACTOR);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        broken JSON                | {"recordedAt":"2012-08-02T21:49:14+02:00","actId" "Geheimnis"}                                                     | line 2: not valid JSON at column 51
        cut off                    | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"Gehei                                                           | line 2: not valid JSON at column
        an array                   | ["Geheimnis"]                                                                                                      | line 2: not a JSON object
        something after            | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":"Geheimnis"} {}                 | line 2: something follows the JSON object
        a name twice               | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","actId":"Geheimnis","change":"repealed","reason":""}         | line 2: field actId: there twice
        an unknown field           | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":"","signatory":"Geheimnis"}     | line 2: field signatory: unknown field
        a missing field            | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed"}                                         | line 2: field reason: missing
        a missing text             | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"amended","reason":"","abbreviation":"","title":""} | line 2: field text: missing
        a number                   | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":12,"change":"repealed","reason":""}                               | line 2: field actId: expected a string, got a number
        null                       | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":null}                           | line 2: field reason: expected a string, got null
        an object                  | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":{"a":"Geheimnis"}}              | line 2: field reason: expected a string, got an object
        an unknown change          | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"Geheimnis","reason":""}                            | line 2: field change: expected published, amended or repealed
        a bad act id               | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"Geheimnis","change":"repealed","reason":""}                      | line 2: field actId: expected 1 to 64 lower-case letters
        an empty act id            | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"","change":"repealed","reason":""}                               | line 2: field actId: expected 1 to 64 lower-case letters
        a text on a repeal         | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":"","text":"Geheimnis"}          | line 2: field text: not allowed on a repeal
        a time without offset      | {"recordedAt":"2012-08-02T21:49:14","actId":"gg","change":"repealed","reason":""}                                   | line 2: field recordedAt: expected a time with offset
        no time at all             | {"recordedAt":"Geheimnis","actId":"gg","change":"repealed","reason":""}                                             | line 2: field recordedAt: expected a time with offset
        31 February                | {"recordedAt":"2013-02-31T21:49:14+02:00","actId":"gg","change":"repealed","reason":""}                             | line 2: field recordedAt: expected a time with offset
        nanoseconds                | {"recordedAt":"2013-02-01T21:49:14.123456789+02:00","actId":"gg","change":"repealed","reason":""}                   | line 2: field recordedAt: finer than microseconds
        the year 10000             | {"recordedAt":"+10000-01-01T00:00:00+02:00","actId":"gg","change":"repealed","reason":""}                           | line 2: field recordedAt: expected a year from 1 to 9999
        time running backwards     | {"recordedAt":"2012-08-02T21:49:12+02:00","actId":"gg","change":"repealed","reason":""}                             | line 2: field recordedAt: runs backwards
        backwards by its offset    | {"recordedAt":"2012-08-02T21:49:14+03:00","actId":"gg","change":"repealed","reason":""}                             | line 2: field recordedAt: runs backwards
        a bad date                 | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":"","effectiveOn":"2012-8-2"}    | line 2: field effectiveOn: expected a date
        a lone surrogate           | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":"a\\ud800b"}                     | line 2: field reason: a lone surrogate at character 2
        surrogates the wrong way   | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":"\\udc00\\ud800"}                | line 2: field reason: a lone surrogate at character 1
        a control character        | {"recordedAt":"2012-08-02T21:49:14+02:00","actId":"gg","change":"repealed","reason":"a\tb"}                         | line 2: not valid JSON at column
        an empty line              | ``                                                                                                                 | line 2: the line is empty
        """)
    void a_line_that_is_not_acceptable_is_named_with_its_field_and_without_its_content(
            String what, String line, String message) {
        ImportSource source = source(GOOD + "\n" + line + "\n" + GOOD + "\n");

        assertThatThrownBy(() -> importer.check(source, ImportListener.NONE))
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("Gehei")
                .hasNoCause()
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(Problem.INPUT_LINE_BROKEN);
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused_not_replaced() {
        byte[] line = GOOD.getBytes(StandardCharsets.UTF_8);
        line[line.length - 4] = (byte) 0xC3;

        assertThatThrownBy(() -> importer.check(source(line), ImportListener.NONE))
                .hasMessageContaining("line 1: not UTF-8 at byte " + (line.length - 3));
    }

    @Test
    void overlong_and_surrogate_utf_8_are_refused() {
        for (byte[] bad :
                List.of(new byte[] {(byte) 0xC0, (byte) 0x80}, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})) {
            byte[] line = GOOD.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bad, 0, line, line.length - 6, bad.length);

            assertThatThrownBy(() -> importer.check(source(line), ImportListener.NONE))
                    .hasMessageContaining("line 1: not UTF-8 at byte");
        }
    }

    @Test
    void a_byte_order_mark_is_named() {
        assertThatThrownBy(() -> importer.check(source("\uFEFF" + GOOD), ImportListener.NONE))
                .hasMessageContaining("byte order mark");
    }

    @Test
    void an_event_above_four_mebibytes_is_refused_by_line() {
        String large = GOOD.replace(SECRET, "ä".repeat(2_100_000));

        assertThatThrownBy(() -> importer.check(source(GOOD + "\n" + large), ImportListener.NONE))
                .hasMessageContaining("line 2: field text: the event has 42")
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(Problem.EVENT_TOO_LARGE);
    }

    @Test
    void a_line_above_six_mebibytes_ends_the_reading_without_being_kept() {
        String endless = GOOD.replace(SECRET, "x".repeat(InputLines.MAX_LINE_BYTES));

        assertThatThrownBy(() -> importer.check(source(GOOD + "\n" + endless), ImportListener.NONE))
                .hasMessageContaining("line 2 is longer than 6291456 bytes")
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(Problem.EVENT_TOO_LARGE);
    }

    @Test
    void a_text_of_one_point_six_megabytes_is_fine() {
        ImportSummary summary = importer.check(source(GOOD.replace(SECRET, "ä".repeat(800_000))), ImportListener.NONE);

        assertThat(summary.lines()).isEqualTo(1);
    }

    @Test
    void plain_and_gzip_and_several_gzip_members_from_a_slow_pipe_are_the_same_input() throws IOException {
        String first = GOOD + "\n";
        String second = GOOD + "\r\n" + GOOD;
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(first));
        members.write(gzip(second));

        ImportSummary plain = importer.check(source(first + second), ImportListener.NONE);
        ImportSummary zipped = importer.check(source(gzip(first + second)), ImportListener.NONE);
        ImportSummary slow = importer.check(
                ImportSource.stream("-", new DribblingInput(members.toByteArray())), ImportListener.NONE);

        assertThat(List.of(plain.lines(), zipped.lines(), slow.lines())).containsOnly(3L);
        assertThat(List.of(plain.sourceId(), zipped.sourceId(), slow.sourceId()))
                .containsOnly(plain.sourceId());
    }

    @Test
    void a_gzip_file_that_is_cut_off_is_an_error_not_an_end() throws IOException {
        byte[] whole = gzip((GOOD + "\n").repeat(50));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 9);

        assertThatThrownBy(() -> importer.check(source(cut), ImportListener.NONE))
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(Problem.INPUT_UNREADABLE);
    }

    @Test
    void a_missing_file_is_named(@TempDir Path folder) {
        assertThatThrownBy(() -> ImportSource.file(folder.resolve("nothing.jsonl")))
                .hasMessageContaining("nothing.jsonl: there is no such file");
    }

    @Test
    void progress_knows_the_size_of_a_file_and_ends_with_all_of_it(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("acts.jsonl"), (GOOD + "\n").repeat(3));
        List<ImportProgress> heard = new ArrayList<>();

        importer.check(ImportSource.file(file), new ImportListener() {
            @Override
            public void progress(ImportProgress progress) {
                heard.add(progress);
            }
        });

        ImportProgress last = heard.get(heard.size() - 1);
        assertThat(last.lines()).isEqualTo(3);
        assertThat(last.bytes()).isEqualTo(Files.size(file));
        assertThat(last.totalBytes()).hasValue(Files.size(file));
        assertThat(last.remaining().orElseThrow()).isZero();
    }

    @Test
    void an_empty_input_is_no_error() {
        assertThat(importer.check(source(""), ImportListener.NONE).lines()).isZero();
    }

    @Test
    void the_sample_is_good() {
        ImportSummary summary = importer.check(SampleLegislation.source(), ImportListener.NONE);

        assertThat(summary.lines()).isEqualTo(40);
    }

    private static ImportSource source(String text) {
        return source(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ImportSource source(byte[] bytes) {
        return ImportSource.stream("-", new ByteArrayInputStream(bytes));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** Gives one byte a read and never says that there is more: a pipe from a slow program. */
    private static final class DribblingInput extends InputStream {
        private final byte[] bytes;
        private int at;

        DribblingInput(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            target[offset] = bytes[at++];
            return 1;
        }
    }
}
