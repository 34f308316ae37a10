package org.dataembassy.restorer.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.accept.LeafIndex;
import org.dataembassy.ledger.accept.VouchedHeaders;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.RecipientSecret;

/**
 * Full acceptance, with opening: the same as at a site, with one signature for a run of blocks (docs/decisions/0028).
 * Keeps the data keys that grants bring. Not thread-safe.
 */
public final class OpeningJudge implements BlockJudge {
    private final LedgerId ledger;
    private final ControlView view;
    private final Acceptance acceptance;
    private final boolean inRuns;
    private final Map<Digest, DataKey> dataKeys = new HashMap<>();
    private VouchedHeaders vouched = VouchedHeaders.NONE;

    /** @param recipient who unwraps data keys; empty will do for a public registry */
    public OpeningJudge(LedgerId ledger, ControlView view, Optional<RecipientSecret> recipient) {
        this(ledger, view, recipient, true);
    }

    private OpeningJudge(LedgerId ledger, ControlView view, Optional<RecipientSecret> recipient, boolean inRuns) {
        this.inRuns = inRuns;
        this.ledger = ledger;
        this.view = view;
        this.acceptance = new Acceptance(recipient);
    }

    /** For an audit: verifies the signature of every block, whatever later ones commit to. */
    public static OpeningJudge ofEverySignature(
            LedgerId ledger, ControlView view, Optional<RecipientSecret> recipient) {
        return new OpeningJudge(ledger, view, recipient, false);
    }

    @Override
    public void expect(Head head, List<byte[]> values) {
        if (inRuns) {
            vouched = VouchedHeaders.among(ledger, head, view, values);
        }
    }

    @Override
    public Verdict judge(Head head, LeafIndex leaves, byte[] value) {
        Judgement judgement = acceptance.judge(ledger, head, view, leaves, this::find, vouched, value);
        if (judgement instanceof Judgement.Accepted accepted) {
            accepted.newDataKey().ifPresent(dataKey -> dataKeys.put(dataKey.id(), dataKey));
            return new Verdict.Next(
                    accepted.block().header(),
                    accepted.block().leaf(),
                    Optional.of(accepted.block()),
                    accepted.after());
        }
        return new Verdict.NotNext(judgement);
    }

    private Optional<DataKey> find(Digest dataKeyId) {
        return Optional.ofNullable(dataKeys.get(dataKeyId));
    }
}
