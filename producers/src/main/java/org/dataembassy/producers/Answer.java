package org.dataembassy.producers;

import java.util.List;

/**
 * What becomes of a call that was not refused.
 *
 * @param receipts in the order of the call's events; empty where the ledger has them from before under their source
 *     position, which tells no places
 * @param alreadyThere whether nothing had to be written
 */
record Answer(List<Receipt> receipts, boolean alreadyThere) {
    Answer {
        receipts = List.copyOf(receipts);
    }
}
