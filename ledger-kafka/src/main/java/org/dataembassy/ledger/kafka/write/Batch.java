package org.dataembassy.ledger.kafka.write;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockLimits;

/**
 * What becomes visible together: the blocks of one Kafka transaction.
 *
 * @param blocks at least one, at most {@link #MAX_BLOCKS}; blocks of one partition follow each other in this order
 * @param sources positions of the inputs that these blocks take in; those of other inputs are carried forward
 */
public record Batch(List<BlockDraft> blocks, SortedMap<String, Long> sources) {
    /** A header names every block of its transaction and has to stay small. */
    public static final int MAX_BLOCKS = BlockLimits.MAX_TRANSACTION_BLOCKS;

    /** Serialised events of a batch together: what a transaction may take of memory, journal and time. */
    public static final long MAX_BYTES = 128L << 20;

    /** Refuses an empty batch. */
    public Batch {
        blocks = List.copyOf(blocks);
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
        if (blocks.isEmpty() || blocks.size() > MAX_BLOCKS) {
            throw new IllegalArgumentException("batch: expected 1 to " + MAX_BLOCKS + " blocks, got " + blocks.size());
        }
        long bytes = blocks.stream().mapToLong(BlockDraft::bytes).sum();
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("batch: expected at most " + MAX_BYTES + " bytes, got " + bytes);
        }
        for (Map.Entry<String, Long> source : sources.entrySet()) {
            if (!BlockHeader.isSourceId(source.getKey()) || source.getValue() < 0) {
                throw new IllegalArgumentException("batch: expected source ids of 1 to "
                        + BlockLimits.MAX_SOURCE_ID_CHARS + " printable ASCII characters and positions of at least 0");
            }
        }
    }
}
