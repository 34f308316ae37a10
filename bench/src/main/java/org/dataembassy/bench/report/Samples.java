package org.dataembassy.bench.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The figures of all rounds. For one thread. */
public final class Samples {
    private record OfRow(List<Double> ours, List<Double> baseline) {}

    private final Map<Row, OfRow> rows = new EnumMap<>(Row.class);

    /** A round's figure of a row that is compared with something. */
    public void add(Row row, double ours, double baseline) {
        if (row.baseline().isEmpty()) {
            throw new IllegalArgumentException(row + " is compared with nothing");
        }
        OfRow samples = of(row);
        samples.ours.add(ours);
        samples.baseline.add(baseline);
    }

    /** A round's figure of a row that stands for itself. */
    public void add(Row row, double ours) {
        if (row.baseline().isPresent()) {
            throw new IllegalArgumentException(
                    row + " is compared with " + row.baseline().get());
        }
        of(row).ours.add(ours);
    }

    private OfRow of(Row row) {
        return rows.computeIfAbsent(row, r -> new OfRow(new ArrayList<>(), new ArrayList<>()));
    }

    /** Rows that have a figure, in their order. */
    List<Row> measured() {
        return List.copyOf(rows.keySet());
    }

    Figures ours(Row row) {
        return Figures.of(rows.get(row).ours);
    }

    Optional<Figures> baseline(Row row) {
        return row.baseline().map(name -> Figures.of(rows.get(row).baseline));
    }

    /** Round by round, so that what slows the machine for a while slows both sides of a ratio. */
    Optional<Figures> ratio(Row row) {
        return row.baseline().map(name -> {
            OfRow samples = rows.get(row);
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < samples.ours.size(); i++) {
                ratios.add(samples.ours.get(i) / samples.baseline.get(i));
            }
            return Figures.of(ratios);
        });
    }

    List<Double> oursByRound(Row row) {
        return List.copyOf(rows.get(row).ours);
    }

    List<Double> baselineByRound(Row row) {
        return List.copyOf(rows.get(row).baseline);
    }

    /** Whether a row holds its floor; empty if it has none. */
    Optional<Boolean> holds(Row row) {
        return row.floor().map(floor -> {
            double median = floor.kind() == Floor.Kind.AT_MOST
                    ? ours(row).median()
                    : ratio(row).orElseThrow().median();
            return floor.holds(median);
        });
    }
}
