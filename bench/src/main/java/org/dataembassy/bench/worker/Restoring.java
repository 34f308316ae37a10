package org.dataembassy.bench.worker;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.TreeMap;
import org.dataembassy.restorer.Restore;
import org.dataembassy.restorer.RestoreConfig;
import org.dataembassy.restorer.RestoreListener;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.report.RestoreReport;
import org.dataembassy.restorer.target.TargetFormat;

/**
 * Restores the registry at its head into Avro container files, with everything a restore does: verify, fold, write, read
 * back, compare. Twice: the second time on the clock.
 *
 * <p>Settings: those of {@link LedgerReading}, {@code folder}; {@code digest}, the state digest that must come out.
 */
final class Restoring {
    private Restoring() {}

    static Outcome run(Order order) {
        long expected = order.number("expected");
        restore(order, order.path("folder").resolve("warm-up"));
        Stopwatch clock = new Stopwatch();
        clock.start();
        RestoreReport report = restore(order, order.path("folder").resolve("measured"));
        clock.stop();
        if (report.events() != expected) {
            throw new IllegalStateException("expected " + expected + " events, restored " + report.events());
        }
        if (order.has("digest") && !report.stateDigest().hex().equals(order.text("digest"))) {
            throw new IllegalStateException("the site has the state digest " + order.text("digest")
                    + ", the restore came to " + report.stateDigest().hex());
        }
        TreeMap<String, Double> figures = new TreeMap<>();
        figures.put("entities", (double) report.entities());
        figures.put("anomalies", (double) report.anomalies());
        return clock.outcome(expected, new IdDigest(), figures);
    }

    private static RestoreReport restore(Order order, Path target) {
        return new Restore()
                .run(
                        new RestoreConfig(
                                LedgerReading.access(order),
                                new Position.Head(),
                                target,
                                EnumSet.of(TargetFormat.AVRO),
                                false,
                                "bench"),
                        new RestoreListener() {});
    }
}
