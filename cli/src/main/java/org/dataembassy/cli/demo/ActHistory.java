package org.dataembassy.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.zip.GZIPInputStream;

/**
 * The demo's own reading of its input, independent of the importer: what every act must look like after each line. Keeps
 * the whole input in memory; a demo's input has tens of megabytes.
 */
final class ActHistory {
    private static final int GZIP_MAGIC = 0x1f8b;

    private final List<byte[]> lines;
    private final List<Change> changes;

    /**
     * One line.
     *
     * @param text the act's whole text after it; null if the line has none
     */
    record Change(String actId, boolean repeals, String text) {}

    /** What must be known of an act: its last text, and whether it is repealed. */
    record Expected(String text, boolean repealed) {}

    private ActHistory(List<byte[]> lines, List<Change> changes) {
        this.lines = lines;
        this.changes = changes;
    }

    /** Reads JSON Lines, plain or gzip. */
    static ActHistory read(InputStream stored) {
        ObjectMapper mapper = new ObjectMapper();
        List<byte[]> lines = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        try (InputStream plain = decompressed(stored)) {
            String all = new String(plain.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : all.split("\n")) {
                if (!line.isEmpty()) {
                    lines.add(line.getBytes(StandardCharsets.UTF_8));
                    changes.add(change(mapper.readTree(line)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ActHistory(lines, changes);
    }

    private static Change change(JsonNode line) {
        JsonNode text = line.get("text");
        return new Change(
                line.path("actId").asText(),
                line.path("change").asText().equals("repealed"),
                text == null || text.isNull() ? null : text.asText());
    }

    private static InputStream decompressed(InputStream stored) throws IOException {
        BufferedInputStream in = new BufferedInputStream(stored);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in) : in;
    }

    int lineCount() {
        return lines.size();
    }

    /** @param line from 1 */
    Change change(int line) {
        return changes.get(line - 1);
    }

    /** The first {@code count} lines as an input of their own. */
    InputStream firstLines(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] line : lines.subList(0, count)) {
            bytes.writeBytes(line);
            bytes.write('\n');
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** Every act as it must be after the first {@code count} lines. */
    SortedMap<String, Expected> after(int count) {
        return of(line -> line <= count);
    }

    /** Every act as it must be if only these lines are known, by their numbers from 1. */
    SortedMap<String, Expected> of(IntPredicate known) {
        SortedMap<String, Expected> acts = new TreeMap<>();
        for (int line = 1; line <= changes.size(); line++) {
            if (known.test(line)) {
                Change change = change(line);
                Expected before = acts.get(change.actId());
                String text = change.text() != null || before == null ? change.text() : before.text();
                acts.put(change.actId(), new Expected(text, change.repeals()));
            }
        }
        return acts;
    }

    /** Names the first act that isn't as expected; empty if all are. */
    static String firstDifference(Map<String, Expected> expected, Map<String, Expected> actual) {
        for (Map.Entry<String, Expected> act : expected.entrySet()) {
            if (!act.getValue().equals(actual.get(act.getKey()))) {
                return act.getKey();
            }
        }
        return actual.keySet().stream()
                .filter(id -> !expected.containsKey(id))
                .findFirst()
                .orElse("");
    }
}
