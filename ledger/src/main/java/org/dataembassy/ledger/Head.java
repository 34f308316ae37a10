package org.dataembassy.ledger;

import org.dataembassy.ledger.merkle.CompactRange;

/**
 * A ledger's sizes and root so far.
 *
 * @param nextBlockIndex number of blocks, at least 0
 * @param nextSequence number of events, at least {@code nextBlockIndex} because no block is empty
 * @param frontier compact range of the leaves of blocks [0, nextBlockIndex)
 */
public record Head(long nextBlockIndex, long nextSequence, CompactRange frontier) {
    public static final Head EMPTY = new Head(0, 0, CompactRange.EMPTY);

    public Head {
        if (nextBlockIndex < 0 || nextSequence < nextBlockIndex || frontier.size() != nextBlockIndex) {
            throw new IllegalArgumentException(
                    "head: expected 0 <= blocks <= events and a frontier of that many blocks, got " + nextBlockIndex
                            + " blocks, " + nextSequence + " events, frontier of " + frontier.size());
        }
    }

    /** RFC 6962 root over all blocks so far; for no blocks the SHA-256 of nothing. */
    public Digest root() {
        return frontier.root();
    }

    /** The head after a block with this leaf and this many events. */
    public Head after(Digest leaf, int eventCount) {
        return new Head(nextBlockIndex + 1, Math.addExact(nextSequence, eventCount), frontier.append(leaf));
    }
}
