package org.dataembassy.restorer;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.LedgerFault;
import org.dataembassy.restorer.replay.LedgerFaultException;
import org.dataembassy.restorer.replay.VerifiedBlock;
import org.dataembassy.restorer.replay.VerifiedBlocks;
import org.dataembassy.restorer.report.PartitionVerified;

/** Reads one ledger to its end and remembers what a report says of it. For one thread. */
final class PartitionVerification {
    private final LedgerId ledger;
    private final VerifiedBlocks blocks;
    private final HeadWitness witness;
    private final Map<Digest, PartitionVerified.EpochSeen> epochs = new LinkedHashMap<>();
    private final Map<Digest, PartitionVerified.SigningKeySeen> signingKeys = new LinkedHashMap<>();
    private Instant firstRecordedAt;
    private Instant lastRecordedAt;

    PartitionVerification(LedgerId ledger, VerifiedBlocks blocks, HeadWitness witness) {
        this.ledger = ledger;
        this.blocks = blocks;
        this.witness = witness;
    }

    /** Waits a moment for what is still on its way; false when it is no use any more. */
    interface Patience {
        boolean waitForMore(VerifiedBlocks blocks);
    }

    /** @param patience asked while a checkpoint states more blocks than there are */
    PartitionVerified run(Patience patience, BlockProgress progress) {
        Optional<LedgerFault> fault = Optional.empty();
        try {
            readToEnd(progress);
            while (witness.beyond(blocks.head()).isPresent() && patience.waitForMore(blocks)) {
                readToEnd(progress);
            }
            fault = blocks.refusedAtHead().or(this::truncated);
        } catch (LedgerFaultException e) {
            fault = Optional.of(e.fault());
        }
        Head head = blocks.head();
        return new PartitionVerified(
                ledger,
                head,
                List.copyOf(epochs.values()),
                List.copyOf(signingKeys.values()),
                Optional.ofNullable(firstRecordedAt),
                Optional.ofNullable(lastRecordedAt),
                witness.confirmedBy(head),
                witness.beyond(head),
                fault);
    }

    private void readToEnd(BlockProgress progress) {
        Optional<VerifiedBlock> next = blocks.next();
        while (next.isPresent()) {
            note(next.get().header());
            progress.block(next.get(), next.get().after().nextSequence());
            next = blocks.next();
        }
    }

    private void note(BlockHeader header) {
        long index = header.blockIndex();
        if (firstRecordedAt == null) {
            firstRecordedAt = header.firstRecordedAt();
        }
        lastRecordedAt = header.lastRecordedAt();
        epochs.merge(
                header.epochId(),
                new PartitionVerified.EpochSeen(
                        header.epoch(), header.epochId(), header.site().label(), index, index),
                (seen, again) -> new PartitionVerified.EpochSeen(
                        seen.number(), seen.epochId(), seen.site(), seen.firstBlock(), index));
        signingKeys.merge(
                header.signingKeyId(),
                new PartitionVerified.SigningKeySeen(header.signingKeyId(), 1, index, index),
                (seen, again) -> new PartitionVerified.SigningKeySeen(
                        seen.keyId(), seen.blocks() + 1, seen.firstBlock(), index));
    }

    private Optional<LedgerFault> truncated() {
        Head head = blocks.head();
        return witness.beyond(head)
                .map(stated -> new LedgerFault(
                        ledger,
                        head.nextBlockIndex(),
                        Optional.empty(),
                        LedgerFault.TRUNCATED,
                        "the checkpoint of " + stated.author() + " at " + stated.issuedAt() + " says " + stated.blocks()
                                + " blocks, the topics have " + head.nextBlockIndex()));
    }
}
