package org.dataembassy.restorer;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.fold.EventReader;
import org.dataembassy.restorer.fold.RecordedEvent;
import org.dataembassy.restorer.plan.PartitionPlan;
import org.dataembassy.restorer.plan.StopRule;
import org.dataembassy.restorer.replay.BlocksAhead;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.LedgerFaultException;
import org.dataembassy.restorer.replay.VerifiedBlock;
import org.dataembassy.restorer.replay.VerifiedBlocks;
import org.dataembassy.restorer.report.LastBlock;
import org.dataembassy.restorer.report.PartitionReached;
import org.dataembassy.restorer.report.Settled;

/** Reads one ledger up to its stop and gives out its events. For one thread. */
final class PartitionReplay {
    private static final int MAX_BLOCKS_BEYOND = 1_000;

    private final PartitionPlan plan;
    private final VerifiedBlocks blocks;
    private final EventReader reader;
    private final HeadWitness witness;
    private final SplitSearch splits;

    private Head verified = Head.EMPTY;
    private long events;
    private LastBlock lastBlock;
    private Instant lastRecordedAt;
    private long recordedBackwards;
    private boolean stopped;
    /** The first event that was not taken in, where its block has been opened. */
    private EventReader.BlockEvents rest;

    private int restFrom;

    PartitionReplay(
            PartitionPlan plan, VerifiedBlocks blocks, EventReader reader, HeadWitness witness, SplitSearch splits) {
        this.plan = plan;
        this.blocks = blocks;
        this.reader = reader;
        this.witness = witness;
        this.splits = splits;
    }

    /**
     * Takes in everything up to the stop.
     *
     * @param ahead whether a thread of its own may read and verify, where there is a processor for it
     * @throws LedgerFaultException if the ledger does not verify up to there
     * @throws EmbassyException POSITION_UNKNOWN if the ledger ends before it
     */
    PartitionReached run(Consumer<RecordedEvent> sink, BlockProgress progress, boolean ahead) {
        stopped = plan.stop() instanceof StopRule.Nothing;
        if (ahead && plan.stop() instanceof StopRule.EndOfSources) {
            try (BlocksAhead blocksAhead = BlocksAhead.of(blocks)) {
                takeAll(blocksAhead::next, sink, progress);
            }
        } else {
            // What lies past a stop is none of this restore's business, so nothing is verified ahead.
            takeAll(blocks::next, sink, progress);
        }
        requireReached();
        return reached();
    }

    private void takeAll(
            Supplier<Optional<VerifiedBlock>> inOrder, Consumer<RecordedEvent> sink, BlockProgress progress) {
        while (!stopped) {
            Optional<VerifiedBlock> next = inOrder.get();
            if (next.isEmpty()) {
                return;
            }
            take(next.get(), sink);
            progress.block(next.get(), events);
        }
    }

    private void take(VerifiedBlock block, Consumer<RecordedEvent> sink) {
        EventReader.BlockEvents content = reader.open(block);
        Set<String> cases = new HashSet<>();
        int taken = 0;
        while (taken < content.count() && !stopped) {
            RecordedEvent event = content.read(taken);
            if (isAfter(event)) {
                stopped = true;
            } else {
                note(event);
                if (event.meta().getCaseId() != null) {
                    cases.add(event.meta().getCaseId());
                }
                sink.accept(event);
                taken++;
                stopped = isLast(event);
            }
        }
        if (taken > 0) {
            verified = block.after();
            lastBlock = lastBlock(block, taken);
            splits.ofPartition(plan.ledger().partition()).block(block.header(), cases, taken == content.count());
        }
        if (taken < content.count()) {
            rest = content;
            restFrom = taken;
        }
    }

    private boolean isAfter(RecordedEvent event) {
        return plan.stop() instanceof StopRule.AfterTime limit
                && event.meta().getRecordedAt().isAfter(limit.time());
    }

    private boolean isLast(RecordedEvent event) {
        return plan.stop() instanceof StopRule.AfterSequence limit && event.sequence() >= limit.sequence();
    }

    private void note(RecordedEvent event) {
        Instant recordedAt = event.meta().getRecordedAt();
        if (lastRecordedAt != null && recordedAt.isBefore(lastRecordedAt)) {
            recordedBackwards++;
        }
        lastRecordedAt = recordedAt;
        events++;
    }

    private static LastBlock lastBlock(VerifiedBlock block, int taken) {
        return new LastBlock(
                block.header().blockIndex(),
                block.leaf(),
                block.place(),
                block.header().epoch(),
                block.header().site().label(),
                block.header().sealedAt(),
                block.header().firstSequence(),
                block.header().eventCount(),
                taken);
    }

    private void requireReached() {
        if (stopped || !(plan.stop() instanceof StopRule.AfterSequence limit)) {
            return;
        }
        int partition = plan.ledger().partition();
        String has = events == 0 ? "has no events" : "has sequences 0 to " + (events - 1);
        String refused = blocks.refusedAtHead()
                .map(fault -> " The record that claims to be the next block was refused: " + fault.describe() + ".")
                .orElse("");
        throw new EmbassyException(
                Problem.POSITION_UNKNOWN,
                "--to-sequence " + partition + ":" + limit.sequence() + " is not there: " + plan.ledger()
                        + ", as far as it"
                        + " verifies, " + has + ". " + partition + ":none takes nothing of it, " + partition
                        + ":head all of it." + refused);
    }

    private PartitionReached reached() {
        boolean readToEnd = !stopped && plan.stop() instanceof StopRule.EndOfSources;
        return new PartitionReached(
                plan.ledger(),
                verified,
                events,
                Optional.ofNullable(lastBlock),
                Optional.ofNullable(lastRecordedAt),
                recordedBackwards,
                settled(),
                witness.confirmedBy(verified),
                readToEnd && isWholeLedger() ? witness.beyond(verified) : Optional.empty());
    }

    private boolean isWholeLedger() {
        return plan.sources().stream()
                .allMatch(source -> source.wanted() && source.range().end() == source.end());
    }

    private Settled settled() {
        if (stopped || !(plan.stop() instanceof StopRule.AfterTime limit)) {
            return Settled.YES;
        }
        return witness.writerStatesNoMoreAfter(limit.time(), verified) ? Settled.BY_CHECKPOINT : Settled.NO;
    }

    /**
     * Looks at what lies beyond the position, for cases that it parts: the rest of the last block, and named blocks. What
     * doesn't verify there ends the search; it has nothing to do with what is restored.
     */
    void lookBeyond(SortedSet<Long> blockIndexes) {
        try {
            noteRest();
            blocks.readPastPosition();
            for (int i = 0; i < MAX_BLOCKS_BEYOND && !blockIndexes.isEmpty(); i++) {
                if (blocks.head().nextBlockIndex() > blockIndexes.last()) {
                    return;
                }
                Optional<VerifiedBlock> next = blocks.next();
                if (next.isEmpty()) {
                    return;
                }
                if (blockIndexes.contains(next.get().header().blockIndex())) {
                    rest = reader.open(next.get());
                    restFrom = 0;
                    noteRest();
                } else {
                    reader.open(next.get());
                }
            }
        } catch (LedgerFaultException e) {
            return;
        }
    }

    private void noteRest() {
        for (int i = restFrom; rest != null && i < rest.count(); i++) {
            splits.beyond(rest.read(i).meta().getCaseId());
        }
        rest = null;
    }
}
