package org.dataembassy.site.verify;

import java.util.List;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;

/** Reads records of a ledger topic again. */
public interface ParkedReader {
    /**
     * Records of the interval that are still there.
     *
     * @param firstOffset inclusive
     * @param lastOffset inclusive
     * @param maxRecords at least 1; at least one record is returned if the interval has one
     * @throws org.dataembassy.ledger.problem.EmbassyException if the broker doesn't give them now
     */
    List<BlockRecord> interval(String topic, int partition, long firstOffset, long lastOffset, int maxRecords);

    /**
     * What the topic holds now.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException if the broker doesn't say now
     */
    OffsetRange offsets(String topic, int partition);
}
