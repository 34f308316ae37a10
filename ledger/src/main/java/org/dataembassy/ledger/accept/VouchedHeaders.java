package org.dataembassy.ledger.accept;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockSignature;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;

/**
 * Headers that their signing key vouches for without a signature of their own having been verified: each block's frontier
 * holds the leaves of all blocks below it, so whoever signed the last header of a run has committed to every one of the
 * run. A post-quantum signature takes as long to verify as hundreds of small events take to read; in a run it is verified
 * once (docs/decisions/0028).
 *
 * <p>Nothing else is taken over from one block to the next: {@link Acceptance} asks of each of them whether its signing
 * key may sign there, and looks into its body. Immutable.
 */
public final class VouchedHeaders {
    /** No header: every signature is verified. */
    public static final VouchedHeaders NONE = new VouchedHeaders(Set.of());

    private final Set<Digest> leaves;

    private VouchedHeaders(Set<Digest> leaves) {
        this.leaves = leaves;
    }

    /**
     * Finds runs among records in the order in which they will be judged. A run is blocks of one signing key that follow
     * the head and one another, each of which acceptance would take but for its signature and its body; records between
     * them that are none of this (copies, forgeries) don't end it. It stands if the last block's signature verifies, else
     * nothing of it is vouched for, and judging block by block finds which one is bad. Never throws for anything that a
     * record contains; opens no body.
     *
     * @param head the head before the first record
     * @param values of the records, null for a record without one
     */
    public static VouchedHeaders among(LedgerId ledger, Head head, ControlView view, List<byte[]> values) {
        Set<Digest> vouched = new HashSet<>();
        List<BlockClaim> run = new ArrayList<>();
        Head next = head;
        for (byte[] value : values) {
            Optional<BlockClaim> claim = claim(ledger, next, view, value);
            if (claim.isEmpty()) {
                continue;
            }
            BlockClaim follower = claim.get();
            if (!run.isEmpty()
                    && !run.get(0)
                            .header()
                            .signingKeyId()
                            .equals(follower.header().signingKeyId())) {
                vouch(run, vouched);
                run.clear();
            }
            run.add(follower);
            next = follower.headAfter();
        }
        vouch(run, vouched);
        return vouched.isEmpty() ? NONE : new VouchedHeaders(vouched);
    }

    /** The record's claim, if it is the next block in everything that a header can show. */
    private static Optional<BlockClaim> claim(LedgerId ledger, Head head, ControlView view, byte[] value) {
        try {
            SealedBlock block = SealedBlock.decode(value);
            BlockHeader header = BlockHeader.decode(block.header());
            if (header.blockIndex() != head.nextBlockIndex()) {
                return Optional.empty();
            }
            BlockClaim claim = new BlockClaim(ledger, head, view, block, header, block.leaf(), NONE);
            boolean fits = Placement.misplaced(claim)
                    .or(() -> Authority.contradictsItsEpoch(claim))
                    .or(() -> Authority.notAllowed(claim))
                    .or(() -> Placement.outsideItsEpoch(claim))
                    .or(() -> Placement.notNext(claim))
                    .isEmpty();
            return fits ? Optional.of(claim) : Optional.empty();
        } catch (MalformedBlockException e) {
            return Optional.empty();
        }
    }

    /** One signature for all of a run; a block alone is left to acceptance. */
    private static void vouch(List<BlockClaim> run, Set<Digest> vouched) {
        if (run.size() < 2) {
            return;
        }
        BlockClaim last = run.get(run.size() - 1);
        Optional<VerifyingKey> key =
                last.trustRoot().blockVerifyingKey(last.header().signingKeyId());
        if (key.isEmpty()) {
            return;
        }
        try {
            BlockSignature.verify(key.get(), last.block());
            run.forEach(claim -> vouched.add(claim.leaf()));
        } catch (SignatureInvalidException e) {
            // Which of them is bad, and why, acceptance says of each.
            return;
        }
    }

    boolean contains(Digest leaf) {
        return leaves.contains(leaf);
    }
}
