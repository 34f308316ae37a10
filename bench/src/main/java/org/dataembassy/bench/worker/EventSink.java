package org.dataembassy.bench.worker;

import java.util.List;
import java.util.SortedMap;
import org.apache.avro.specific.SpecificRecord;

/** Where events are published to. For one thread. */
interface EventSink extends AutoCloseable {
    /** @param call events that belong together */
    void send(List<SpecificRecord> call);

    /** Returns when everything sent is acknowledged. */
    void settle();

    /** Events that it has acknowledged in all, asked for after {@link #settle}. */
    long acknowledged();

    /** Other figures, asked for after {@link #settle}. */
    default void addFigures(SortedMap<String, Double> figures) {}

    @Override
    void close();
}
