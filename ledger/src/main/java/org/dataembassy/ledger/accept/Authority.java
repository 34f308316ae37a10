package org.dataembassy.ledger.accept;

import java.util.Optional;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockSignature;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;

/** Whether whoever sealed a block had the right to: epoch, signature, the signing key's entry and its closing. */
final class Authority {
    private Authority() {}

    /** What is wrong whoever signed it. */
    static Optional<Judgement> contradictsItsEpoch(BlockClaim claim) {
        BlockHeader header = claim.header();
        Optional<Epoch> epoch = claim.epoch();
        if (epoch.isEmpty()) {
            return Optional.empty();
        }
        if (epoch.get().number() != header.epoch()) {
            return Optional.of(claim.refused(
                    Reason.WRONG_EPOCH_NUMBER,
                    "its epochId is that of epoch " + epoch.get().number()));
        }
        if (epoch.get().primary() != header.site()) {
            return Optional.of(claim.refused(
                    Reason.WRONG_SITE,
                    "sealed at " + header.site().label() + ", but the primary is "
                            + epoch.get().primary().label()));
        }
        return Optional.empty();
    }

    /** Whether the signature holds, and whether the signing key may make it here. */
    static Optional<Judgement> notSignedByRight(BlockClaim claim) {
        BlockHeader header = claim.header();
        String signingKey = "signing key " + header.signingKeyId().abbreviated();
        Optional<VerifyingKey> verifyingKey = claim.trustRoot().blockVerifyingKey(header.signingKeyId());
        if (verifyingKey.isEmpty()) {
            return Optional.of(claim.parked(Reason.UNKNOWN_SIGNING_KEY, signingKey));
        }
        if (!claim.isVouchedFor()) {
            try {
                BlockSignature.verify(verifyingKey.get(), claim.block());
            } catch (SignatureInvalidException e) {
                return Optional.of(claim.refused(Reason.BAD_SIGNATURE, e.getMessage()));
            }
        }
        return notAllowed(claim);
    }

    /** Whether the signing key that the header names may sign here, whoever signed. */
    static Optional<Judgement> notAllowed(BlockClaim claim) {
        BlockHeader header = claim.header();
        String signingKey = "signing key " + header.signingKeyId().abbreviated();
        if (claim.view().trustRootForked()) {
            return Optional.of(claim.parked(
                    Reason.TRUST_ROOT_FORKED,
                    "two trust roots follow version " + claim.trustRoot().version() + ", and which one holds is open"));
        }
        if (claim.epoch().isEmpty()) {
            return Optional.of(claim.parked(
                    Reason.UNKNOWN_EPOCH, "epochId " + header.epochId().abbreviated()));
        }
        if (!claim.trustRoot()
                .allowsBlock(
                        header.signingKeyId(), header.ledger(), header.site(), header.epochId(), header.blockIndex())) {
            return Optional.of(claim.refused(Reason.SIGNING_KEY_NOT_VALID_HERE, signingKey));
        }
        return closed(claim);
    }

    /** A closing names the heads of its registry; in a partition that it does not name, nothing had been signed. */
    private static Optional<Judgement> closed(BlockClaim claim) {
        ControlView.KeyClosing closing =
                claim.view().closings().get(claim.header().signingKeyId());
        if (closing == null) {
            return Optional.empty();
        }
        long firstRefused = closing.firstRefusedBlock().getOrDefault(claim.ledger(), 0L);
        return claim.header().blockIndex() < firstRefused
                ? Optional.empty()
                : Optional.of(claim.refused(
                        Reason.SIGNING_KEY_CLOSED,
                        "signing key " + claim.header().signingKeyId().abbreviated() + " was closed at block "
                                + firstRefused));
    }
}
