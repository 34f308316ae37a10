package org.dataembassy.ledger.accept;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockOpener;
import org.dataembassy.ledger.block.UnopenableBlockException;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.trust.TrustRoot;

/** Where a block claims to lie, against where it was found, what lies there already, its epoch, and the head. */
final class Placement {
    private Placement() {}

    static Optional<Judgement> misplaced(BlockClaim claim) {
        BlockHeader header = claim.header();
        if (!header.domain().equals(claim.view().domain())) {
            return Optional.of(claim.refused(
                    Reason.WRONG_DOMAIN, "expected domain " + claim.view().domain() + ", got " + header.domain()));
        }
        if (!header.ledger().registry().equals(claim.ledger().registry())) {
            return Optional.of(claim.refused(
                    Reason.WRONG_REGISTRY,
                    "the header names registry " + header.ledger().registry()));
        }
        if (header.ledger().partition() != claim.ledger().partition()) {
            return Optional.of(claim.refused(
                    Reason.WRONG_PARTITION,
                    "the header names partition " + header.ledger().partition()));
        }
        int partitions =
                claim.registry().map(TrustRoot.RegistryEntry::partitions).orElse(Integer.MAX_VALUE);
        if (claim.ledger().partition() >= partitions) {
            return Optional.of(claim.refused(Reason.WRONG_PARTITION, "the registry has " + partitions + " partitions"));
        }
        return Optional.empty();
    }

    /** The leaf of an accepted block commits to its whole header, so equality says all that a signature could. */
    static Optional<Judgement> alreadyAccepted(BlockClaim claim, LeafIndex leaves) {
        long index = claim.header().blockIndex();
        if (!claim.isBelowHead() || !leaves.leafAt(index).equals(claim.leaf())) {
            return Optional.empty();
        }
        boolean pastCut = claim.epoch()
                .flatMap(claim::cutOf)
                .map(cut -> index >= cut.nextBlockIndex())
                .orElse(false);
        return pastCut ? Optional.of(orphan(claim)) : Optional.of(new Judgement.Duplicate(Reason.DUPLICATE, index));
    }

    /** Epoch before block index: what its mandates say of the place. The signature holds and the epoch is known. */
    static Optional<Judgement> outsideItsEpoch(BlockClaim claim) {
        Epoch epoch = claim.epoch().orElseThrow();
        long index = claim.header().blockIndex();
        if (epoch.cut().isPresent()) {
            Optional<Head> cut = claim.cutOf(epoch);
            if (cut.isEmpty()) {
                return Optional.of(claim.parked(Reason.UNKNOWN_EPOCH, "the epoch's cut does not name the partition"));
            }
            if (index >= cut.get().nextBlockIndex()) {
                return Optional.of(orphan(claim));
            }
        }
        Optional<Head> start = claim.epochBefore().flatMap(claim::cutOf);
        if (start.isPresent() && index < start.get().nextBlockIndex()) {
            return Optional.of(claim.equivocation(
                    Reason.EQUIVOCATION_OTHER_LEAF,
                    "the epoch began at block " + start.get().nextBlockIndex()
                            + "; all below belongs to earlier epochs"));
        }
        return Optional.empty();
    }

    /** Block index, frontier and sequence against the head. */
    static Optional<Judgement> notNext(BlockClaim claim) {
        BlockHeader header = claim.header();
        Head head = claim.head();
        if (claim.isBelowHead()) {
            return Optional.of(claim.equivocation(
                    Reason.EQUIVOCATION_OTHER_LEAF,
                    "another block was accepted here; this one has leaf " + claim.leaf()));
        }
        if (header.blockIndex() > head.nextBlockIndex()) {
            return Optional.of(new Judgement.Gap(Reason.GAP, header));
        }
        if (!header.frontier().equals(head.frontier())) {
            return Optional.of(claim.equivocation(
                    Reason.EQUIVOCATION_OTHER_HISTORY,
                    "expected a history with root " + head.root() + ", got "
                            + header.frontier().root()));
        }
        if (header.firstSequence() != head.nextSequence()) {
            return Optional.of(claim.refused(
                    Reason.WRONG_SEQUENCE,
                    "expected first sequence " + head.nextSequence() + ", got " + header.firstSequence()));
        }
        return missesItsCut(claim);
    }

    private static Optional<Judgement> missesItsCut(BlockClaim claim) {
        Optional<Head> cut = claim.epoch().flatMap(claim::cutOf);
        if (cut.isEmpty() || cut.get().nextBlockIndex() != claim.head().nextBlockIndex() + 1) {
            return Optional.empty();
        }
        Digest root = claim.headAfter().root();
        return claim.headAfter().equals(cut.get())
                ? Optional.empty()
                : Optional.of(claim.equivocation(
                        Reason.EQUIVOCATION_OTHER_HISTORY,
                        "expected to reach the epoch's cut with root "
                                + cut.get().root() + ", got " + root));
    }

    /** Orphans are kept as they are, so their bodies must be the ones that were signed. */
    private static Judgement orphan(BlockClaim claim) {
        try {
            BlockOpener.verifyBodyDigest(claim.block(), claim.header());
            return new Judgement.Orphan(Reason.ORPHAN, claim.header(), claim.leaf());
        } catch (UnopenableBlockException e) {
            return new Judgement.Refused(Reason.BODY_DIGEST_MISMATCH, e.getMessage());
        }
    }
}
