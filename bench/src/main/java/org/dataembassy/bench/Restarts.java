package org.dataembassy.bench;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.dataembassy.bench.country.BenchCountry;
import org.dataembassy.bench.report.Row;
import org.dataembassy.bench.report.Samples;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.bench.worker.SiteClient;
import org.dataembassy.bench.worker.Task;

/**
 * How long the site service takes to answer again, for as many entities as events are asked for: after an orderly stop,
 * after {@code kill -9}, which costs it its stores, and with nothing but the ledger. For one thread.
 */
final class Restarts {
    private final BenchSettings settings;
    private final Samples samples;
    private final BenchCountry country;
    private final Consumer<String> progress;
    private final Workers workers;
    private long events;

    Restarts(BenchSettings settings, Samples samples, BenchCountry country, Path folder, Consumer<String> progress) {
        this.settings = settings;
        this.samples = samples;
        this.country = country;
        this.progress = progress;
        this.workers = new Workers(folder, progress);
    }

    void run() {
        progress.accept("restarts");
        events = settings.events();
        workers.run(country.asWriter(Order.of(Task.PUBLISH_SEALED))
                .with("seed", settings.seed())
                .with("workload-events", settings.workloadEvents())
                .with("new-entities", true)
                .with("events", events)
                .with("chunk", settings.chunk()));
        country.startMirroringLedger();
        startedUntilItAnswers();
        SiteClient.Digest digest = digest();
        samples.add(Row.RESTART_ENTITIES, digest.entities());
        country.stopSite();
        samples.add(Row.RESTART_IN_ORDER, startedUntilItAnswers());
        country.killSite();
        samples.add(Row.RESTART_KILLED, startedUntilItAnswers());
        country.stopSite();
        country.wipeSite();
        samples.add(Row.REBUILD, startedUntilItAnswers());
        if (!digest().equals(digest)) {
            throw new IllegalStateException("the state digest is another one after the restarts");
        }
        country.stopSite();
        country.stopMirroring();
    }

    private double startedUntilItAnswers() {
        long startedAt = System.nanoTime();
        country.startSite();
        Progress.watch(country.site()::events, 0, events, startedAt, () -> true);
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        progress.accept(String.format(java.util.Locale.ROOT, "  answers for all after %.1f s", seconds));
        return seconds;
    }

    private SiteClient.Digest digest() {
        return country.site().digest().orElseThrow(() -> new IllegalStateException("the site gives no state digest"));
    }
}
