package org.dataembassy.site.topology;

import java.util.concurrent.locks.Lock;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.materialise.AcceptedBlock;
import org.dataembassy.site.materialise.BlockFold;
import org.dataembassy.site.materialise.BlockWrites;
import org.dataembassy.site.materialise.CannotFoldException;
import org.dataembassy.site.store.StoreBatch;

/**
 * The materialise step of one task: folds an accepted block and writes what it changes, under the partition's gate.
 * A block that can't be folded or encoded is an answer to the verify step, which called; an exception would end the
 * thread, and only the store's own failures do.
 */
final class MaterialiseProcessor extends ContextualProcessor<Object, AcceptedBlock, Void, Void> {
    private final SiteParts parts;
    private final RegistryNodes nodes;
    private final BlockFold<?> fold;
    private Lock gate;

    MaterialiseProcessor(SiteParts parts, RegistryNodes nodes, BlockFold<?> fold) {
        this.parts = parts;
        this.nodes = nodes;
        this.fold = fold;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        LedgerId ledger = new LedgerId(nodes.registry(), context.taskId().partition());
        gate = parts.board().gate(ledger).writeLock();
    }

    @Override
    public void process(Record<Object, AcceptedBlock> record) {
        AcceptedBlock block = record.value();
        StoreBatch batch = block.store().batch();
        BlockWrites writes;
        try {
            writes = fold.fold(batch, block.before(), block.judgement(), block.location());
            writes.prepare(batch);
        } catch (CannotFoldException e) {
            block.failed(e);
            return;
        }
        gate.lock();
        try {
            batch.apply();
        } finally {
            gate.unlock();
        }
        block.applied(writes.head());
    }
}
