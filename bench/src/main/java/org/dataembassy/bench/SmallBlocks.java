package org.dataembassy.bench;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.dataembassy.bench.country.BenchCountry;
import org.dataembassy.bench.report.Row;
import org.dataembassy.bench.report.Samples;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.bench.worker.Outcome;
import org.dataembassy.bench.worker.Task;
import org.dataembassy.ledger.crypto.SignatureSuite;

/**
 * The same way with blocks of few events, in a country of its own: most blocks of a real registry hold one event. For one
 * thread.
 */
final class SmallBlocks {
    private final BenchSettings settings;
    private final Samples samples;
    private final int number;
    private final int blockEvents;
    private final BenchCountry country;
    private final Consumer<String> progress;
    private final Workers workers;

    SmallBlocks(
            BenchSettings settings,
            Samples samples,
            int number,
            int blockEvents,
            BenchCountry country,
            Path folder,
            Consumer<String> progress) {
        this.settings = settings;
        this.samples = samples;
        this.number = number;
        this.blockEvents = blockEvents;
        this.country = country;
        this.progress = progress;
        this.workers = new Workers(folder, progress);
    }

    void run() {
        progress.accept("round " + number + ": " + blockEvents + " events a block");
        long warmup = settings.eventsInBlocksOf(blockEvents) / 5;
        long events = settings.eventsInBlocksOf(blockEvents) - warmup;
        Outcome sealed = workers.run(counted(country.asWriter(Order.of(Task.PUBLISH_SEALED)), 0, warmup, events)
                .with("block-events", blockEvents));
        Outcome each = workers.run(counted(plain(Task.PUBLISH_EACH, BenchCountry.EACH_TOPIC), 0, warmup, events)
                .with("suite", SignatureSuite.MLDSA65_ED25519.label()));
        long published = warmup + events;
        samples.add(row("PUBLISH"), sealed.rate(), each.rate());
        samples.add(
                row("BYTES"),
                country.diskBytesAtHome(BenchCountry.ledgerTopic()) / (double) published,
                country.diskBytesAtHome(BenchCountry.EACH_TOPIC) / (double) published);
        open(published);
        follow(published, (long) sealed.figure("blocks"));
        if (blockEvents == 1) {
            Outcome awaited = workers.run(counted(
                            country.asWriter(Order.of(Task.PUBLISH_SEALED)),
                            published,
                            settings.eventsOneAtATime() / 5,
                            settings.eventsOneAtATime())
                    .with("one-at-a-time", true));
            samples.add(Row.ONE_AT_A_TIME, awaited.rate());
        }
    }

    /** The plain consumer needs more events than these for its rate to be measured. */
    private void open(long published) {
        Outcome opened = workers.run(country.asReaderAtHome(Order.of(Task.OPEN)).with("expected", published));
        Outcome written =
                workers.run(counted(plain(Task.PUBLISH_PLAIN, BenchCountry.PLAIN_TOPIC), 0, 0, settings.events()));
        Outcome read =
                workers.run(plain(Task.READ_PLAIN, BenchCountry.PLAIN_TOPIC).with("expected", written.events()));
        samples.add(row("OPEN"), opened.rate(), read.rate());
    }

    private void follow(long published, long blocks) {
        long startedAt = System.nanoTime();
        try (TopicWatch topic = new TopicWatch(country.embassy(), BenchCountry.abroad(BenchCountry.ledgerTopic()))) {
            country.startMirroringLedger();
            Progress mirrored = Progress.watch(topic::count, 0, blocks, startedAt, () -> true);
            samples.add(row("MIRROR"), mirrored.rate() * published / blocks);
        }
        startedAt = System.nanoTime();
        country.startSite();
        Progress applied = Progress.watch(country.site()::events, 0, published, startedAt, () -> true);
        samples.add(row("MATERIALISE"), applied.rate());
        country.stopSite();
        country.stopMirroring();
    }

    private Order plain(Task task, String topic) {
        return Order.of(task).with("bootstrap", country.home()).with("topic", topic);
    }

    private Order counted(Order order, long skip, long warmup, long events) {
        return order.with("seed", settings.seed())
                .with("workload-events", settings.workloadEvents())
                .with("skip", skip)
                .with("warmup", warmup)
                .with("events", events)
                .with("chunk", Math.min(settings.chunk(), events));
    }

    private Row row(String what) {
        return Row.valueOf("BLOCKS_OF_" + blockEvents + "_" + what);
    }
}
