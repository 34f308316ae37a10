package org.dataembassy.ledger.accept;

import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.trust.TrustRoot;

/** A block that claims a place, with everything it is judged by. */
record BlockClaim(
        LedgerId ledger,
        Head head,
        ControlView view,
        SealedBlock block,
        BlockHeader header,
        Digest leaf,
        VouchedHeaders vouched) {

    /** Whether its signing key has signed a header that commits to this one. */
    boolean isVouchedFor() {
        return vouched.contains(leaf);
    }

    /** The epoch whose epochId the header carries, if control has explained it. */
    Optional<Epoch> epoch() {
        return epochs().stream()
                .filter(epoch -> epoch.epochId().equals(header.epochId()))
                .findFirst();
    }

    /** The epoch before the claimed one. */
    Optional<Epoch> epochBefore() {
        return epochs().stream()
                .filter(epoch -> epoch.number() == header.epoch() - 1)
                .findFirst();
    }

    /** Where an epoch ended in this partition; empty while it runs. */
    Optional<Head> cutOf(Epoch epoch) {
        return epoch.cut().map(cut -> cut.get(ledger.partition()));
    }

    boolean isBelowHead() {
        return header.blockIndex() < head.nextBlockIndex();
    }

    /** The head once this block is applied; only for a block that is next. */
    Head headAfter() {
        return head.after(leaf, header.eventCount());
    }

    boolean registryIsPublic() {
        return registry().map(TrustRoot.RegistryEntry::isPublic).orElse(false);
    }

    Optional<TrustRoot.RegistryEntry> registry() {
        return trustRoot().registry(ledger.registry());
    }

    TrustRoot trustRoot() {
        return view.trustRoot().root();
    }

    Judgement.Refused refused(Reason reason, String detail) {
        return new Judgement.Refused(reason, where() + ": " + detail);
    }

    Judgement.Parked parked(Reason reason, String detail) {
        return new Judgement.Parked(reason, where() + ": " + detail, header);
    }

    /** Halts the partition within the running epoch; under a cut it is evidence and alarm only. */
    Judgement.Equivocation equivocation(Reason reason, String detail) {
        boolean running = epoch().map(epoch -> epoch.cut().isEmpty()).orElse(false);
        return new Judgement.Equivocation(reason, header, leaf, running, where() + ": " + detail);
    }

    private List<Epoch> epochs() {
        return view.epochs().getOrDefault(ledger.registry(), List.of());
    }

    private String where() {
        return ledger + " block " + header.blockIndex() + " of epoch " + header.epoch();
    }
}
