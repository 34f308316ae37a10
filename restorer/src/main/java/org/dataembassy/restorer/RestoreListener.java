package org.dataembassy.restorer;

import org.dataembassy.ledger.LedgerId;
import org.dataembassy.restorer.plan.RestorePlan;

/**
 * Hears how a restore goes on: one call at a time, {@link #progress} on the threads that read. Calls are frequent; a
 * listener must be quick.
 */
public interface RestoreListener {
    /** For those who don't care. */
    RestoreListener SILENT = new RestoreListener() {};

    /** The steps after planning. */
    enum Step {
        REPLAYING,
        WRITING,
        READING_BACK,
        COMMITTED
    }

    default void planned(RestorePlan plan) {}

    default void step(Step step) {}

    /**
     * A block was verified and its events were folded.
     *
     * @param blocks of this ledger so far
     * @param events of this ledger so far
     * @param offset of the block in its topic
     * @param endOffset end of that topic's partition when the restore was planned
     */
    default void progress(LedgerId ledger, long blocks, long events, long offset, long endOffset) {}
}
