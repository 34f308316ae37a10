package org.dataembassy.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole run.
 *
 * @param circumstances what was run where: machine, commit, seed, counts, settings, in words and in order
 */
public record BenchReport(Instant startedAt, Duration took, Map<String, String> circumstances, Samples samples) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public BenchReport {
        circumstances = new LinkedHashMap<>(circumstances);
    }

    /** Rows that have a figure. */
    public List<Row> rows() {
        return samples.measured();
    }

    /** Rows that don't hold their floor. */
    public List<Row> shortRows() {
        return rows().stream()
                .filter(row -> samples.holds(row).equals(Optional.of(false)))
                .toList();
    }

    /** For people: Markdown, so that it can be kept as it is. */
    public String table() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                List.of("measured", "median (range)", "compared with", "median (range)", "ratio (range)", "floor", ""));
        text.append("|---|---|---|---|---|---|---|\n");
        for (Row row : rows()) {
            line(
                    text,
                    List.of(
                            row.what(),
                            samples.ours(row) + " " + row.unit(),
                            row.baseline().orElse(""),
                            samples.baseline(row).map(Figures::toString).orElse(""),
                            samples.ratio(row).map(Figures::toString).orElse(""),
                            row.floor().map(Floor::toString).orElse(""),
                            samples.holds(row)
                                    .map(held -> held ? "held" : "SHORT")
                                    .orElse("")));
        }
        text.append("\nStarted ").append(startedAt);
        text.append(", took ").append(took.toSeconds()).append(" s.\n\n");
        circumstances.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    /** For programs. */
    public String json() {
        ObjectNode node = JSON.createObjectNode();
        node.put("startedAt", startedAt.toString());
        node.put("seconds", took.toSeconds());
        ObjectNode where = node.putObject("circumstances");
        circumstances.forEach(where::put);
        ArrayNode all = node.putArray("rows");
        rows().forEach(row -> describe(all.addObject(), row));
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the report can't be written as JSON", e);
        }
    }

    private void describe(ObjectNode node, Row row) {
        node.put("row", row.name());
        node.put("section", row.section().label());
        node.put("what", row.what());
        node.put("unit", row.unit());
        put(node.putObject("ours"), samples.ours(row), samples.oursByRound(row));
        row.baseline().ifPresent(name -> {
            node.put("comparedWith", name);
            put(node.putObject("baseline"), samples.baseline(row).orElseThrow(), samples.baselineByRound(row));
            Figures ratio = samples.ratio(row).orElseThrow();
            node.putObject("ratio")
                    .put("median", ratio.median())
                    .put("least", ratio.least())
                    .put("most", ratio.most());
        });
        row.floor()
                .ifPresent(floor -> node.putObject("floor")
                        .put("kind", floor.kind().name())
                        .put("value", floor.value())
                        .put("held", samples.holds(row).orElseThrow()));
    }

    private static void put(ObjectNode node, Figures figures, List<Double> byRound) {
        node.put("median", figures.median()).put("least", figures.least()).put("most", figures.most());
        ArrayNode all = node.putArray("rounds");
        byRound.forEach(all::add);
    }
}
