package org.dataembassy.site.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one partition put into quarantine: how often for each reason, and the last ones.
 *
 * @param counts by the name of a {@link org.dataembassy.ledger.accept.Reason}
 * @param last at most {@link #LAST}, oldest first
 */
public record QuarantineEntry(SortedMap<String, Long> counts, List<Refusal> last) {
    /** How many of the last ones are kept. */
    public static final int LAST = 32;

    private static final int FORMAT = 1;

    /** One record that was refused. */
    public record Refusal(Location location, String reason, String detail, Instant at) {}

    public QuarantineEntry {
        counts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(counts));
        last = List.copyOf(last);
    }

    public static QuarantineEntry empty() {
        return new QuarantineEntry(new TreeMap<>(), List.of());
    }

    public QuarantineEntry with(Refusal refusal) {
        SortedMap<String, Long> more = new TreeMap<>(counts);
        more.merge(refusal.reason, 1L, Long::sum);
        List<Refusal> latest = new ArrayList<>(last.subList(last.size() < LAST ? 0 : 1, last.size()));
        latest.add(refusal);
        return new QuarantineEntry(more, latest);
    }

    byte[] encode() {
        EntryWriter out = new EntryWriter(FORMAT).count(counts.size());
        counts.forEach((reason, count) -> out.text(reason).count(count));
        out.count(last.size());
        for (Refusal refusal : last) {
            refusal.location.write(out);
            out.text(refusal.reason).text(refusal.detail).instant(refusal.at);
        }
        return out.done();
    }

    static QuarantineEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        SortedMap<String, Long> counts = new TreeMap<>();
        for (int i = in.size(); i > 0; i--) {
            counts.put(in.text(), in.count());
        }
        List<Refusal> last = new ArrayList<>();
        for (int i = in.size(); i > 0; i--) {
            last.add(new Refusal(Location.read(in), in.text(), in.text(), in.instant()));
        }
        in.end();
        return new QuarantineEntry(counts, last);
    }
}
