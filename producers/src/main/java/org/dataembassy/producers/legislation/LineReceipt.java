package org.dataembassy.producers.legislation;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.producers.Receipt;

/**
 * Where a line lies for ever, and the position of the whole registry after it: a restore to {@code sequences} gives the
 * registry as of this line exactly.
 *
 * @param line from 1
 * @param actId the act that the line changes
 * @param receipt of its event
 * @param sequences by partition the last sequence up to and with this line; partitions without an event are absent
 * @param offsets by partition the offset of the block that holds that sequence
 * @param offsetsExact whether a restore to {@code offsets} gives the registry as of this line too; false where one of
 *     these blocks goes on with later lines
 */
public record LineReceipt(
        long line,
        String actId,
        Receipt receipt,
        SortedMap<Integer, Long> sequences,
        SortedMap<Integer, Long> offsets,
        boolean offsetsExact) {
    /** Copies. */
    public LineReceipt {
        sequences = Collections.unmodifiableSortedMap(new TreeMap<>(sequences));
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }
}
