package org.dataembassy.ledger.accept;

import java.util.Optional;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockOpener;
import org.dataembassy.ledger.block.DataKeys;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.block.UnknownBlockFormatException;
import org.dataembassy.ledger.block.UnopenableBlockException;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.RecipientSecret;

/**
 * Decides what a block is: a pure function of (head, control view, block), rules 1 to 6 of design.md section 7. Epoch is
 * judged before block index. Thread-safe.
 *
 * <p>Checks come in this order, the first that does not hold decides; what is cheap comes first, and nothing is unwrapped,
 * decrypted or decompressed before the signature holds:
 *
 * <table>
 * <caption>The order of the checks</caption>
 * <tr><th>check</th><th>else</th></tr>
 * <tr><td>three byte strings within their bounds</td><td>MALFORMED_BLOCK</td></tr>
 * <tr><td>a header of a known format, every field in range</td><td>UNKNOWN_FORMAT, MALFORMED_HEADER</td></tr>
 * <tr><td>of this domain, registry and partition</td><td>WRONG_DOMAIN, WRONG_REGISTRY, WRONG_PARTITION</td></tr>
 * <tr><td>not the very header that was accepted at its index; no signature is needed to say so, and the body does not
 *     matter</td><td>DUPLICATE, or ORPHAN if a cut has since put it outside its epoch</td></tr>
 * <tr><td>if its epochId is known: that epoch's number and site</td><td>WRONG_EPOCH_NUMBER, WRONG_SITE</td></tr>
 * <tr><td>its signing key is in the trust root</td><td>UNKNOWN_SIGNING_KEY</td></tr>
 * <tr><td>the signature verifies; from here on, a reason tells something about who holds the signing key</td>
 *     <td>BAD_SIGNATURE</td></tr>
 * <tr><td>the trust root is undisputed</td><td>TRUST_ROOT_FORKED</td></tr>
 * <tr><td>its epochId is known</td><td>UNKNOWN_EPOCH</td></tr>
 * <tr><td>the signing key may sign here: registry, site, epochId, partition, block index</td>
 *     <td>SIGNING_KEY_NOT_VALID_HERE</td></tr>
 * <tr><td>the signing key is not closed here</td><td>SIGNING_KEY_CLOSED</td></tr>
 * <tr><td>below the cut of its epoch, if that has ended</td><td>ORPHAN (with the signed body, else
 *     BODY_DIGEST_MISMATCH)</td></tr>
 * <tr><td>not below the cut that its epoch began with</td><td>EQUIVOCATION_OTHER_LEAF</td></tr>
 * <tr><td>not below the head</td><td>EQUIVOCATION_OTHER_LEAF</td></tr>
 * <tr><td>not above the head</td><td>GAP</td></tr>
 * <tr><td>its frontier is the head's, and a block that completes an ended epoch leads to its cut</td>
 *     <td>EQUIVOCATION_OTHER_HISTORY</td></tr>
 * <tr><td>its first sequence is the head's next</td><td>WRONG_SEQUENCE</td></tr>
 * <tr><td>encrypted, unless the registry is public</td><td>NOT_ENCRYPTED</td></tr>
 * <tr><td>the body is the one that was signed</td><td>BODY_DIGEST_MISMATCH</td></tr>
 * <tr><td>the data key is known, or the block's grant gives it</td><td>GRANT_UNREADABLE, UNKNOWN_DATA_KEY</td></tr>
 * <tr><td>the body opens</td><td>BODY_NOT_AUTHENTIC, MALFORMED_BODY</td></tr>
 * <tr><td>the events are those of the header</td><td>EVENT_COUNT_MISMATCH, EVENTS_ROOT_MISMATCH</td></tr>
 * </table>
 *
 * <p>Decided where the design leaves room:
 *
 * <ul>
 *   <li>An unknown signing key parks, for a trust root to come may name it. Anybody can make such blocks: remember where
 *       they lie, not what they hold.
 *   <li>While the trust root is forked, the version before the fork is no authority: one of the two that dispute its
 *       succession may have struck out a stolen signing key, and what its thief signs would count again. So nothing new is
 *       accepted, called a gap, an orphan or evidence, however well it is signed; it parks. Only what no trust root can
 *       change is still refused: broken bytes, another place, a signature that does not verify.
 *   <li>A body that was changed on the way is refused; the true block may still come.
 *   <li>A block that its signer got wrong (first sequence, encryption, grant, body, events) is refused too. It is no
 *       equivocation, for nothing else was signed for its place; and as an honest writer never signs twice, nothing else
 *       will come, so that the partition waits with a gap, halts, and names the place. It is never skipped.
 *   <li>Above the head a frontier can't be judged; it is when the gap has closed.
 *   <li>A block of a new epoch below its first index contradicts the cut in the mandate, whatever the head is.
 *   <li>A block that would complete an ended epoch on another history than its cut names is not accepted. This stops a
 *       forged tail that is signed with a stolen signing key before it becomes part of the head at the cut.
 *   <li>A trust root that lets a signing key sign more than before does not bring back what was refused: it names a new
 *       signing key instead, for which blocks park.
 * </ul>
 *
 * <p>A head that has passed the cut of an epoch (the old primary's) must be rewound to that cut before anything of the
 * next epoch is judged (rule 7); leaves alone don't tell the old tail from the new epoch's blocks.
 */
public final class Acceptance {
    private final Optional<RecipientSecret> recipient;

    /** @param recipient who unwraps key grants; empty for a reader of public registries only */
    public Acceptance(Optional<RecipientSecret> recipient) {
        this.recipient = recipient;
    }

    /**
     * Judges one record value read from a topic of {@code ledger}. Never throws for anything that {@code value}
     * contains, and never changes anything.
     *
     * @param leaves asked only below {@code head}
     * @param value null for a record without a value
     */
    public Judgement judge(
            LedgerId ledger, Head head, ControlView view, LeafIndex leaves, DataKeys dataKeys, byte[] value) {
        return judge(ledger, head, view, leaves, dataKeys, VouchedHeaders.NONE, value);
    }

    /**
     * As {@link #judge(LedgerId, Head, ControlView, LeafIndex, DataKeys, byte[])}, for a record that may be of a run: the
     * signature of a header that {@code vouched} has is not verified again. All else is judged as ever.
     */
    public Judgement judge(
            LedgerId ledger,
            Head head,
            ControlView view,
            LeafIndex leaves,
            DataKeys dataKeys,
            VouchedHeaders vouched,
            byte[] value) {
        SealedBlock block;
        BlockHeader header;
        try {
            block = SealedBlock.decode(value);
        } catch (MalformedBlockException e) {
            return new Judgement.Refused(Reason.MALFORMED_BLOCK, e.getMessage());
        }
        try {
            header = BlockHeader.decode(block.header());
        } catch (UnknownBlockFormatException e) {
            return new Judgement.Refused(Reason.UNKNOWN_FORMAT, e.getMessage());
        } catch (MalformedBlockException e) {
            return new Judgement.Refused(Reason.MALFORMED_HEADER, e.getMessage());
        }
        BlockClaim claim = new BlockClaim(ledger, head, view, block, header, block.leaf(), vouched);
        return Placement.misplaced(claim)
                .or(() -> Placement.alreadyAccepted(claim, leaves))
                .or(() -> Authority.contradictsItsEpoch(claim))
                .or(() -> Authority.notSignedByRight(claim))
                .or(() -> Placement.outsideItsEpoch(claim))
                .or(() -> Placement.notNext(claim))
                .orElseGet(() -> open(claim, dataKeys));
    }

    /** The last step: everything that could be said without the body holds. */
    private Judgement open(BlockClaim claim, DataKeys dataKeys) {
        BlockHeader header = claim.header();
        if (header.cipher() == BlockHeader.Cipher.NONE && !claim.registryIsPublic()) {
            return claim.refused(Reason.NOT_ENCRYPTED, "only a public registry's body may be in clear");
        }
        GrantedDataKeys keys = new GrantedDataKeys(header, recipient, dataKeys);
        try {
            OpenedBlock opened = BlockOpener.open(claim.block(), header, keys);
            return new Judgement.Accepted(opened, claim.headAfter(), keys.granted());
        } catch (UnopenableBlockException e) {
            return switch (e.fault()) {
                case LEAF_MISMATCH -> throw new IllegalStateException("opening asks for no leaf", e);
                case BODY_DIGEST_MISMATCH -> new Judgement.Refused(Reason.BODY_DIGEST_MISMATCH, e.getMessage());
                case UNKNOWN_DATA_KEY ->
                    keys.grantUnreadable()
                            .<Judgement>map(detail -> claim.refused(Reason.GRANT_UNREADABLE, detail))
                            .orElseGet(() ->
                                    new Judgement.Parked(Reason.UNKNOWN_DATA_KEY, e.getMessage(), claim.header()));
                case BODY_NOT_AUTHENTIC -> new Judgement.Refused(Reason.BODY_NOT_AUTHENTIC, e.getMessage());
                case MALFORMED_BODY -> new Judgement.Refused(Reason.MALFORMED_BODY, e.getMessage());
                case EVENT_COUNT_MISMATCH -> new Judgement.Refused(Reason.EVENT_COUNT_MISMATCH, e.getMessage());
                case EVENTS_ROOT_MISMATCH -> new Judgement.Refused(Reason.EVENTS_ROOT_MISMATCH, e.getMessage());
            };
        }
    }
}
