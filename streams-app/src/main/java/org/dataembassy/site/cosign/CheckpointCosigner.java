package org.dataembassy.site.cosign;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.note.CheckpointNote;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.trust.Author;
import org.dataembassy.site.query.CosignedHead;
import org.dataembassy.site.query.QueryProblem;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares every verified checkpoint with what was verified here, and cosigns the other site's. What it signs it has
 * verified block by block, it never signs less than before nor anything that contradicts it, and it remembers on disk what
 * it signs before anybody sees it. {@link #look} is for one thread; {@link #latest} for any.
 */
public final class CheckpointCosigner {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCosigner.class);

    /** The same head is signed again after so long: checkpoints topics forget within an hour. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** What this site has verified of its ledgers. */
    public interface VerifiedLedgers {
        /**
         * The head when the ledger had this many blocks.
         *
         * @param blocks from 1 to those of the present head
         * @throws QueryProblem if the ledger can't be read at present
         */
        HeadStatement at(LedgerId ledger, long blocks);
    }

    private final Site site;
    private final SigningKey statementKey;
    private final SiteBoard board;
    private final VerifiedLedgers verified;
    private final CosignMemory memory;
    private final Contradictions contradictions;
    private final Consumer<Collection<CosignedCheckpoint>> publish;
    private final Duration patience;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<LedgerId, LedgerWatch> watches = new TreeMap<>();
    private final Set<LedgerId> memoryHolds = ConcurrentHashMap.newKeySet();
    private final Map<LedgerId, Instant> signedAt = new HashMap<>();
    private final Map<LedgerId, LedgerWatch.Stated> agreed = new HashMap<>();
    private final ConcurrentMap<LedgerId, CosignedHead> latest = new ConcurrentHashMap<>();
    private boolean recalled;

    /**
     * @param site this one, whose statement key signs
     * @param evidence folder for checkpoints that contradict
     * @param publish sends what was cosigned; called after it is on disk
     * @param patience how long a checkpoint may stay ahead while nothing is verified
     * @param nanos monotonic
     * @throws IOException if the folder can't be used
     */
    public CheckpointCosigner(
            Site site,
            SigningKey statementKey,
            SiteBoard board,
            VerifiedLedgers verified,
            CosignMemory memory,
            java.nio.file.Path evidence,
            Consumer<Collection<CosignedCheckpoint>> publish,
            Duration patience,
            Clock clock,
            LongSupplier nanos)
            throws IOException {
        this.site = site;
        this.statementKey = statementKey;
        this.board = board;
        this.verified = verified;
        this.memory = memory;
        this.contradictions = new Contradictions(evidence, board);
        this.publish = publish;
        this.patience = patience;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** The highest head of a ledger that this site has cosigned, with what goes with it. */
    public Optional<CosignedHead> latest(LedgerId ledger) {
        return Optional.ofNullable(latest.get(ledger));
    }

    /**
     * Looks at the latest checkpoint of each author, as often as one likes.
     *
     * @param found earlier cosignatures of this very site that lie on its topic; what was signed and isn't remembered is
     *     learnt from them. Looked at the first time only
     */
    public void look(Collection<SignedCheckpoint> checkpoints, ControlView view, Collection<CosignedCheckpoint> found) {
        if (!recalled && !recall(view, found)) {
            return;
        }
        recalled = true;
        for (SignedCheckpoint checkpoint : checkpoints) {
            if (!checkpoint.author().equals(statementKey.verifyingKey().keyId())) {
                for (HeadStatement head : checkpoint.checkpoint().heads()) {
                    if (!exists(head.ledger(), view)) {
                        continue; // whoever invents ledgers fills no memory
                    }
                    watches.computeIfAbsent(head.ledger(), ledger -> new LedgerWatch())
                            .offer(new LedgerWatch.Stated(checkpoint, head));
                }
            }
        }
        watches.forEach((ledger, watch) -> look(ledger, watch, view));
        if (!view.trustRootForked()) {
            cosign(view);
        }
    }

    private void look(LedgerId ledger, LedgerWatch watch, ControlView view) {
        Optional<Head> head = board.report(ledger).map(PartitionReport::head);
        if (head.isEmpty()) {
            watch.pause();
            return;
        }
        long now = nanos.getAsLong();
        for (LedgerWatch.Stated stated : watch.reached(head.get().nextBlockIndex(), now)) {
            try {
                judge(stated, watch, head.get(), view);
            } catch (QueryProblem e) {
                LOG.debug("a checkpoint of {} is judged later: {}", ledger, e.getMessage());
                watch.putBack(stated);
            }
        }
        String alarm = "checkpoint ahead " + ledger;
        Optional<LedgerWatch.Stated> overdue = watch.overdue(patience, now);
        if (overdue.isPresent()) {
            board.raise(
                    alarm,
                    describe(overdue.get().checkpoint(), view) + " states "
                            + overdue.get().head().blocks() + " blocks of " + ledger + ", verified here are "
                            + head.get().nextBlockIndex() + ", and for " + patience.toSeconds()
                            + " s or more none has come");
        } else {
            board.clear(alarm);
        }
    }

    private void judge(LedgerWatch.Stated stated, LedgerWatch watch, Head head, ControlView view) {
        HeadStatement mine = at(stated.head().ledger(), stated.head().blocks(), head);
        watch.judged(stated);
        if (!mine.equals(stated.head())) {
            contradictions.keep(stated.checkpoint(), describe(stated.checkpoint(), view), stated.head(), mine);
        } else if (isOfOtherSite(stated.checkpoint(), view)) {
            agreed.merge(stated.head().ledger(), stated, CheckpointCosigner::higher);
        }
    }

    private static LedgerWatch.Stated higher(LedgerWatch.Stated one, LedgerWatch.Stated other) {
        return other.head().blocks() >= one.head().blocks() ? other : one;
    }

    private HeadStatement at(LedgerId ledger, long blocks, Head head) {
        return blocks == head.nextBlockIndex() ? HeadStatement.of(ledger, head) : verified.at(ledger, blocks);
    }

    /** Signs what has agreed and is due: remembered first, published last. */
    private void cosign(ControlView view) {
        Map<LedgerId, CosignedHead> signed = new TreeMap<>();
        Map<LedgerId, CosignMemory.Remembered> remembered = new TreeMap<>();
        Instant now = clock.instant();
        agreed.forEach((ledger, stated) -> {
            if (isDue(stated.head(), now) && agreesWithMemory(stated.head())) {
                CosignedCheckpoint note = CosignedCheckpoint.sign(
                        CheckpointNote.of(view.domain(), stated.head()), site, statementKey, now);
                signed.put(ledger, new CosignedHead(stated.checkpoint(), stated.head(), Optional.of(note)));
                remembered.put(
                        ledger,
                        new CosignMemory.Remembered(
                                stated.head(),
                                Optional.of(stated.checkpoint().envelope()),
                                new String(note.note(), java.nio.charset.StandardCharsets.UTF_8)));
            }
        });
        if (signed.isEmpty()) {
            return;
        }
        try {
            memory.put(remembered);
        } catch (IOException e) {
            LOG.error("what was cosigned can't be remembered, so it is not published", e);
            board.raise("cosign memory", "nothing is cosigned: its memory can't be written in the site's folder");
            return;
        }
        board.clear("cosign memory");
        signed.keySet().forEach(ledger -> {
            signedAt.put(ledger, now);
            memoryHolds.add(ledger);
        });
        latest.putAll(signed);
        publish.accept(signed.values().stream()
                .map(head -> head.cosigned().orElseThrow())
                .toList());
    }

    private boolean isDue(HeadStatement head, Instant now) {
        Instant last = signedAt.get(head.ledger());
        boolean sameAsLast = memory.of(head.ledger())
                .filter(remembered -> remembered.head().blocks() == head.blocks())
                .isPresent();
        return last == null || !sameAsLast || Duration.between(last, now).abs().compareTo(AGAIN) >= 0;
    }

    /** Never less than was signed before, and only what continues it. */
    private boolean agreesWithMemory(HeadStatement head) {
        LedgerId ledger = head.ledger();
        if (memory.isBroken(ledger.registry())) {
            board.raise(
                    "cosign memory " + ledger.registry(),
                    "nothing of " + ledger.registry()
                            + " is cosigned: the file that says what was cosigned before can't" + " be read");
            return false;
        }
        Optional<HeadStatement> before = memory.of(ledger).map(CosignMemory.Remembered::head);
        if (before.isEmpty()) {
            return true;
        }
        if (head.blocks() < before.get().blocks()) {
            return false;
        }
        if (memoryHolds.contains(ledger)) {
            return true;
        }
        try {
            Head present = board.report(ledger).map(PartitionReport::head).orElse(Head.EMPTY);
            HeadStatement then = at(ledger, before.get().blocks(), present);
            if (then.root().equals(before.get().root())) {
                memoryHolds.add(ledger);
                return true;
            }
            board.raise(
                    "cosigned before " + ledger,
                    "this site has cosigned " + before.get().blocks() + " blocks of " + ledger + " with root "
                            + before.get().root() + ", and what it has verified since has root " + then.root()
                            + " there: nothing more of it is cosigned");
        } catch (QueryProblem e) {
            LOG.debug("{} is cosigned later: {}", ledger, e.getMessage());
        }
        return false;
    }

    /** Takes up what was signed before this start, from disk and from the topic. */
    private boolean recall(ControlView view, Collection<CosignedCheckpoint> found) {
        Map<LedgerId, CosignMemory.Remembered> lost = new TreeMap<>();
        for (CosignedCheckpoint one : found) {
            LedgerId ledger = one.checkpoint().ledger();
            long known = memory.of(ledger).map(known1 -> known1.head().blocks()).orElse(0L);
            if (one.checkpoint().blocks() > known && !memory.isBroken(ledger.registry())) {
                // How many events it had isn't in a note; at least one a block.
                HeadStatement head = new HeadStatement(
                        ledger,
                        one.checkpoint().blocks(),
                        one.checkpoint().blocks(),
                        one.checkpoint().root());
                lost.put(
                        ledger,
                        new CosignMemory.Remembered(
                                head,
                                Optional.empty(),
                                new String(one.note(), java.nio.charset.StandardCharsets.UTF_8)));
            }
        }
        if (!lost.isEmpty()) {
            LOG.warn("the memory of what was cosigned is behind the site's own topic for {}", lost.keySet());
            try {
                memory.put(lost);
            } catch (IOException e) {
                LOG.error("the memory of what was cosigned can't be written, so nothing is cosigned", e);
                return false;
            }
        }
        memory.all()
                .forEach((ledger, remembered) ->
                        recalled(ledger, remembered, view).ifPresent(head -> latest.put(ledger, head)));
        return true;
    }

    /** Files are believed no more than topics. */
    private static Optional<CosignedHead> recalled(
            LedgerId ledger, CosignMemory.Remembered remembered, ControlView view) {
        if (remembered.statement().isEmpty()) {
            return Optional.empty();
        }
        try {
            SignedCheckpoint checkpoint =
                    SignedCheckpoint.verify(remembered.statement().get(), view);
            CosignedCheckpoint note = CosignedCheckpoint.verify(
                    remembered.note().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    view.domain(),
                    view.trustRoot().root());
            boolean fits = checkpoint.checkpoint().heads().contains(remembered.head())
                    && note.checkpoint().equals(CheckpointNote.of(view.domain(), remembered.head()));
            return fits
                    ? Optional.of(new CosignedHead(checkpoint, remembered.head(), Optional.of(note)))
                    : Optional.empty();
        } catch (SignatureInvalidException e) {
            LOG.warn("what was cosigned of {} is not shown any more: {}", ledger, e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean exists(LedgerId ledger, ControlView view) {
        return view.trustRoot()
                .root()
                .registry(ledger.registry())
                .filter(registry -> ledger.partition() < registry.partitions())
                .isPresent();
    }

    private boolean isOfOtherSite(SignedCheckpoint checkpoint, ControlView view) {
        return author(checkpoint, view)
                .map(Author::site)
                .filter(of -> of != site)
                .isPresent();
    }

    private static String describe(SignedCheckpoint checkpoint, ControlView view) {
        return author(checkpoint, view).map(Author::description).orElse(checkpoint.authorRole());
    }

    private static Optional<Author> author(SignedCheckpoint checkpoint, ControlView view) {
        return view.trustRoot().root().author(checkpoint.author());
    }

    /** Of every ledger that was cosigned. */
    public List<CosignedHead> all() {
        return List.copyOf(new TreeMap<>(latest).values());
    }
}
