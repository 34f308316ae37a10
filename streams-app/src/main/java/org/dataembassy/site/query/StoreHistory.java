package org.dataembassy.site.query;

import java.util.HashMap;
import java.util.Map;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.merkle.CompactRange;
import org.dataembassy.ledger.proof.LedgerHistory;
import org.dataembassy.site.store.LedgerStore;
import org.dataembassy.site.store.StoreCorruptException;

/** The blocks of one ledger that were applied here: leaves from the store, headers from the ledger. For one question. */
final class StoreHistory implements LedgerHistory {
    private final LedgerStore store;
    private final LedgerBlocks blocks;
    private final Map<Long, BlockHeader> headers = new HashMap<>();

    StoreHistory(LedgerStore store, LedgerBlocks blocks) {
        this.store = store;
        this.blocks = blocks;
    }

    @Override
    public Digest leafAt(long blockIndex) {
        return store.appliedBlock(blockIndex).leaf();
    }

    @Override
    public CompactRange frontierAt(long blockIndex) {
        return headerAt(blockIndex).frontier();
    }

    BlockHeader headerAt(long blockIndex) {
        return headers.computeIfAbsent(blockIndex, index -> {
            try {
                return BlockHeader.decode(
                        blocks.sealed(store, index, block -> true).header());
            } catch (MalformedBlockException e) {
                throw new StoreCorruptException(store.ledger(), "the leaf of block " + index + " is not a block's");
            }
        });
    }
}
