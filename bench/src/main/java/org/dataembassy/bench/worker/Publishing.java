package org.dataembassy.bench.worker;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.bench.workload.Workload;
import org.dataembassy.registry.EventMeta;

/**
 * Publishes a stretch of the workload: first some events to warm up, then chunk after chunk on the clock. A chunk's events
 * are made while the clock stands, and its clock runs until all of them are acknowledged.
 *
 * <p>Settings: {@code seed}; {@code skip}, events of the workload that were published before; {@code warmup}, {@code events}
 * and {@code chunk} counts; {@code one-at-a-time}, if each event is to be acknowledged before the next is sent.
 */
final class Publishing {
    private Publishing() {}

    static Outcome run(Order order, EventSink opened) {
        Workload workload = Workload.of(order.number("seed"));
        IdDigest ids = new IdDigest();
        Stopwatch clock = new Stopwatch();
        try (EventSink sink = opened) {
            skip(workload, order.number("skip", 0));
            long warmup = order.number("warmup", 0);
            send(sink, workload, warmup, order, ids, new Stopwatch());
            long events = order.number("events");
            EventMeta last = send(sink, workload, events, order, ids, clock);
            if (sink.acknowledged() != warmup + events) {
                throw new IllegalStateException(
                        "sent " + (warmup + events) + " events, but " + sink.acknowledged() + " were acknowledged");
            }
            SortedMap<String, Double> figures = new TreeMap<>();
            sink.addFigures(figures);
            return clock.outcome(events, ids, figures)
                    .with(Outcome.LAST_ENTITY, last.getEntityId())
                    .with(Outcome.LAST_EVENT, last.getEventId().toString());
        }
    }

    private static void skip(Workload workload, long count) {
        long left = count;
        while (left > 0) {
            left -= workload.next((int) Math.min(left, 10_000)).size();
        }
    }

    private static EventMeta send(
            EventSink sink, Workload workload, long count, Order order, IdDigest ids, Stopwatch clock) {
        boolean oneAtATime = order.has("one-at-a-time");
        long chunk = order.number("chunk");
        EventMeta last = null;
        for (long left = count; left > 0; left -= chunk) {
            List<SpecificRecord> events = workload.next((int) Math.min(left, chunk));
            clock.start();
            for (SpecificRecord event : events) {
                sink.send(event);
                if (oneAtATime) {
                    sink.settle();
                }
            }
            sink.settle();
            clock.stop();
            events.forEach(ids::add);
            last = (EventMeta) events.get(events.size() - 1).get(0);
        }
        return last;
    }
}
