package org.dataembassy.restorer.replay;

import org.dataembassy.ledger.kafka.read.OffsetRange;

/**
 * A stretch of one topic that a ledger's blocks are read from.
 *
 * @param wanted offsets every block of which is to be read; may be empty
 * @param whole all offsets: what lies outside of {@code wanted} is read only to fill gaps, or after {@link
 *     VerifiedBlocks#readPastPosition}
 */
public record ReplaySource(SourcePartition source, OffsetRange wanted, OffsetRange whole) {
    public ReplaySource {
        boolean isBeginningOf = wanted.begin() == whole.begin() && wanted.end() <= whole.end();
        if (!isBeginningOf) {
            throw new IllegalArgumentException("replay source: expected what is wanted to be the beginning of the whole");
        }
    }

    /** All of it is wanted. */
    public static ReplaySource all(SourcePartition source, OffsetRange whole) {
        return new ReplaySource(source, whole, whole);
    }

    /** Nothing of it is wanted by itself. */
    public static ReplaySource filling(SourcePartition source, OffsetRange whole) {
        return new ReplaySource(source, new OffsetRange(whole.begin(), whole.begin()), whole);
    }
}
