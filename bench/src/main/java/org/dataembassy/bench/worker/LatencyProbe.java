package org.dataembassy.bench.worker;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.bench.workload.Workload;
import org.dataembassy.producers.Receipt;
import org.dataembassy.producers.RegistryPublisher;
import org.dataembassy.registry.EventMeta;

/**
 * Publishes at a steady rate and measures, for every event, the time from its acknowledgement at home until the embassy
 * answers with it: until the site's head is seen past it. Once a second the entity itself is asked for, and must answer
 * with that event or a later one.
 *
 * <p>Settings: those of {@link SealedSink}, {@code site}, {@code seed}, {@code skip}, {@code rate} in events a second,
 * {@code seconds}; the first {@code warmup-seconds} are not counted.
 */
final class LatencyProbe {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long DRAIN_SECONDS = 60;

    private final SiteClient site;
    private final long countedFrom;
    private final Map<Integer, Queue<Waiting>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final long[] latencies;
    private final long[] acknowledgements;
    private int answered;
    private long checks;
    private int counted;
    private long nextCheck;

    private record Waiting(String entityId, long sequence, long sentAt, long acknowledgedAt) {}

    private LatencyProbe(SiteClient site, int events, long countedFrom) {
        this.site = site;
        this.countedFrom = countedFrom;
        this.latencies = new long[events];
        this.acknowledgements = new long[events];
    }

    static Outcome run(Order order) {
        int rate = (int) order.number("rate");
        int warmup = (int) (rate * order.number("warmup-seconds", 0));
        int events = warmup + (int) (rate * order.number("seconds"));
        Workload workload = Publishing.workload(order);
        workload.skip(order.number("skip", 0));
        List<SpecificRecord> all =
                workload.next(events).stream().flatMap(List::stream).toList();
        IdDigest ids = new IdDigest();
        all.forEach(ids::add);
        Stopwatch clock = new Stopwatch();
        try (RegistryPublisher publisher = RegistryPublisher.open(SealedSink.config(order))) {
            long begin = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
            long countedFrom = begin + TimeUnit.SECONDS.toNanos(order.number("warmup-seconds", 0));
            LatencyProbe probe = new LatencyProbe(new SiteClient(URI.create(order.text("site"))), events, countedFrom);
            clock.start();
            Thread sender = new Thread(() -> probe.send(publisher, all, rate, begin), "steady-sender");
            sender.start();
            probe.watch(events);
            clock.stop();
            return clock.outcome(events - warmup, ids, probe.figures());
        }
    }

    private void send(RegistryPublisher publisher, List<SpecificRecord> events, int rate, long begin) {
        for (int i = 0; i < events.size() && failure.get() == null; i++) {
            long due = begin + TimeUnit.SECONDS.toNanos(1) * i / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
            }
            SpecificRecord event = events.get(i);
            long sentAt = System.nanoTime();
            publisher.publish(event).whenComplete((receipt, problem) -> acknowledged(event, sentAt, receipt, problem));
        }
    }

    private void acknowledged(SpecificRecord event, long sentAt, Receipt receipt, Throwable problem) {
        if (problem != null) {
            failure.compareAndSet(null, problem);
            return;
        }
        acknowledged.incrementAndGet();
        String entityId = ((EventMeta) event.get(0)).getEntityId();
        waiting.computeIfAbsent(receipt.ledger().partition(), p -> new ConcurrentLinkedQueue<>())
                .add(new Waiting(entityId, receipt.sequence(), sentAt, System.nanoTime()));
    }

    private void watch(int events) {
        long deadline = 0;
        while (answered < events) {
            if (failure.get() != null) {
                throw new IllegalStateException("an event was not acknowledged", failure.get());
            }
            Optional<SortedMap<Integer, Long>> heads = site.nextSequences();
            long now = System.nanoTime();
            heads.ifPresent(next -> next.forEach((partition, sequence) -> take(partition, sequence, now)));
            if (acknowledged.get() == events) {
                deadline = deadline == 0 ? now + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS) : deadline;
                if (now > deadline) {
                    throw new IllegalStateException(
                            "only " + answered + " of " + events + " acknowledged events have an answer");
                }
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void take(int partition, long nextSequence, long now) {
        Queue<Waiting> queue = waiting.get(partition);
        Waiting last = null;
        while (queue != null && !queue.isEmpty() && queue.peek().sequence() < nextSequence) {
            last = queue.remove();
            answered++;
            if (last.sentAt() >= countedFrom) {
                latencies[counted] = Math.max(0, now - last.acknowledgedAt());
                acknowledgements[counted] = last.acknowledgedAt() - last.sentAt();
                counted++;
            }
        }
        if (last != null && now > nextCheck) {
            nextCheck = now + TimeUnit.SECONDS.toNanos(1);
            check(last);
        }
    }

    private void check(Waiting event) {
        long sequence = site.lastSequence(event.entityId()).orElse(-1L);
        if (sequence < event.sequence()) {
            throw new IllegalStateException(
                    "the head is past an event, but its entity answers with an earlier one: " + sequence);
        }
        checks++;
    }

    private SortedMap<String, Double> figures() {
        SortedMap<String, Double> figures = new TreeMap<>();
        addPercentiles(figures, "answer", Arrays.copyOf(latencies, counted));
        addPercentiles(figures, "acknowledgement", Arrays.copyOf(acknowledgements, counted));
        figures.put("counted", (double) counted);
        figures.put("checks", (double) checks);
        return figures;
    }

    private static void addPercentiles(SortedMap<String, Double> figures, String name, long[] nanos) {
        Arrays.sort(nanos);
        figures.put(name + "-p50", millis(nanos, 0.5));
        figures.put(name + "-p99", millis(nanos, 0.99));
        figures.put(name + "-max", millis(nanos, 1));
    }

    private static double millis(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)));
        return sorted[index] / 1e6;
    }
}
