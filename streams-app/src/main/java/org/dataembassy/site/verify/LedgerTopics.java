package org.dataembassy.site.verify;

import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.site.store.BlockEntry;

/** What the topics of this site hold of a ledger, read beside the stream. Thread-safe; every call may take long. */
public interface LedgerTopics {
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

    /**
     * What each topic that carries the ledger's blocks holds now, by topic.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException if the broker doesn't say now
     */
    Map<String, OffsetRange> carriers(LedgerId ledger);

    /**
     * Up to which offset, exclusive, this site has consumed and committed, by topic; topics of which it has consumed
     * nothing may be missing.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException if the broker doesn't say now
     */
    Map<String, Long> consumed(LedgerId ledger);

    /**
     * Whether a block that was applied is still on a topic of this site, where it was or on another carrier.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException if the broker doesn't say now
     */
    boolean holds(LedgerId ledger, long blockIndex, BlockEntry block);
}
