package org.dataembassy.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataembassy.bench.country.BenchCountry;
import org.dataembassy.bench.country.LoneLedger;
import org.dataembassy.bench.report.Row;
import org.dataembassy.bench.report.Samples;
import org.dataembassy.bench.report.Section;
import org.dataembassy.bench.worker.Order;
import org.dataembassy.bench.worker.Outcome;
import org.dataembassy.bench.worker.SiteClient;
import org.dataembassy.bench.worker.Task;
import org.dataembassy.bench.worker.WorkerProcess;
import org.dataembassy.ledger.crypto.SignatureSuite;

/**
 * One round in a country of its own: publishes the same events on both sides, then follows them through each. Both sides of
 * a ratio are measured right after one another; odd rounds begin with the ledger, even ones with the plain side. For one
 * thread.
 */
final class Round {
    private static final SignatureSuite COMPOSITE = SignatureSuite.MLDSA65_ED25519;
    private static final SignatureSuite ED25519 = SignatureSuite.ED25519;

    private final BenchSettings settings;
    private final Samples samples;
    private final int number;
    private final BenchCountry country;
    private final Path folder;
    private final Consumer<String> progress;
    private final Workers workers;

    private Outcome sealed;
    private Outcome plain;
    private long inLedger;
    private long inPlain;
    private long blocks;
    private Optional<String> stateDigest = Optional.empty();

    /** What the two chains measure; each side fills in its own. */
    private final Side ledgerSide = new Side();

    private final Side plainSide = new Side();

    private static final class Side {
        private double mirror;
        private double materialise;
        private double cpuPerMillion;
        private double diskPerEvent;
        private double endToEnd;
    }

    Round(
            BenchSettings settings,
            Samples samples,
            int number,
            BenchCountry country,
            Path folder,
            Consumer<String> progress) {
        this.settings = settings;
        this.samples = samples;
        this.number = number;
        this.country = country;
        this.folder = folder;
        this.progress = progress;
        this.workers = new Workers(folder, progress);
    }

    void run() {
        publish();
        if (settings.has(Section.OPEN)) {
            open();
        }
        if (settings.has(Section.MIRROR) || needsSite()) {
            inTurn(this::followLedger, this::followPlain);
            addChains();
        }
        if (settings.has(Section.RESTORE)) {
            restore();
        }
    }

    private boolean needsSite() {
        return settings.has(Section.MATERIALISE) || settings.has(Section.END_TO_END) || settings.has(Section.LATENCY);
    }

    private void inTurn(Runnable ledger, Runnable plainly) {
        if (number % 2 == 1) {
            ledger.run();
            plainly.run();
        } else {
            plainly.run();
            ledger.run();
        }
    }

    // ---- publishing ----

    private void publish() {
        progress.accept("round " + number + ": publishing");
        inTurn(() -> sealed = publishSealed(), () -> plain = publishPlain());
        requireSame(sealed, plain, "published");
        blocks = (long) sealed.figure("blocks");
        inLedger = inPlain = settings.warmup() + settings.events();
        if (!settings.has(Section.PUBLISH)) {
            return;
        }
        Outcome each = workers.run(each(COMPOSITE));
        double eachBytes = country.diskBytesAtHome(BenchCountry.EACH_TOPIC) / (double) eachCount();
        samples.add(Row.PUBLISH_COMPOSITE, sealed.rate(), plain.rate());
        samples.add(Row.PUBLISH_COMPOSITE_EACH, sealed.rate(), each.rate());
        samples.add(Row.PUBLISHER_CPU, sealed.cpuSecondsPerMillion(), plain.cpuSecondsPerMillion());
        samples.add(Row.PUBLISHER_HEAP, sealed.figure("heapMiB"));
        double sealedBytes = country.diskBytesAtHome(BenchCountry.ledgerTopic()) / (double) inLedger;
        samples.add(Row.BYTES, sealedBytes, country.diskBytesAtHome(BenchCountry.PLAIN_TOPIC) / (double) inPlain);
        samples.add(Row.BYTES_EACH, sealedBytes, eachBytes);
        publishEd25519();
    }

    private Outcome publishSealed() {
        return workers.run(stretch(country.asWriter(Order.of(Task.PUBLISH_SEALED)), 0, settings.warmup()));
    }

    private Outcome publishPlain() {
        return workers.run(stretch(plainWriter(Task.PUBLISH_PLAIN, BenchCountry.PLAIN_TOPIC), 0, settings.warmup()));
    }

    private void publishEd25519() {
        try (LoneLedger alone = LoneLedger.start(
                folder.resolve("ed25519"),
                ED25519,
                BenchSettings.PARTITIONS,
                BenchSettings.LINGER_MILLIS,
                country.schemaRegistry())) {
            Outcome ed25519 = workers.run(stretch(alone.asWriter(Order.of(Task.PUBLISH_SEALED)), 0, settings.warmup()));
            requireSame(ed25519, plain, "published with Ed25519");
            Outcome again = workers.run(
                    stretch(plainWriter(Task.PUBLISH_PLAIN, BenchCountry.EACH_TOPIC), 0, settings.warmup()));
            Outcome each = workers.run(each(ED25519));
            samples.add(Row.PUBLISH_ED25519, ed25519.rate(), again.rate());
            samples.add(Row.PUBLISH_ED25519_EACH, ed25519.rate(), each.rate());
        }
    }

    private Order each(SignatureSuite suite) {
        return plainWriter(Task.PUBLISH_EACH, BenchCountry.EACH_TOPIC)
                .with("suite", suite.label())
                .with("seed", settings.seed())
                .with("workload-events", settings.workloadEvents())
                .with("warmup", eachCount() / 5)
                .with("events", eachCount() - eachCount() / 5)
                .with("chunk", eachCount());
    }

    private long eachCount() {
        return settings.eachEvents();
    }

    private Order plainWriter(Task task, String topic) {
        return Order.of(task).with("bootstrap", country.home()).with("topic", topic);
    }

    /** The events of the workload that follow the first {@code skip}. */
    private Order stretch(Order order, long skip, long warmup) {
        return order.with("seed", settings.seed())
                .with("workload-events", settings.workloadEvents())
                .with("skip", skip)
                .with("warmup", warmup)
                .with("events", settings.events())
                .with("chunk", settings.chunk());
    }

    // ---- reading ----

    private void open() {
        progress.accept("round " + number + ": verifying and opening");
        Outcome[] read = new Outcome[2];
        inTurn(
                () -> read[0] =
                        workers.run(country.asReaderAtHome(Order.of(Task.OPEN)).with("expected", inLedger)),
                () -> read[1] = workers.run(plainReader()));
        requireSame(read[0], sealed, "opened");
        requireSame(read[1], plain, "read plainly");
        samples.add(Row.OPEN, read[0].rate(), read[1].rate());
    }

    private Order plainReader() {
        return Order.of(Task.READ_PLAIN)
                .with("bootstrap", country.home())
                .with("topic", BenchCountry.PLAIN_TOPIC)
                .with("expected", inPlain);
    }

    private void restore() {
        progress.accept("round " + number + ": restoring");
        // All in the ledger by now, which may be more than the plain side has where only rates were measured.
        Outcome[] read = new Outcome[3];
        inTurn(() -> read[0] = restoreLedger(), () -> {
            read[1] = workers.run(plainReader());
            read[2] = workers.run(plainReader().with("folder", made("plain-files")));
        });
        samples.add(Row.RESTORE, read[0].rate(), read[1].rate());
        samples.add(Row.RESTORE_WRITING, read[0].rate(), read[2].rate());
    }

    private Outcome restoreLedger() {
        Order order = country.asReaderAtHome(Order.of(Task.RESTORE))
                .with("expected", inLedger)
                .with("folder", made("restored"));
        Outcome outcome = workers.run(
                stateDigest.map(digest -> order.with("digest", digest)).orElse(order), Workers.LARGE_HEAP_MEBIBYTES);
        if (outcome.figure("anomalies") > 0) {
            throw new IllegalStateException("a clean workload, but " + outcome.figure("anomalies") + " anomalies");
        }
        return outcome;
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    // ---- following to the embassy ----

    private void followLedger() {
        progress.accept("round " + number + ": following the ledger to the embassy");
        long startedAt;
        Progress mirrored;
        try (TopicWatch topic = new TopicWatch(country.embassy(), BenchCountry.abroad(BenchCountry.ledgerTopic()))) {
            startedAt = System.nanoTime();
            country.startMirroringLedger();
            mirrored = Progress.watch(topic::count, 0, blocks, startedAt, () -> true);
        }
        ledgerSide.mirror = mirrored.rate() * inLedger / blocks;
        tell("mirrored", ledgerSide.mirror);
        if (needsSite()) {
            answerFromLedger();
        }
        country.stopMirroring();
    }

    private void answerFromLedger() {
        long startedAt = System.nanoTime();
        country.startSite();
        SiteClient site = country.site();
        Measured measured =
                Measured.of(site::events, inLedger, startedAt, country.sitePid().orElseThrow());
        ledgerSide.materialise = measured.progress().rate();
        ledgerSide.cpuPerMillion = measured.cpuSecondsPerMillion();
        tell("materialised", ledgerSide.materialise);
        if (settings.has(Section.END_TO_END)) {
            ledgerSide.endToEnd = endToEnd(
                    stretch(country.asWriter(Order.of(Task.PUBLISH_SEALED)), inLedger, settings.warmupOfChain()),
                    site::events,
                    inLedger,
                    outcome -> {
                        String entity = outcome.fact(Outcome.LAST_ENTITY);
                        if (site.lastSequence(entity).isEmpty()) {
                            throw new IllegalStateException("the site doesn't answer for the last event's entity");
                        }
                    });
            inLedger += settings.warmupOfChain() + settings.events();
        }
        if (settings.has(Section.LATENCY)) {
            latency(
                    BenchSettings.SLOW_RATE,
                    Row.ANSWER_SLOW_P50,
                    Row.ANSWER_SLOW_P99,
                    Row.ACKNOWLEDGED_SLOW_P50,
                    Row.ACKNOWLEDGED_SLOW_P99);
            latency(
                    BenchSettings.FAST_RATE,
                    Row.ANSWER_FAST_P50,
                    Row.ANSWER_FAST_P99,
                    Row.ACKNOWLEDGED_FAST_P50,
                    Row.ACKNOWLEDGED_FAST_P99);
        }
        if (settings.has(Section.MATERIALISE)) {
            samples.add(Row.SITE_HEAP, country.siteHeapMebibytes());
        }
        stateDigest = site.digest().map(SiteClient.Digest::stateDigest);
        country.stopSite();
        // Stopped in order, it has written to its files what it had in memory.
        ledgerSide.diskPerEvent = country.siteDiskBytes() / (double) inLedger;
    }

    private void followPlain() {
        progress.accept("round " + number + ": following the plain events to the embassy");
        Progress mirrored;
        try (TopicWatch topic = new TopicWatch(country.embassy(), BenchCountry.abroad(BenchCountry.PLAIN_TOPIC))) {
            long startedAt = System.nanoTime();
            country.startMirroringPlain();
            mirrored = Progress.watch(topic::count, 0, inPlain, startedAt, () -> true);
        }
        plainSide.mirror = mirrored.rate();
        tell("mirrored", plainSide.mirror);
        if (settings.has(Section.MATERIALISE) || settings.has(Section.END_TO_END)) {
            answerFromTable();
        }
        country.stopMirroring();
    }

    private void answerFromTable() {
        long startedAt = System.nanoTime();
        try (TableProcess table = TableProcess.start(country, folder)) {
            Measured measured = Measured.of(table::events, inPlain, startedAt, table.pid());
            plainSide.materialise = measured.progress().rate();
            plainSide.cpuPerMillion = measured.cpuSecondsPerMillion();
            tell("taken into the table", plainSide.materialise);
            if (settings.has(Section.END_TO_END)) {
                plainSide.endToEnd = endToEnd(
                        stretch(
                                plainWriter(Task.PUBLISH_PLAIN, BenchCountry.PLAIN_TOPIC),
                                inPlain,
                                settings.warmupOfChain()),
                        table::events,
                        inPlain,
                        outcome -> {
                            String last = table.lastEvent(outcome.fact(Outcome.LAST_ENTITY));
                            if (!last.equals(outcome.fact(Outcome.LAST_EVENT))) {
                                throw new IllegalStateException("the table answers with another event than the last");
                            }
                        });
                inPlain += settings.warmupOfChain() + settings.events();
            }
        }
        plainSide.diskPerEvent = TableProcess.diskBytes(folder) / (double) inPlain;
    }

    /** Events a second from the first call of the publisher to the answer with the last event. */
    private double endToEnd(
            Order publishing, java.util.function.LongSupplier events, long before, Consumer<Outcome> check) {
        long expected = before + settings.warmupOfChain() + settings.events();
        // Made before the clock starts: a pause between chunks would flatter whoever is behind.
        Order order = publishing.with("chunk", settings.events());
        try (WorkerProcess worker = workers.start(order, Workers.LARGE_HEAP_MEBIBYTES)) {
            Progress answered = Progress.watch(events, before, expected, System.nanoTime(), () -> true);
            Outcome outcome = Workers.await(worker);
            check.accept(outcome);
            double seconds = (answered.endedAtMillis() - Long.parseLong(outcome.fact(Outcome.BEGAN_AT))) / 1e3;
            tell("published and answered abroad", settings.events() / seconds);
            return settings.events() / seconds;
        }
    }

    private void latency(int rate, Row p50, Row p99, Row acknowledgedP50, Row acknowledgedP99) {
        Outcome outcome = workers.run(country.asWriter(Order.of(Task.LATENCY))
                .with("site", country.siteAddress())
                .with("seed", settings.seed())
                .with("workload-events", settings.workloadEvents())
                .with("skip", inLedger)
                .with("rate", rate)
                .with("seconds", settings.rateSeconds())
                .with("warmup-seconds", settings.rateWarmupSeconds()));
        samples.add(p50, outcome.figure("answer-p50"));
        samples.add(p99, outcome.figure("answer-p99"));
        samples.add(acknowledgedP50, outcome.figure("acknowledgement-p50"));
        samples.add(acknowledgedP99, outcome.figure("acknowledgement-p99"));
        inLedger += (long) rate * (settings.rateSeconds() + settings.rateWarmupSeconds());
    }

    private void addChains() {
        if (settings.has(Section.MIRROR)) {
            samples.add(Row.MIRROR, ledgerSide.mirror, plainSide.mirror);
        }
        if (settings.has(Section.MATERIALISE)) {
            samples.add(Row.MATERIALISE, ledgerSide.materialise, plainSide.materialise);
            samples.add(Row.SITE_CPU, ledgerSide.cpuPerMillion, plainSide.cpuPerMillion);
            samples.add(Row.SITE_DISK, ledgerSide.diskPerEvent, plainSide.diskPerEvent);
        }
        if (settings.has(Section.END_TO_END)) {
            samples.add(Row.END_TO_END, ledgerSide.endToEnd, plainSide.endToEnd);
        }
    }

    private void tell(String what, double rate) {
        progress.accept(String.format(java.util.Locale.ROOT, "  %s: %,.0f/s", what, rate));
    }

    private static void requireSame(Outcome one, Outcome other, String what) {
        if (!one.fact(Outcome.IDS).equals(other.fact(Outcome.IDS))) {
            throw new IllegalStateException("what was " + what + " are not the same events: " + one.fact(Outcome.IDS)
                    + ", expected " + other.fact(Outcome.IDS));
        }
    }
}
