package org.dataembassy.restorer.report;

import java.time.Instant;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.replay.RecordPlace;

/**
 * The last block of which an event was taken in.
 *
 * @param eventCount events in it
 * @param eventsTaken how many of them, from the first, were taken in: fewer where the position lies inside the block
 */
public record LastBlock(
        long blockIndex,
        Digest leaf,
        RecordPlace place,
        int epoch,
        String site,
        Instant sealedAt,
        long firstSequence,
        int eventCount,
        int eventsTaken) {
    /** Whether the position lies inside of it. */
    public boolean isCut() {
        return eventsTaken < eventCount;
    }
}
