package org.dataembassy.restorer.replay;

import org.dataembassy.ledger.kafka.read.BlockRecord;

/** Where a record lies on a cluster; written {@code topic-partition@offset}. An address, never an identity. */
public record RecordPlace(SourcePartition source, long offset) {

    public static RecordPlace of(BlockRecord block) {
        return new RecordPlace(new SourcePartition(block.topic(), block.partition()), block.offset());
    }

    @Override
    public String toString() {
        return source + "@" + offset;
    }
}
