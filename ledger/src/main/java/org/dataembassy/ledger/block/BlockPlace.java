package org.dataembassy.ledger.block;

/** A block's place within one registry. */
public record BlockPlace(int partition, long blockIndex) {
    public BlockPlace {
        if (partition < 0 || blockIndex < 0) {
            throw new IllegalArgumentException("block place: expected partition and index of at least 0");
        }
    }
}
