package org.dataembassy.site.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.ParkedEntry;
import org.dataembassy.site.store.WritableLedgerStore;

/**
 * The parked intervals of one partition, one for each source topic, in the store and in memory, and the passes that read
 * them again. A pass goes through the interval as it was when the pass began, once, from its start; what still waits at
 * its end, and what came meanwhile, is the interval then. An interval that isn't read to its end stays. For one thread.
 */
final class Parking {
    private final WritableLedgerStore store;
    private final boolean parks;
    private final SortedMap<String, ParkedEntry> intervals = new TreeMap<>();
    private final Map<String, Pass> passes = new TreeMap<>();
    private long control;

    /** One reading of an interval. */
    private static final class Pass {
        private static final long NOTHING = -1;

        private final long head;
        private final long control;
        private final long end;
        private long next;
        private long judging = NOTHING;
        private Optional<ParkedEntry> remains = Optional.empty();
        private Optional<ParkedEntry> later = Optional.empty();

        Pass(ParkedEntry interval, long head, long control) {
            this.next = interval.fromOffset();
            this.end = interval.toOffset();
            this.head = head;
            this.control = control;
        }
    }

    /** @throws org.dataembassy.site.store.StoreCorruptException if an interval isn't what was written */
    static Parking read(WritableLedgerStore store) {
        Parking parking = new Parking(store, true);
        store.forEachParked(parking.intervals::put);
        return parking;
    }

    /**
     * For a store whose entries mean nothing. Nothing is parked: rebuilding the store takes in every record again.
     */
    static Parking ofNothing(WritableLedgerStore store) {
        return new Parking(store, false);
    }

    private Parking(WritableLedgerStore store, boolean parks) {
        this.store = store;
        this.parks = parks;
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
        if (!parks) {
            return;
        }
        Pass pass = passes.get(location.topic());
        if (pass != null && location.offset() == pass.judging) {
            pass.remains = Optional.of(grown(pass.remains, location.offset(), aboveGap, reason, now));
            return;
        }
        // A record that comes now may lie before the pass: its topic was made anew.
        if (pass != null && (location.offset() > pass.end || location.offset() < pass.next)) {
            pass.later = Optional.of(grown(pass.later, location.offset(), aboveGap, reason, now));
        }
        ParkedEntry grown =
                grown(Optional.ofNullable(intervals.get(location.topic())), location.offset(), aboveGap, reason, now);
        intervals.put(location.topic(), grown);
        store.putParked(location.topic(), grown);
    }

    /** Everything in this range waits, whatever it is. Not while a pass is under way. */
    void parkAll(String topic, OffsetRange range, Instant now) {
        ParkedEntry first =
                new ParkedEntry(range.begin(), range.end() - 1, OptionalLong.empty(), ParkedEntry.REBUILDING, now);
        ParkedEntry all = Optional.ofNullable(intervals.get(topic))
                .map(held -> joined(held, first))
                .orElse(first);
        intervals.put(topic, all);
        store.putParked(topic, all);
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

    /**
     * Begins a pass over every interval: control explains more now. One that is being read is read once more after that,
     * since its first part was judged by what control said before.
     *
     * @param view version of control
     */
    void readAllAgain(long head, long view) {
        control = view;
        intervals.forEach((topic, interval) -> passes.computeIfAbsent(topic, t -> new Pass(interval, head, view)));
    }

    /** Begins a pass over those that hold a block which isn't above the head any more. */
    void headMoved(long head) {
        intervals.forEach((topic, interval) -> {
            if (interval.lowestAboveGap().isPresent()
                    && interval.lowestAboveGap().getAsLong() <= head) {
                passes.computeIfAbsent(topic, t -> new Pass(interval, head, control));
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

    /** The first offset that a pass has not read yet; empty if it is at its end. */
    OptionalLong nextOffset(String topic) {
        Pass pass = passes.get(topic);
        return pass.next > pass.end ? OptionalLong.empty() : OptionalLong.of(pass.next);
    }

    /** The last offset of a pass; what has come since it began belongs to the next one. */
    long lastOffset(String topic) {
        return passes.get(topic).end;
    }

    /** The record at this offset is judged again, from now until {@link #judged}. */
    void judging(String topic, long offset) {
        passes.get(topic).judging = offset;
        readUpTo(topic, offset);
    }

    void judged(String topic) {
        passes.get(topic).judging = Pass.NOTHING;
    }

    /** There is no further record up to this offset. */
    void readUpTo(String topic, long offset) {
        passes.get(topic).next = offset + 1;
    }

    /**
     * Ends a pass: what still waits, and what came while it was read, is the interval now.
     *
     * @param head the next block index
     */
    void endPass(String topic, long head) {
        Pass pass = passes.remove(topic);
        ParkedEntry old = intervals.get(topic);
        Optional<ParkedEntry> kept = pass.remains
                // The time since which it waits is that of the interval: reading it again in vain is no progress.
                .map(remains -> new ParkedEntry(
                        remains.fromOffset(),
                        remains.toOffset(),
                        remains.lowestAboveGap(),
                        remains.reason(),
                        old.since()))
                .map(remains -> pass.later.map(later -> joined(remains, later)).orElse(remains))
                .or(() -> pass.later);
        if (kept.isEmpty()) {
            intervals.remove(topic);
            store.deleteParked(topic);
            store.deleteRefusedBelow(topic, old.toOffset() + 1);
            return;
        }
        intervals.put(topic, kept.get());
        store.putParked(topic, kept.get());
        store.deleteRefusedBelow(topic, kept.get().fromOffset());
        if (control != pass.control) {
            passes.put(topic, new Pass(kept.get(), head, control));
        } else if (head > pass.head) {
            headMoved(head);
        }
    }

    private static ParkedEntry joined(ParkedEntry remains, ParkedEntry later) {
        return new ParkedEntry(
                Math.min(remains.fromOffset(), later.fromOffset()),
                Math.max(remains.toOffset(), later.toOffset()),
                lower(remains.lowestAboveGap(), later.lowestAboveGap()),
                later.reason(),
                remains.since());
    }
}
