package org.dataembassy.producers;

import java.util.List;
import java.util.OptionalInt;
import org.dataembassy.ledger.block.BlockLimits;

/**
 * How many events go into a block and into a transaction. What has gathered when a transaction is due shares blocks up to
 * {@link BlockLimits#LOAD_EVENTS} and {@link BlockLimits#LOAD_BODY_BYTES}: a composite signature (1.2 ms, 3 KiB) weighs as
 * much as all else that is done for a thousand small events. Pure.
 *
 * @param most events of a block where readers need small ones; empty for the usual
 */
record BlockSizes(OptionalInt most) {
    /** Blocks of a transaction where they are kept small: each of its headers names all of them. */
    static final int SMALL_BLOCKS = 64;

    static BlockSizes usual() {
        return new BlockSizes(OptionalInt.empty());
    }

    PackedBatch pack(List<AcceptedCall> calls) {
        return PackedBatch.of(calls, most.orElse(BlockLimits.LOAD_EVENTS), BlockLimits.LOAD_BODY_BYTES);
    }

    /**
     * Events that a transaction gathers from several calls: an eighth less than one block for each partition holds, for
     * they don't spread evenly, and what goes over the edge would have a small block of its own.
     */
    int transactionEvents(int partitions) {
        long wanted = most.isPresent()
                ? (long) SMALL_BLOCKS * most.getAsInt()
                : (long) partitions * (BlockLimits.LOAD_EVENTS - BlockLimits.LOAD_EVENTS / 8);
        return (int) Math.min(PendingCalls.TRANSACTION_EVENTS, wanted);
    }
}
