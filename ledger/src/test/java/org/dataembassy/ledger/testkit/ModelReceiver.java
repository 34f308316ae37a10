package org.dataembassy.ledger.testkit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.RecipientSecret;

/**
 * A site service without Kafka for one ledger: applies judgements, remembers where blocks beyond a gap lie in their
 * source, and judges those again when the gap has closed. It believes nothing that acceptance has not said.
 */
public final class ModelReceiver {
    private final LedgerId ledger;
    private final ControlView view;
    private final Acceptance acceptance;
    private final List<Digest> leaves = new ArrayList<>();
    private final Map<Digest, DataKey> dataKeys = new HashMap<>();
    private final TreeMap<Long, List<Place>> waiting = new TreeMap<>();
    private final EnumMap<Reason, Integer> counts = new EnumMap<>(Reason.class);
    private final List<Judgement> raised = new ArrayList<>();
    private Head head = Head.EMPTY;
    private boolean halted;

    /** Where a block beyond a gap lies: an offset in a source, not the block. */
    private record Place(List<byte[]> source, int offset) {}

    public ModelReceiver(LedgerId ledger, ControlView view, Optional<RecipientSecret> recipient) {
        this.ledger = ledger;
        this.view = view;
        this.acceptance = new Acceptance(recipient);
    }

    /** Takes the record at {@code offset} of {@code source}. */
    public void take(List<byte[]> source, int offset) {
        if (halted) {
            return;
        }
        judge(new Place(source, offset));
        while (!halted && !waiting.isEmpty() && waiting.firstKey() <= head.nextBlockIndex()) {
            waiting.pollFirstEntry().getValue().forEach(this::judge);
        }
    }

    private void judge(Place place) {
        byte[] value = place.source().get(place.offset());
        Judgement judgement = acceptance.judge(
                ledger,
                head,
                view,
                index -> leaves.get(Math.toIntExact(index)),
                id -> Optional.ofNullable(dataKeys.get(id)),
                value);
        counts.merge(judgement.reason(), 1, Integer::sum);
        if (judgement instanceof Judgement.Accepted accepted) {
            leaves.add(accepted.block().leaf());
            accepted.newDataKey().ifPresent(dataKey -> dataKeys.put(dataKey.id(), dataKey));
            head = accepted.after();
        } else if (judgement instanceof Judgement.Gap gap) {
            waiting.computeIfAbsent(gap.header().blockIndex(), index -> new ArrayList<>())
                    .add(place);
        } else if (!(judgement instanceof Judgement.Duplicate)) {
            raised.add(judgement);
            halted |= judgement instanceof Judgement.Equivocation equivocation && equivocation.halts();
        }
    }

    public Head head() {
        return head;
    }

    /** Everything but accepted blocks, duplicates and gaps. */
    public List<Judgement> raised() {
        return List.copyOf(raised);
    }

    public boolean isHalted() {
        return halted;
    }

    /** How many blocks still wait beyond a gap. */
    public int waiting() {
        return waiting.values().stream().mapToInt(List::size).sum();
    }

    public int count(Reason reason) {
        return counts.getOrDefault(reason, 0);
    }

    public Digest leafAt(int blockIndex) {
        return leaves.get(blockIndex);
    }
}
