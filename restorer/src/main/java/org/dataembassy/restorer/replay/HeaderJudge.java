package org.dataembassy.restorer.replay;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.accept.LeafIndex;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;

/**
 * Acceptance without anybody's secret: header, signature, history and the digest of the body, but not what an encrypted
 * body holds. Acceptance checks all of that before it asks for a data key; a next block for which nothing but the data key
 * is wanting has therefore passed. Every signature is verified, whatever others commit to. Thread-safe.
 */
public final class HeaderJudge implements BlockJudge {
    private final LedgerId ledger;
    private final ControlView view;
    private final Acceptance acceptance = new Acceptance(Optional.empty());

    public HeaderJudge(LedgerId ledger, ControlView view) {
        this.ledger = ledger;
        this.view = view;
    }

    @Override
    public Verdict judge(Head head, LeafIndex leaves, byte[] value) {
        Judgement judgement = acceptance.judge(ledger, head, view, leaves, id -> Optional.empty(), value);
        if (judgement instanceof Judgement.Accepted accepted) {
            return new Verdict.Next(
                    accepted.block().header(), accepted.block().leaf(), Optional.empty(), accepted.after());
        }
        if (judgement instanceof Judgement.Parked parked
                && parked.reason() == Reason.UNKNOWN_DATA_KEY
                && parked.unverifiedHeader().blockIndex() == head.nextBlockIndex()) {
            BlockHeader header = parked.unverifiedHeader();
            Digest leaf = leaf(value);
            return new Verdict.Next(header, leaf, Optional.empty(), head.after(leaf, header.eventCount()));
        }
        return new Verdict.NotNext(judgement);
    }

    private static Digest leaf(byte[] value) {
        try {
            return SealedBlock.decode(value).leaf();
        } catch (MalformedBlockException e) {
            throw new IllegalStateException("acceptance could read the block a moment ago", e);
        }
    }
}
