package org.dataembassy.ledger.accept;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;

/**
 * Two registries, one public and one encrypted, each with three accepted blocks in partition 1 and a true fourth one that
 * is yet to come: what attacks are built on.
 */
final class Country {
    static final LedgerId PUBLIC = new LedgerId("legislation", 1);
    static final LedgerId SECRET = new LedgerId("population", 1);
    static final int ACCEPTED = 3;

    final TestTrust trust = TestTrust.create(
            2026, TestTrust.legislation(4), TestTrust.encrypted("population", 4), TestTrust.encrypted("land", 4));
    final Map<LedgerId, List<BlockSealer.Sealed>> blocks = new HashMap<>();
    final Map<LedgerId, TestWriter> writers = new HashMap<>();
    final Map<Digest, DataKey> dataKeys = new HashMap<>();

    /** No two writers with one data key: the JDK's GCM notices a nonce that is used again. */
    private long seeds = 100;

    Country() {
        for (LedgerId ledger : List.of(PUBLIC, SECRET)) {
            TestWriter writer = TestWriter.ofFirstEpoch(trust, ledger.registry(), 7);
            List<BlockSealer.Sealed> sealed = new ArrayList<>();
            for (int i = 0; i <= ACCEPTED + 1; i++) {
                sealed.add(writer.seal(ledger.partition(), 1 + i));
            }
            blocks.put(ledger, sealed);
            writers.put(ledger, writer);
        }
        Judgement first = judgeAt(SECRET, Head.EMPTY, view(), TestWriter.value(block(SECRET, 0)));
        DataKey dataKey = ((Judgement.Accepted) first).newDataKey().orElseThrow();
        dataKeys.put(dataKey.id(), dataKey);
    }

    BlockSealer.Sealed block(LedgerId ledger, int index) {
        return blocks.get(ledger).get(index);
    }

    /** The true next block. */
    BlockSealer.Sealed next(LedgerId ledger) {
        return block(ledger, ACCEPTED);
    }

    Head head(LedgerId ledger) {
        return block(ledger, ACCEPTED - 1).after();
    }

    Head headAt(LedgerId ledger, int blocksBelow) {
        return blocksBelow == 0 ? Head.EMPTY : block(ledger, blocksBelow - 1).after();
    }

    ControlView view() {
        return trust.view();
    }

    /** The view after a mandate that ended epoch 1 of {@code ledger}'s registry at {@code cut}. */
    ControlView viewWithCut(LedgerId ledger, Map<Integer, Head> cut) {
        return viewWithEpochs(
                ledger,
                List.of(
                        new Epoch(1, trust.domain(), Site.HOME, Optional.of(cut)),
                        new Epoch(2, secondEpochId(), Site.EMBASSY, Optional.empty())));
    }

    ControlView viewWithEpochs(LedgerId ledger, List<Epoch> epochs) {
        ControlView view = view();
        Map<String, List<Epoch>> changed = new HashMap<>(view.epochs());
        changed.put(ledger.registry(), epochs);
        return new ControlView(
                2,
                view.domain(),
                view.trustRoot(),
                changed,
                view.closings(),
                view.schemas(),
                view.authors(),
                view.alarms());
    }

    ControlView viewWithClosing(Digest signingKeyId, Map<LedgerId, Long> firstRefused) {
        ControlView view = view();
        return new ControlView(
                2,
                view.domain(),
                view.trustRoot(),
                view.epochs(),
                Map.of(
                        signingKeyId,
                        new ControlView.KeyClosing(
                                signingKeyId, firstRefused, java.time.Instant.parse("2026-02-01T00:00:00Z"))),
                view.schemas(),
                view.authors(),
                view.alarms());
    }

    /** The view of a follower that has met two trust roots of one version: {@code view} says what held before. */
    static ControlView forked(ControlView view) {
        return new ControlView(
                view.version() + 1,
                view.domain(),
                view.trustRoot(),
                view.epochs(),
                view.closings(),
                view.schemas(),
                view.authors(),
                view.alarms(),
                true);
    }

    static Digest secondEpochId() {
        return Digest.sha256(new byte[] {2});
    }

    /** Another writer with home's signing key: a thief, or a writer that has forgotten what it signed. */
    TestWriter twin(LedgerId ledger) {
        return TestWriter.ofFirstEpoch(trust, ledger.registry(), nextSeed());
    }

    /** The embassy's writer once it is primary. */
    TestWriter embassyWriter(LedgerId ledger) {
        return new TestWriter(
                trust,
                new BlockSealer.Identity(trust.domain(), ledger.registry(), 2, secondEpochId(), Site.EMBASSY),
                trust.writer(ledger.registry(), Site.EMBASSY).blockKeys().get(0),
                ledger.equals(SECRET),
                nextSeed());
    }

    long nextSeed() {
        return seeds++;
    }

    Judgement judge(LedgerId ledger, SealedBlock block) {
        return judge(ledger, block.encode(1));
    }

    Judgement judge(LedgerId ledger, byte[] value) {
        return judgeAt(ledger, head(ledger), view(), value);
    }

    Judgement judge(LedgerId ledger, ControlView view, SealedBlock block) {
        return judgeAt(ledger, head(ledger), view, block.encode(1));
    }

    Judgement judgeAt(LedgerId ledger, Head head, ControlView view, byte[] value) {
        return new Acceptance(Optional.of(trust.embassy().recipient()))
                .judge(
                        ledger,
                        head,
                        view,
                        index -> block(ledger, Math.toIntExact(index)).leaf(),
                        id -> Optional.ofNullable(dataKeys.get(id)),
                        value);
    }
}
