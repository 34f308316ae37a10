package org.dataembassy.ledger.kafka.write;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes visible together: the blocks of one Kafka transaction.
 *
 * @param blocks at least one, at most {@link #MAX_BLOCKS}; blocks of one partition follow each other in this order
 * @param sources positions of the inputs that these blocks take in; those of other inputs are carried forward
 */
public record Batch(List<BlockDraft> blocks, SortedMap<String, Long> sources) {
    /** A header names every block of its transaction and has to stay small. */
    public static final int MAX_BLOCKS = 256;

    /** Refuses an empty batch. */
    public Batch {
        blocks = List.copyOf(blocks);
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        if (blocks.isEmpty() || blocks.size() > MAX_BLOCKS) {
            throw new IllegalArgumentException("batch: expected 1 to " + MAX_BLOCKS + " blocks, got " + blocks.size());
        }
    }
}
