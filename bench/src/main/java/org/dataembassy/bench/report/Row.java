package org.dataembassy.bench.report;

import java.util.Optional;

/** Every figure of a run. {@code docs/bench.md} says what each means; a test compares. */
public enum Row {
    PUBLISH_COMPOSITE(
            Section.PUBLISH, "publish sealed, composite", "events/s", "plain Avro producer", Floor.atLeastRatio(0.8)),
    PUBLISH_COMPOSITE_EACH(
            Section.PUBLISH, "publish sealed, composite", "events/s", Names.EACH, Floor.atLeastRatio(12)),
    PUBLISH_ED25519(Section.PUBLISH, "publish sealed, Ed25519", "events/s", "plain Avro producer", null),
    PUBLISH_ED25519_EACH(Section.PUBLISH, "publish sealed, Ed25519", "events/s", Names.EACH, null),
    BYTES(Section.PUBLISH, "on disk, composite", "bytes/event", "plain, lz4", Floor.atMostRatio(0.65)),
    BYTES_EACH(Section.PUBLISH, "on disk, composite", "bytes/event", Names.EACH, null),
    PUBLISHER_CPU(Section.PUBLISH, "publisher's CPU, composite", "s/million events", "plain Avro producer", null),
    PUBLISHER_HEAP(Section.PUBLISH, "publisher's heap after collection", "MiB", null, Floor.atMost(1_024)),
    OPEN(Section.OPEN, "verify, open and decode", "events/s", Names.CONSUMER, Floor.atLeastRatio(1.0)),
    MIRROR(Section.MIRROR, "MirrorMaker, sealed", "events/s", "MirrorMaker, plain", Floor.atLeastRatio(10)),
    MATERIALISE(Section.MATERIALISE, "verify and materialise", "events/s", Names.TABLE, Floor.atLeastRatio(0.6)),
    SITE_CPU(Section.MATERIALISE, "site service's CPU", "s/million events", Names.TABLE, null),
    SITE_HEAP(Section.MATERIALISE, "site service's heap after collection", "MiB", null, Floor.atMost(1_024)),
    SITE_DISK(Section.MATERIALISE, "site service's data on disk", "bytes/event", Names.TABLE, null),
    END_TO_END(
            Section.END_TO_END,
            "publish to verified answer abroad",
            "events/s",
            "publish, mirror, plain Streams table",
            Floor.atLeastRatio(1.0)),
    RESTORE(
            Section.RESTORE,
            "restore to Avro files, read back",
            "events/s",
            "plain Avro consumer that writes nothing",
            Floor.atLeastRatio(1.0)),
    RESTORE_WRITING(
            Section.RESTORE,
            "restore to Avro files, read back",
            "events/s",
            "plain Avro consumer that writes Avro files",
            Floor.atLeastRatio(1.0)),
    ANSWER_SLOW_P50(Section.LATENCY, "acknowledged at home to answered abroad, slow rate, p50", "ms", null, null),
    ANSWER_SLOW_P99(Section.LATENCY, "acknowledged at home to answered abroad, slow rate, p99", "ms", null, null),
    ANSWER_FAST_P50(Section.LATENCY, "acknowledged at home to answered abroad, fast rate, p50", "ms", null, null),
    ANSWER_FAST_P99(Section.LATENCY, "acknowledged at home to answered abroad, fast rate, p99", "ms", null, null),
    ACKNOWLEDGED_SLOW_P50(Section.LATENCY, "published to acknowledged at home, slow rate, p50", "ms", null, null),
    ACKNOWLEDGED_SLOW_P99(Section.LATENCY, "published to acknowledged at home, slow rate, p99", "ms", null, null),
    ACKNOWLEDGED_FAST_P50(Section.LATENCY, "published to acknowledged at home, fast rate, p50", "ms", null, null),
    ACKNOWLEDGED_FAST_P99(Section.LATENCY, "published to acknowledged at home, fast rate, p99", "ms", null, null),
    BLOCKS_OF_1_PUBLISH(Section.BLOCKS, "publish, 1 event a block", "events/s", Names.EACH, null),
    BLOCKS_OF_1_OPEN(Section.BLOCKS, "verify and open, 1 event a block", "events/s", Names.CONSUMER, null),
    BLOCKS_OF_1_MIRROR(Section.BLOCKS, "MirrorMaker, 1 event a block", "events/s", null, null),
    BLOCKS_OF_1_MATERIALISE(Section.BLOCKS, "verify and materialise, 1 event a block", "events/s", null, null),
    BLOCKS_OF_1_BYTES(Section.BLOCKS, "on disk, 1 event a block", "bytes/event", Names.EACH, null),
    BLOCKS_OF_10_PUBLISH(Section.BLOCKS, "publish, 10 events a block", "events/s", Names.EACH, null),
    BLOCKS_OF_10_OPEN(Section.BLOCKS, "verify and open, 10 events a block", "events/s", Names.CONSUMER, null),
    BLOCKS_OF_10_MIRROR(Section.BLOCKS, "MirrorMaker, 10 events a block", "events/s", null, null),
    BLOCKS_OF_10_MATERIALISE(Section.BLOCKS, "verify and materialise, 10 events a block", "events/s", null, null),
    BLOCKS_OF_10_BYTES(Section.BLOCKS, "on disk, 10 events a block", "bytes/event", Names.EACH, null),
    ONE_AT_A_TIME(Section.BLOCKS, "publish, each call awaited", "events/s", null, null),
    RESTART_ENTITIES(Section.RESTART, "entities in these restarts", "entities", null, null),
    RESTART_IN_ORDER(Section.RESTART, "restart in order, until it answers for all", "s", null, null),
    RESTART_KILLED(Section.RESTART, "restart after kill -9, until it answers for all", "s", null, null),
    REBUILD(Section.RESTART, "rebuild from the ledger, until it answers for all", "s", null, null);

    /** Here, since constants of an enum can't refer to its own. */
    private static final class Names {
        private static final String EACH = "each event signed and encrypted";
        private static final String TABLE = "plain Streams table";
        private static final String CONSUMER = "plain Avro consumer";
    }

    private final Section section;
    private final String what;
    private final String unit;
    private final String baseline;
    private final Floor floor;

    Row(Section section, String what, String unit, String baseline, Floor floor) {
        this.section = section;
        this.what = what;
        this.unit = unit;
        this.baseline = baseline;
        this.floor = floor;
    }

    /** The part of a run that it comes from. */
    public Section section() {
        return section;
    }

    /** What is measured, for people. */
    public String what() {
        return what;
    }

    /** Of the figure and of its baseline's. */
    public String unit() {
        return unit;
    }

    /** What it is compared with; empty if with nothing. */
    public Optional<String> baseline() {
        return Optional.ofNullable(baseline);
    }

    /** What it must hold; empty if it is only told. */
    public Optional<Floor> floor() {
        return Optional.ofNullable(floor);
    }
}
