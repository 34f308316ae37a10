package org.dataembassy.ledger.accept;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.crypto.DataKey;

/** What acceptance says of one block. Nothing has changed yet; whoever asked applies it. */
public sealed interface Judgement {
    Reason reason();

    /**
     * Next in its ledger, verified and opened.
     *
     * @param after the head once it is applied
     * @param newDataKey the data key that this block's grant brought, to be kept for later blocks
     */
    record Accepted(OpenedBlock block, Head after, Optional<DataKey> newDataKey) implements Judgement {
        @Override
        public Reason reason() {
            return Reason.ACCEPTED;
        }
    }

    /** Rule 1: goes to quarantine; the true block may still come. {@code detail} has no event content. */
    record Refused(Reason reason, String detail) implements Judgement {}

    /** Rule 2: waits until control explains it; to be judged again on every change of the view. */
    record Parked(Reason reason, String detail, BlockHeader unverifiedHeader) implements Judgement {}

    /** Rule 4: the same leaf again; dropped. */
    record Duplicate(Reason reason, long blockIndex) implements Judgement {}

    /**
     * Rule 4: a valid signature on another history.
     *
     * @param halts whether the partition halts (within the running epoch) or this is evidence and alarm only
     */
    record Equivocation(Reason reason, BlockHeader header, Digest leaf, boolean halts, String detail)
            implements Judgement {}

    /** Rule 5: valid, but blocks [head, block index) are missing. */
    record Gap(Reason reason, BlockHeader header) implements Judgement {}

    /** Rule 6: of an ended epoch, at or past its cut; kept and listed, never applied. */
    record Orphan(Reason reason, BlockHeader header, Digest leaf) implements Judgement {}
}
