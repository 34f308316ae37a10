package org.dataembassy.producers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.block.BlockLimits;

/**
 * How many events go into a block: 1,000, and more under load, where a composite signature (1.2 ms) weighs as much as
 * all else that is done for a thousand small events. Pure.
 */
final class BlockSizes {
    /** Events waiting in one partition from which on it is load. */
    static final int LOAD_EVENTS = 2 * BlockLimits.TARGET_EVENTS;

    /** Events of a block under load, if {@link BlockLimits#TARGET_BODY_BYTES} doesn't end it before. */
    static final int EVENTS_UNDER_LOAD = 4 * BlockLimits.TARGET_EVENTS;

    private BlockSizes() {}

    static PackedBatch pack(List<AcceptedCall> calls) {
        return PackedBatch.of(calls, isLoad(calls) ? EVENTS_UNDER_LOAD : BlockLimits.TARGET_EVENTS);
    }

    private static boolean isLoad(List<AcceptedCall> calls) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (AcceptedCall call : calls) {
            call.events().forEach(event -> counts.merge(event.partition(), 1, Integer::sum));
        }
        return counts.values().stream().anyMatch(count -> count > LOAD_EVENTS);
    }
}
