package org.dataembassy.producers;

import java.util.ArrayList;
import java.util.List;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.write.WrittenBlock;
import org.dataembassy.ledger.kafka.write.WrittenTransaction;

/** Tells for each event of a batch where it lies now. Pure. */
final class Receipts {
    private Receipts() {}

    /** By call, in order of its events. */
    static List<List<Receipt>> of(String registry, PackedBatch packed, WrittenTransaction written) {
        if (written.blocks().size() != packed.drafts().size()) {
            throw new IllegalStateException("the writer committed "
                    + written.blocks().size() + " blocks of " + packed.drafts().size());
        }
        LedgerId[] ledgers = written.blocks().stream()
                .map(block -> new LedgerId(registry, block.partition()))
                .toArray(LedgerId[]::new);
        List<List<Receipt>> receipts = new ArrayList<>(packed.calls().size());
        int next = 0;
        for (AcceptedCall call : packed.calls()) {
            Receipt[] ofCall = new Receipt[call.events().size()];
            for (int i = 0; i < ofCall.length; i++) {
                int draft = packed.places().draft(next);
                ofCall[i] = receipt(
                        ledgers[draft],
                        call.events().get(i),
                        written.blocks().get(draft),
                        packed.places().indexInDraft(next));
                next++;
            }
            receipts.add(List.of(ofCall));
        }
        return receipts;
    }

    private static Receipt receipt(LedgerId ledger, EncodedEvent event, WrittenBlock block, int indexInBlock) {
        if (block.partition() != event.partition()) {
            throw new IllegalStateException("the writer answered with the blocks in another order");
        }
        return new Receipt(
                ledger,
                block.firstSequence() + indexInBlock,
                block.blockIndex(),
                block.firstSequence() + block.eventCount() - 1,
                block.offset(),
                event.eventId(),
                event.recordedAt());
    }
}
