package org.dataembassy.ledger.control;

import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;

/** A ledger's head as a checkpoint states it. */
public record HeadStatement(LedgerId ledger, long blocks, long events, Digest root) {
    public static HeadStatement of(LedgerId ledger, Head head) {
        return new HeadStatement(ledger, head.nextBlockIndex(), head.nextSequence(), head.root());
    }
}
