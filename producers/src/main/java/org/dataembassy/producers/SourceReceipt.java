package org.dataembassy.producers;

import java.util.List;

/**
 * The answer to a call with a source position.
 *
 * @param receipts of the events in the order of the call; empty if they were in the ledger already
 * @param alreadyThere whether the position was taken in before
 */
public record SourceReceipt(SourcePosition source, List<Receipt> receipts, boolean alreadyThere) {
    /** Copies. */
    public SourceReceipt {
        receipts = List.copyOf(receipts);
        if (alreadyThere != receipts.isEmpty()) {
            throw new IllegalArgumentException("source receipt: expected receipts exactly if it was not there already");
        }
    }
}
