package org.dataembassy.restorer.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.LedgerFault;

/**
 * What a verification found in one ledger.
 *
 * @param head as far as the ledger verifies
 * @param epochs in order
 * @param signingKeys in the order of their first block
 * @param firstRecordedAt empty if there are no blocks
 * @param checkpointsConfirmed checkpoints whose head this ledger has
 * @param checkpointBeyond a checkpoint that states more blocks than the topics have
 * @param fault the first; empty if the ledger verifies to its end
 */
public record PartitionVerified(
        LedgerId ledger,
        Head head,
        List<EpochSeen> epochs,
        List<SigningKeySeen> signingKeys,
        Optional<Instant> firstRecordedAt,
        Optional<Instant> lastRecordedAt,
        int checkpointsConfirmed,
        Optional<HeadWitness.Statement> checkpointBeyond,
        Optional<LedgerFault> fault) {
    public PartitionVerified {
        epochs = List.copyOf(epochs);
        signingKeys = List.copyOf(signingKeys);
    }

    /** An epoch that has blocks in this ledger. */
    public record EpochSeen(int number, Digest epochId, String site, long firstBlock, long lastBlock) {}

    /** A signing key that signed blocks of this ledger. */
    public record SigningKeySeen(Digest keyId, long blocks, long firstBlock, long lastBlock) {}
}
