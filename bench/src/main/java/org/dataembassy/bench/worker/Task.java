package org.dataembassy.bench.worker;

/** Everything that is measured in a process of its own. */
public enum Task {
    /** Publishes with the publisher. */
    PUBLISH_SEALED(order -> Publishing.run(order, SealedSink.open(order))),
    /** Publishes with a plain Kafka producer, a record for each event. */
    PUBLISH_PLAIN(order -> Publishing.run(order, PlainSink.open(order))),
    /** Signs and encrypts each event, a record for each. */
    PUBLISH_EACH(order -> Publishing.run(order, EachSink.open(order))),
    /** Publishes at a rate and waits for the answers at the embassy. */
    LATENCY(LatencyProbe::run),
    /** Reads and decodes with a plain Kafka consumer. */
    READ_PLAIN(PlainReading::run),
    /** Verifies, opens and decodes. */
    OPEN(LedgerReading::run),
    /** Restores into Avro files. */
    RESTORE(Restoring::run),
    /** A plain Kafka Streams table, until it is told to stop. */
    TABLE(PlainTable::run);

    private final Work work;

    /** What a task does. */
    @FunctionalInterface
    interface Work {
        Outcome run(Order order) throws Exception;
    }

    Task(Work work) {
        this.work = work;
    }

    Outcome run(Order order) throws Exception {
        return work.run(order);
    }
}
