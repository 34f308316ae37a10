package org.dataembassy.site.store;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Records of one source topic's partition that are to be judged again: the interval, not the bodies.
 *
 * @param fromOffset first offset, inclusive
 * @param toOffset last offset, inclusive
 * @param lowestAboveGap the lowest index of the verified blocks in it that wait for missing ones; empty if none does
 * @param reason why the latest of them waits: a name of {@link org.dataembassy.ledger.accept.Reason}, or
 *     {@link #HALTED}
 * @param since when the interval was opened
 */
public record ParkedEntry(long fromOffset, long toOffset, OptionalLong lowestAboveGap, String reason, Instant since) {
    /** The partition was halted when they came. */
    public static final String HALTED = "HALTED";

    /** The store was being compared with its head when they came. */
    public static final String VERIFYING = "VERIFYING";

    /** The store is being filled again from the ledger. */
    public static final String REBUILDING = "REBUILDING";

    private static final int FORMAT = 1;

    public ParkedEntry {
        if (fromOffset < 0 || toOffset < fromOffset) {
            throw new IllegalArgumentException(
                    "parked interval: expected 0 <= from <= to, got " + fromOffset + " to " + toOffset);
        }
    }

    byte[] encode() {
        EntryWriter out =
                new EntryWriter(FORMAT).count(fromOffset).count(toOffset).flag(lowestAboveGap.isPresent());
        lowestAboveGap.ifPresent(out::count);
        return out.text(reason).instant(since).done();
    }

    static ParkedEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        ParkedEntry parked = new ParkedEntry(
                in.count(),
                in.count(),
                in.flag() ? OptionalLong.of(in.count()) : OptionalLong.empty(),
                in.text(),
                in.instant());
        in.end();
        return parked;
    }
}
