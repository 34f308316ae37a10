package org.dataembassy.restorer.replay;

import java.util.OptionalLong;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Reason;

/**
 * A record that was not believed, though the ledger goes on without it.
 *
 * @param claimedBlockIndex the block index that the record claims, where it could be read; not verified for REFUSED and
 *     PARKED
 */
public record Finding(
        LedgerId ledger, Kind kind, Reason reason, RecordPlace place, OptionalLong claimedBlockIndex, String detail) {

    /** What became of the record. */
    public enum Kind {
        /** Skipped; a site puts it into quarantine. */
        REFUSED,
        /** Nothing in the control topics explains its signing key, epoch or data key. */
        PARKED,
        /** The same block once more. */
        DUPLICATE,
        /** Of an ended epoch, past its cut. */
        ORPHAN,
        /** A validly signed block of another history, which the cut of its epoch rules out. */
        EVIDENCE
    }
}
