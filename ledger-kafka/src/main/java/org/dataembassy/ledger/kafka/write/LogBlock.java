package org.dataembassy.ledger.kafka.write;

import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockHeader;

/** A block on the own log whose signature, signing key, epoch and body digest were verified. */
record LogBlock(BlockHeader header, Digest leaf, long offset) {
    /** The head after a block, which each signature commits to together with all history before it. */
    static Head headAfter(BlockHeader header, Digest leaf) {
        return new Head(header.blockIndex(), header.firstSequence(), header.frontier())
                .after(leaf, header.eventCount());
    }
}
