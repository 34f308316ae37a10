package org.dataembassy.restorer;

import org.dataembassy.restorer.replay.VerifiedBlock;

/** Told after each block of a ledger, on the thread that reads it. */
@FunctionalInterface
interface BlockProgress {
    /** @param events of the ledger so far */
    void block(VerifiedBlock block, long events);
}
