package org.dataembassy.ledger.kafka.write;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockHeader;

/** A batch after sealing: what is journaled and sent, and what is answered once it's committed. */
record SealedBatch(JournaledTransaction transaction, List<Block> blocks, SortedMap<String, Long> sources) {
    /** One block, in the order of the drafts. */
    record Block(BlockHeader header, Digest leaf, Head after) {}

    SealedBatch {
        blocks = List.copyOf(blocks);
    }

    WrittenTransaction written(List<Long> offsets) {
        List<WrittenBlock> written = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            BlockHeader header = blocks.get(i).header();
            written.add(new WrittenBlock(
                    header.ledger().partition(),
                    header.blockIndex(),
                    header.firstSequence(),
                    header.eventCount(),
                    offsets.get(i),
                    blocks.get(i).leaf()));
        }
        return new WrittenTransaction(written);
    }
}
