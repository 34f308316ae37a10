package org.dataembassy.producers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.dataembassy.ledger.block.BlockLimits;

/**
 * How many events go into a block: 1,000 or 256 KiB, and four times that under load, where a composite signature (1.2 ms) weighs as much as
 * all else that is done for a thousand small events; or never more than a number that was asked for. Pure.
 *
 * @param most events of a block; empty for the usual
 */
record BlockSizes(OptionalInt most) {
    /** Events waiting in one partition from which on it is load. */
    static final int LOAD_EVENTS = 2 * BlockLimits.TARGET_EVENTS;

    /** Events of a block under load. */
    static final int EVENTS_UNDER_LOAD = 4 * BlockLimits.TARGET_EVENTS;

    /** Their bytes: so many events of a population registry fit. Signing and verifying then cost a tenth of the rest. */
    static final int BYTES_UNDER_LOAD = 4 * BlockLimits.TARGET_BODY_BYTES;

    /** Blocks of a transaction where they are kept small: each of its headers names all of them. */
    static final int SMALL_BLOCKS = 64;

    static BlockSizes usual() {
        return new BlockSizes(OptionalInt.empty());
    }

    PackedBatch pack(List<AcceptedCall> calls) {
        if (most.isEmpty() && isLoad(calls)) {
            return PackedBatch.of(calls, EVENTS_UNDER_LOAD, BYTES_UNDER_LOAD);
        }
        return PackedBatch.of(calls, most.orElse(BlockLimits.TARGET_EVENTS), BlockLimits.TARGET_BODY_BYTES);
    }

    /** Events that a transaction gathers from several calls. */
    int transactionEvents() {
        return most.isPresent()
                ? Math.min(PendingCalls.TRANSACTION_EVENTS, SMALL_BLOCKS * most.getAsInt())
                : PendingCalls.TRANSACTION_EVENTS;
    }

    private static boolean isLoad(List<AcceptedCall> calls) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (AcceptedCall call : calls) {
            call.events().forEach(event -> counts.merge(event.partition(), 1, Integer::sum));
        }
        return counts.values().stream().anyMatch(count -> count > LOAD_EVENTS);
    }
}
