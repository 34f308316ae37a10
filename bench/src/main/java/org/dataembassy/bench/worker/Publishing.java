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
 * <p>Settings: {@code seed} and {@code workload-events}, of the workload, and {@code new-entities}, if each event is to have an
 * entity of its own; {@code skip}, events of the workload that were published before; {@code warmup}, {@code events}
 * and {@code chunk} counts; {@code one-at-a-time}, if each event is to be acknowledged before the next is sent.
 */
final class Publishing {
    private Publishing() {}

    static Outcome run(Order order, EventSink opened) {
        Workload workload = workload(order);
        IdDigest ids = new IdDigest();
        Stopwatch clock = new Stopwatch();
        try (EventSink sink = opened) {
            workload.skip(order.number("skip", 0));
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

    static Workload workload(Order order) {
        long seed = order.number("seed");
        long size = order.number("workload-events");
        return order.has("new-entities") ? Workload.newEntities(seed, size) : Workload.life(seed, size);
    }

    private static EventMeta send(
            EventSink sink, Workload workload, long count, Order order, IdDigest ids, Stopwatch clock) {
        boolean oneAtATime = order.has("one-at-a-time");
        long chunk = order.number("chunk");
        EventMeta last = null;
        for (long left = count; left > 0; left -= chunk) {
            List<List<SpecificRecord>> calls = workload.next(Math.min(left, chunk));
            clock.start();
            for (List<SpecificRecord> call : calls) {
                sink.send(call);
                if (oneAtATime) {
                    sink.settle();
                }
            }
            sink.settle();
            clock.stop();
            for (List<SpecificRecord> call : calls) {
                call.forEach(ids::add);
                last = (EventMeta) call.get(call.size() - 1).get(0);
            }
        }
        return last;
    }
}
