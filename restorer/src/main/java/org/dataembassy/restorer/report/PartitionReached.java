package org.dataembassy.restorer.report;

import java.time.Instant;
import java.util.Optional;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.restorer.replay.HeadWitness;

/**
 * The exact position that a partition was restored to.
 *
 * @param verified head with the last block, all of it, also where only some of its events were taken in
 * @param events events taken in; the last sequence is one less
 * @param lastBlock empty if nothing was taken in
 * @param lastRecordedAt of the last event taken in
 * @param recordedBackwards events whose recordedAt lies before that of the event before them; a writer never does that
 * @param checkpointsConfirmed checkpoints whose head this ledger has
 * @param checkpointBeyond a checkpoint that states more blocks than the topics have; only for a ledger read to its end
 */
public record PartitionReached(
        LedgerId ledger,
        Head verified,
        long events,
        Optional<LastBlock> lastBlock,
        Optional<Instant> lastRecordedAt,
        long recordedBackwards,
        Settled settled,
        int checkpointsConfirmed,
        Optional<HeadWitness.Statement> checkpointBeyond) {

    /** Blocks of which at least one event was taken in. */
    public long blocks() {
        return lastBlock.map(block -> block.blockIndex() + 1).orElse(0L);
    }
}
