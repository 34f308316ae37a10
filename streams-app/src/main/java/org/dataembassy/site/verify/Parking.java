package org.dataembassy.site.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.ParkedEntry;
import org.dataembassy.site.store.WritableLedgerStore;

/**
 * The parked intervals of one partition, one for each source topic, in the store and in memory, and the passes that read
 * them again. A pass goes through an interval once, from its start; what still waits at its end is what remains. For one
 * thread.
 */
final class Parking {
    private final WritableLedgerStore store;
    private final SortedMap<String, ParkedEntry> intervals = new TreeMap<>();
    private final Map<String, Pass> passes = new TreeMap<>();

    /** One reading of an interval. */
    private static final class Pass {
        private final long head;
        private long next;
        private Optional<ParkedEntry> remains = Optional.empty();

        Pass(long from, long head) {
            this.next = from;
            this.head = head;
        }
    }

    /** @throws org.dataembassy.site.store.StoreCorruptException if an interval isn't what was written */
    static Parking read(WritableLedgerStore store) {
        Parking parking = new Parking(store);
        store.forEachParked(parking.intervals::put);
        return parking;
    }

    /** For a store whose intervals can't be read. */
    static Parking unread(WritableLedgerStore store) {
        return new Parking(store);
    }

    private Parking(WritableLedgerStore store) {
        this.store = store;
    }

    SortedMap<String, ParkedEntry> intervals() {
        return intervals;
    }

    /** Whether records that come now on this topic may end up inside the interval. */
    boolean isOpen(String topic) {
        return intervals.containsKey(topic);
    }

    /** The lowest index of the verified blocks that wait for missing ones. */
    OptionalLong lowestAboveGap() {
        return intervals.values().stream()
                .flatMapToLong(interval -> interval.lowestAboveGap().stream())
                .min();
    }

    /** Since when a verified block waits for missing ones. */
    Optional<Instant> gapSince() {
        return intervals.values().stream()
                .filter(interval -> interval.lowestAboveGap().isPresent())
                .map(ParkedEntry::since)
                .min(Instant::compareTo);
    }

    void park(Location location, OptionalLong aboveGap, String reason, Instant now) {
        Pass pass = passes.get(location.topic());
        if (pass != null && location.offset() < pass.next) {
            pass.remains = Optional.of(grown(pass.remains, location.offset(), aboveGap, reason, now));
            return;
        }
        ParkedEntry grown =
                grown(Optional.ofNullable(intervals.get(location.topic())), location.offset(), aboveGap, reason, now);
        intervals.put(location.topic(), grown);
        store.putParked(location.topic(), grown);
    }

    private static ParkedEntry grown(
            Optional<ParkedEntry> before, long offset, OptionalLong aboveGap, String reason, Instant now) {
        if (before.isEmpty()) {
            return new ParkedEntry(offset, offset, aboveGap, reason, now);
        }
        ParkedEntry old = before.get();
        return new ParkedEntry(
                Math.min(old.fromOffset(), offset),
                Math.max(old.toOffset(), offset),
                lower(old.lowestAboveGap(), aboveGap),
                reason,
                old.since());
    }

    private static OptionalLong lower(OptionalLong a, OptionalLong b) {
        return a.isEmpty() ? b : b.isEmpty() ? a : OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()));
    }

    /** Begins a pass over every interval that isn't being read: control explains more now. */
    void readAllAgain(long head) {
        intervals.forEach(
                (topic, interval) -> passes.computeIfAbsent(topic, t -> new Pass(interval.fromOffset(), head)));
    }

    /** Begins a pass over those that hold a block which isn't above the head any more. */
    void headMoved(long head) {
        intervals.forEach((topic, interval) -> {
            if (interval.lowestAboveGap().isPresent()
                    && interval.lowestAboveGap().getAsLong() <= head) {
                passes.computeIfAbsent(topic, t -> new Pass(interval.fromOffset(), head));
            }
        });
    }

    boolean isReading() {
        return !passes.isEmpty();
    }

    /** Topics with a pass under way. */
    List<String> reading() {
        return new ArrayList<>(passes.keySet());
    }

    /** The first offset that a pass has not read yet; empty if it is at its interval's end. */
    OptionalLong nextOffset(String topic) {
        long next = passes.get(topic).next;
        return next > intervals.get(topic).toOffset() ? OptionalLong.empty() : OptionalLong.of(next);
    }

    long lastOffset(String topic) {
        return intervals.get(topic).toOffset();
    }

    /** The record at this offset is about to be judged again, or there is none up to it. */
    void readUpTo(String topic, long offset) {
        passes.get(topic).next = offset + 1;
    }

    /**
     * Ends a pass: what still waits is the interval now.
     *
     * @param head the next block index
     */
    void endPass(String topic, long head) {
        Pass pass = passes.remove(topic);
        ParkedEntry old = intervals.get(topic);
        if (pass.remains.isEmpty()) {
            intervals.remove(topic);
            store.deleteParked(topic);
            store.deleteRefusedBelow(topic, old.toOffset() + 1);
            return;
        }
        ParkedEntry remains = pass.remains.get();
        // The time since which it waits is that of the interval: reading it again in vain is no progress.
        ParkedEntry kept = new ParkedEntry(
                remains.fromOffset(), remains.toOffset(), remains.lowestAboveGap(), remains.reason(), old.since());
        intervals.put(topic, kept);
        store.putParked(topic, kept);
        store.deleteRefusedBelow(topic, kept.fromOffset());
        if (head > pass.head) {
            headMoved(head);
        }
    }
}
