package org.dataembassy.restorer.replay;

import org.dataembassy.ledger.kafka.read.OffsetRange;

/**
 * A stretch of one topic that a ledger's blocks are read from.
 *
 * @param range offsets to read
 * @param wanted whether every block of it is to be read; another source is read only to fill gaps
 * @param end where the topic ends: {@code range.end()}, or above if it is read on after the position
 */
public record ReplaySource(SourcePartition source, OffsetRange range, boolean wanted, long end) {
    public ReplaySource {
        if (end < range.end()) {
            throw new IllegalArgumentException(
                    "replay source: expected an end of at least " + range.end() + ", got " + end);
        }
    }

    /** All of it is wanted. */
    public static ReplaySource all(SourcePartition source, OffsetRange whole) {
        return new ReplaySource(source, whole, true, whole.end());
    }

    /** What is wanted of it ends at {@code range}, though there is more. */
    public static ReplaySource beginning(SourcePartition source, OffsetRange range, OffsetRange whole) {
        return new ReplaySource(source, range, true, whole.end());
    }

    /** Nothing of it is wanted by itself. */
    public static ReplaySource filling(SourcePartition source, OffsetRange whole) {
        return new ReplaySource(source, whole, false, whole.end());
    }
}
