package org.dataembassy.site.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.query.Provenance;
import org.dataembassy.site.query.SiteView;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.PartitionState;
import org.dataembassy.site.status.StoreCondition;

/** Metrics in Prometheus' text format, read from the board at each scrape. They have no event values. */
public final class SiteMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final SiteView view;
    private final MultiGauge headBlocks;
    private final MultiGauge headEvents;
    private final MultiGauge halted;
    private final MultiGauge parked;
    private final MultiGauge lagBlocks;
    private final MultiGauge lagEvents;
    private final MultiGauge age;
    private final MultiGauge refused;
    private final MultiGauge evidence;
    private final MultiGauge believed;
    private final MultiGauge rebuilt;

    public SiteMetrics(SiteView view) {
        this.view = view;
        headBlocks = gauge("embassy.head.blocks", "Blocks applied");
        headEvents = gauge("embassy.head.events", "Events applied");
        halted = gauge("embassy.partition.halted", "1 while the partition is halted");
        parked = gauge("embassy.partition.parked", "Source topics with parked records");
        lagBlocks =
                gauge("embassy.lag.blocks", "Blocks that the newest checkpoint of the primary states beyond the head");
        lagEvents =
                gauge("embassy.lag.events", "Events that the newest checkpoint of the primary states beyond the head");
        age = gauge("embassy.age.seconds", "Time since the newest moment up to which everything is known to be here");
        refused = gauge("embassy.refused.records", "Records in quarantine since the store was made, by reason");
        evidence = gauge("embassy.evidence.blocks", "Signed blocks kept as evidence, by reason");
        believed = gauge("embassy.store.believed", "1 while the partition's store is verified and answers");
        rebuilt = gauge("embassy.store.rebuilt", "1 once the partition's store was rebuilt from the ledger");
        Gauge.builder("embassy.ready", view, v -> v.board().waitingFor().isEmpty() ? 1 : 0)
                .description("1 while the service is ready")
                .register(registry);
        Gauge.builder(
                        "embassy.trust.root.version",
                        view,
                        v -> v.control()
                                .map(c -> (double) c.trustRoot().root().version())
                                .orElse(Double.NaN))
                .register(registry);
        Gauge.builder("embassy.trust.root.expired", view, SiteMetrics::expired)
                .description("1 once the trust root has expired")
                .register(registry);
        Gauge.builder("embassy.alarms", view, SiteMetrics::alarms)
                .description("Alarms of control and of this site")
                .register(registry);
        Gauge.builder("embassy.stream.thread.failures", view, v -> v.board().threadFailures())
                .register(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    /** The present values, in the text format 0.0.4. */
    synchronized String scrape() {
        List<PartitionReport> reports = new ArrayList<>(view.board().reports());
        rows(headBlocks, reports, report -> report.head().nextBlockIndex());
        rows(headEvents, reports, report -> report.head().nextSequence());
        rows(halted, reports, report -> report.state() == PartitionState.HALTED ? 1 : 0);
        rows(parked, reports, report -> report.parked().size());
        if (view.control().isPresent()) {
            List<Provenance> provenance = reports.stream().map(view::provenance).toList();
            freshness(
                    lagBlocks,
                    provenance,
                    p -> p.freshness().lagBlocks().isPresent()
                            ? p.freshness().lagBlocks().getAsLong()
                            : Double.NaN);
            freshness(
                    lagEvents,
                    provenance,
                    p -> p.freshness().lagEvents().isPresent()
                            ? p.freshness().lagEvents().getAsLong()
                            : Double.NaN);
            freshness(
                    age,
                    provenance,
                    p -> p.freshness().age().map(a -> a.toMillis() / 1000.0).orElse(Double.NaN));
        }
        rows(believed, reports, report -> report.store().mayServe() ? 1 : 0);
        rows(
                rebuilt,
                reports,
                report -> report.store() instanceof StoreCondition.Sound sound
                                && sound.last().isPresent()
                        ? 1
                        : 0);
        byReason(refused, reports, report -> report.quarantine().counts());
        byReason(evidence, reports, PartitionReport::evidence);
        return registry.scrape();
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static void rows(MultiGauge gauge, List<PartitionReport> reports, Function<PartitionReport, Number> value) {
        gauge.register(
                reports.stream()
                        .map(report -> MultiGauge.Row.of(tags(report.ledger()), value.apply(report)))
                        .toList(),
                true);
    }

    private static void freshness(MultiGauge gauge, List<Provenance> all, Function<Provenance, Number> value) {
        gauge.register(
                all.stream()
                        .map(one -> MultiGauge.Row.of(tags(one.ledger()), value.apply(one)))
                        .toList(),
                true);
    }

    private static void byReason(
            MultiGauge gauge,
            List<PartitionReport> reports,
            Function<PartitionReport, java.util.Map<String, Long>> counts) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (PartitionReport report : reports) {
            counts.apply(report)
                    .forEach((reason, count) ->
                            rows.add(MultiGauge.Row.of(tags(report.ledger()).and("reason", reason), count)));
        }
        gauge.register(rows, true);
    }

    private static Tags tags(LedgerId ledger) {
        return Tags.of("registry", ledger.registry(), "partition", Integer.toString(ledger.partition()));
    }

    private static double expired(SiteView view) {
        return view.control().isEmpty() ? Double.NaN : view.trust().expired() ? 1 : 0;
    }

    private static double alarms(SiteView view) {
        return view.board().alarms().size()
                + view.control().map(c -> c.alarms().size()).orElse(0);
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
