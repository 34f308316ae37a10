package org.dataembassy.restorer.replay;

import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;

/** Where records of ledger topics are read from. Several threads may open cursors and read records at the same time. */
public interface BlockSource extends AutoCloseable {

    /** The committed offsets that a topic's partitions have now; empty if there is no such topic. */
    Map<SourcePartition, OffsetRange> ranges(String topic);

    /** A reader of the committed records of {@code range}, in order of offset; the caller closes it. */
    Cursor open(SourcePartition source, OffsetRange range);

    /**
     * Reads one record again.
     *
     * @return empty if it is no longer there
     */
    Optional<BlockRecord> read(RecordPlace place);

    @Override
    void close();

    /** Reads on; used by one thread. */
    interface Cursor extends AutoCloseable {
        /**
         * The next committed record.
         *
         * @return empty at the end of the range
         */
        Optional<BlockRecord> next();

        @Override
        void close();
    }
}
