package org.dataembassy.ledger.accept;

import org.dataembassy.ledger.Digest;

/** The leaves of the blocks below a ledger's head. */
@FunctionalInterface
public interface LeafIndex {
    /** The leaf at {@code blockIndex}, which is below the head. */
    Digest leafAt(long blockIndex);
}
