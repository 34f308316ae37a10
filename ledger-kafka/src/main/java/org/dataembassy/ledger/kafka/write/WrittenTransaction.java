package org.dataembassy.ledger.kafka.write;

import java.util.List;

/** A batch that is committed: its blocks in the order of the drafts. */
public record WrittenTransaction(List<WrittenBlock> blocks) {
    /** Copies. */
    public WrittenTransaction {
        blocks = List.copyOf(blocks);
    }
}
