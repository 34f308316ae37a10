package org.dataembassy.ledger.accept;

import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockSignature;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.trust.TrustRoot;

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

    static Optional<Judgement> notSignedByRight(BlockClaim claim) {
        BlockHeader header = claim.header();
        List<TrustRoot.BlockSigningKey> entries = claim.trustRoot().signingKeys().stream()
                .filter(entry -> entry.verifyingKey().keyId().equals(header.signingKeyId()))
                .toList();
        if (entries.isEmpty()) {
            return Optional.of(claim.parked(
                    Reason.UNKNOWN_SIGNING_KEY,
                    "signing key " + header.signingKeyId().abbreviated()));
        }
        // All entries with one key id have the same key and suite, which the id is a digest of.
        if (!isSignedBy(entries.get(0).verifyingKey(), claim)) {
            return Optional.of(claim.refused(
                    Reason.BAD_SIGNATURE, "signing key " + header.signingKeyId().abbreviated()));
        }
        if (claim.epoch().isEmpty()) {
            return Optional.of(claim.parked(
                    Reason.UNKNOWN_EPOCH, "epochId " + header.epochId().abbreviated()));
        }
        if (entries.stream().noneMatch(entry -> allows(entry, header))) {
            return Optional.of(claim.refused(
                    Reason.SIGNING_KEY_NOT_VALID_HERE,
                    "signing key " + header.signingKeyId().abbreviated()));
        }
        return closed(claim);
    }

    private static boolean isSignedBy(VerifyingKey verifyingKey, BlockClaim claim) {
        try {
            BlockSignature.verify(verifyingKey, claim.block());
            return true;
        } catch (SignatureInvalidException e) {
            return false;
        }
    }

    private static boolean allows(TrustRoot.BlockSigningKey entry, BlockHeader header) {
        return entry.registry().equals(header.ledger().registry())
                && entry.site() == header.site()
                && entry.epochId().map(header.epochId()::equals).orElse(true)
                && entry.partition()
                        .map(partition -> partition == header.ledger().partition())
                        .orElse(true)
                && entry.firstBlock() <= header.blockIndex()
                && header.blockIndex() <= entry.lastBlock();
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
