package org.dataembassy.ledger.proof;

import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.merkle.CompactRange;

/** Blocks of one ledger that have been verified, as far as trees need them: indexes from 0 up to the head. */
public interface LedgerHistory {
    /** The leaf of a block. */
    Digest leafAt(long blockIndex);

    /** The frontier in a block's header: of the blocks below it. */
    CompactRange frontierAt(long blockIndex);
}
