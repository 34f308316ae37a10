package org.dataembassy.producers;

import java.util.ArrayList;
import java.util.List;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.write.WrittenBlock;
import org.dataembassy.ledger.kafka.write.WrittenTransaction;

/** Tells for each event of a batch where it lies now. Pure. */
final class Receipts {
    private Receipts() {}

    /** In order of calls and of their events. */
    static List<Receipt> of(String registry, PackedBatch packed, WrittenTransaction written) {
        if (written.blocks().size() != packed.drafts().size()) {
            throw new IllegalStateException("the writer committed "
                    + written.blocks().size() + " blocks of " + packed.drafts().size());
        }
        List<Receipt> receipts = new ArrayList<>(packed.places().size());
        int next = 0;
        for (AcceptedCall call : packed.calls()) {
            for (EncodedEvent event : call.events()) {
                PackedBatch.Place place = packed.places().get(next++);
                receipts.add(receipt(registry, event, written.blocks().get(place.draft()), place.indexInDraft()));
            }
        }
        return receipts;
    }

    private static Receipt receipt(String registry, EncodedEvent event, WrittenBlock block, int indexInBlock) {
        if (block.partition() != event.partition()) {
            throw new IllegalStateException("the writer answered with the blocks in another order");
        }
        return new Receipt(
                new LedgerId(registry, block.partition()),
                block.firstSequence() + indexInBlock,
                block.blockIndex(),
                block.firstSequence() + block.eventCount() - 1,
                block.offset(),
                event.eventId(),
                event.recordedAt());
    }
}
