package org.dataembassy.ledger.control;

import java.util.Objects;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;

/** A ledger's head as a checkpoint states it. */
public record HeadStatement(LedgerId ledger, long blocks, long events, Digest root) {
    public HeadStatement {
        Objects.requireNonNull(ledger);
        Objects.requireNonNull(root);
        if (blocks < 0 || events < blocks) {
            throw new IllegalArgumentException("head of " + ledger + ": expected 0 <= blocks <= events");
        }
    }

    public static HeadStatement of(LedgerId ledger, Head head) {
        return new HeadStatement(ledger, head.nextBlockIndex(), head.nextSequence(), head.root());
    }
}
