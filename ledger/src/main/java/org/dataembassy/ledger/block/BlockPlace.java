package org.dataembassy.ledger.block;

/** A block's place within one registry. Ordered by partition, then by index. */
public record BlockPlace(int partition, long blockIndex) implements Comparable<BlockPlace> {
    public BlockPlace {
        if (partition < 0 || blockIndex < 0) {
            throw new IllegalArgumentException("block place: expected partition and index of at least 0");
        }
    }

    @Override
    public int compareTo(BlockPlace other) {
        int byPartition = Integer.compare(partition, other.partition);
        return byPartition != 0 ? byPartition : Long.compare(blockIndex, other.blockIndex);
    }
}
