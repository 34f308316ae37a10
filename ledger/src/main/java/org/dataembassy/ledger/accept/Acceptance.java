package org.dataembassy.ledger.accept;

import java.util.Optional;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.DataKeys;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.RecipientSecret;

/**
 * Decides what a block is: a pure function of (head, control view, block), rules 1 to 6 of design.md section 7. Epoch is
 * judged before block index. Thread-safe.
 */
public final class Acceptance {
    /** @param recipient who unwraps key grants; empty for a reader of public registries only */
    public Acceptance(Optional<RecipientSecret> recipient) {
        throw new UnsupportedOperationException();
    }

    /**
     * Judges one record value read from a topic of {@code ledger}. Never throws for anything that {@code value}
     * contains, and never changes anything.
     */
    public Judgement judge(
            LedgerId ledger, Head head, ControlView view, LeafIndex leaves, DataKeys dataKeys, byte[] value) {
        throw new UnsupportedOperationException();
    }
}
