package org.dataembassy.ledger.kafka.write;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.control.CheckpointReader;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a writer finds back (design.md section 4, "Sign once"): take over, compare journal and log, settle what is open,
 * compare with checkpoints. If the journal is lost or knows less than the log, nobody can tell any more what the signing
 * key has signed: it's closed at the committed heads, and the next one goes on.
 */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);
    private static final Duration CLOSING_TIMEOUT = Duration.ofSeconds(30);

    private final BlockWriterConfig config;
    private final WriterKeys keys;
    private final Supplier<ControlView> control;
    private final ControlWriter statements;
    private final Clock clock;
    private final Epoch epoch;
    private final Map<Integer, Head> base;
    private final Delivery delivery;
    private final Step.Hook hook;
    private final Optional<Rotation> rotation;
    private final Path file;
    private boolean journalSetAside;

    Opening(
            BlockWriterConfig config,
            WriterKeys keys,
            Supplier<ControlView> control,
            ControlWriter statements,
            Clock clock,
            Epoch epoch,
            Map<Integer, Head> base,
            Delivery delivery,
            Step.Hook hook,
            Optional<Rotation> rotation) {
        this.config = config;
        this.keys = keys;
        this.control = control;
        this.statements = statements;
        this.clock = clock;
        this.epoch = epoch;
        this.base = base;
        this.delivery = delivery;
        this.hook = hook;
        this.rotation = rotation;
        this.file = SealJournal.file(config.journalFolder(), config.registry(), config.site());
    }

    /** Where a writer begins. */
    record Start(SealJournal journal, SigningKey signingKey, CommittedHeads committed) {}

    /**
     * A wish to go on with the next signing key although the present one could.
     *
     * @param away from this one, so that asking again changes nothing once it's closed; empty for the present one, unless
     *     it has signed nothing that is on the log: then it has just begun
     */
    record Rotation(Optional<Digest> away) {}

    Start run() {
        Optional<SealJournal> existing = usableJournal();
        if (rotation.isPresent() && existing.isEmpty()) {
            throw new EmbassyException(
                    Problem.JOURNAL_MISSING,
                    "There is no seal journal of " + config.registry() + " at "
                            + config.site().label() + " in " + config.journalFolder()
                            + "; a signing key is not closed from a folder that doesn't know what it has signed.");
        }
        try {
            SortedMap<Integer, LogTail> tails = delivery.takeOver(existing.map(SealJournal::state));
            requirePartitions(tails);
            Start start = existing.isPresent() ? goOn(existing.get(), tails) : begin(tails);
            requireNotBehindClosings(start.committed());
            requireNotBehindCheckpoints(start.committed());
            return start;
        } catch (RuntimeException e) {
            existing.ifPresent(SealJournal::close);
            throw e;
        }
    }

    /** The heads with which the running epoch began: the cut of the one before. */
    static Map<Integer, Head> baseOf(ControlView view, String registry, int partitions) {
        List<Epoch> epochs = view.epochs().getOrDefault(registry, List.of());
        Optional<Map<Integer, Head>> cut = epochs.size() < 2
                ? Optional.empty()
                : epochs.get(epochs.size() - 2).cut();
        Map<Integer, Head> base = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            base.put(partition, cut.map(heads -> heads).orElse(Map.of()).getOrDefault(partition, Head.EMPTY));
        }
        return base;
    }

    /** The journal, if it's of this writer, epoch and a signing key that isn't closed. */
    private Optional<SealJournal> usableJournal() {
        Optional<SealJournal> existing = SealJournal.open(file);
        if (existing.isEmpty()) {
            return existing;
        }
        JournalIdentity identity = existing.get().state().identity();
        if (!identity.domain().equals(keys.domain())
                || !identity.registry().equals(config.registry())
                || identity.site() != config.site()) {
            existing.get().close();
            throw new EmbassyException(
                    Problem.JOURNAL_BROKEN,
                    "The seal journal " + file + " is of " + identity.registry() + " at "
                            + identity.site().label() + ", domain "
                            + identity.domain().abbreviated() + ", not of this writer.");
        }
        boolean closed = control.get().closings().containsKey(identity.signingKeyId());
        if (closed || !identity.epochId().equals(epoch.epochId())) {
            existing.get().close();
            SealJournal.setAside(file, closed ? "closed" : "ended");
            journalSetAside = true;
            return Optional.empty();
        }
        return existing;
    }

    private void requirePartitions(SortedMap<Integer, LogTail> tails) {
        if (tails.size() != base.size()) {
            throw new EmbassyException(
                    Problem.TOPIC_MISCONFIGURED,
                    "The topic " + Topics.registry(config.registry()) + " has " + tails.size()
                            + " partitions, expected " + base.size() + " as the trust root says.");
        }
    }

    private Start goOn(SealJournal journal, SortedMap<Integer, LogTail> tails) {
        Reconciliation.Verdict verdict = Reconciliation.compare(journal.state(), tails);
        if (verdict instanceof Reconciliation.Verdict.JournalBehind behind) {
            LOG.warn("the seal journal {} knows less than the log: {}", file, behind.detail());
            journal.close();
            SealJournal.setAside(file, "behind");
            return journalLost(delivery.wholeLog());
        }
        if (!(verdict instanceof Reconciliation.Verdict.Settled settled)) {
            throw Delivery.fault(verdict, file.toString());
        }
        CommittedHeads committed = settle(journal, settled, fromLog(tails));
        Digest used = journal.state().identity().signingKeyId();
        for (SigningKey unclosed :
                SigningKeyChoice.unclosedBefore(keys, control.get(), epoch, committed.heads(), used)) {
            closeKey(unclosed, committed);
        }
        SigningKey next = SigningKeyChoice.first(keys, control.get(), epoch, committed.heads())
                .orElseThrow(() -> noKeyLeft("all are closed or out of their range"));
        Digest nextId = next.verifyingKey().keyId();
        if (nextId.equals(used) && isToRotate(used, tails)) {
            return rotate(journal, next, committed);
        }
        SealJournal goingOn = nextId.equals(used) ? journal : successor(journal, nextId);
        return new Start(goingOn, next, committed);
    }

    private boolean isToRotate(Digest used, SortedMap<Integer, LogTail> tails) {
        if (rotation.isEmpty()) {
            return false;
        }
        return rotation.get()
                .away()
                .map(used::equals)
                .orElseGet(() -> tails.values().stream()
                        .flatMap(tail -> tail.last().stream())
                        .anyMatch(last -> last.header().signingKeyId().equals(used)));
    }

    /**
     * Everything that the present signing key has signed is on the log now. The next one's journal comes before the
     * closing, as when a journal is lost: a death in between is finished by the next opening, whoever opens.
     */
    private Start rotate(SealJournal journal, SigningKey present, CommittedHeads committed) {
        Digest presentId = present.verifyingKey().keyId();
        SigningKey next = SigningKeyChoice.after(keys, control.get(), epoch, committed.heads(), Optional.of(presentId))
                .orElseThrow(() -> noKeyLeft("there is none to go on with, so " + presentId.abbreviated()
                        + " stays in use; add one to the key store and have it listed"));
        SealJournal goingOn = successor(journal, next.verifyingKey().keyId());
        hook.at(Step.NEW_JOURNAL);
        closeKey(present, committed);
        hook.at(Step.KEY_CLOSED);
        return new Start(goingOn, next, committed);
    }

    /** Another signing key goes on from a whole journal, all of which is committed. */
    private SealJournal successor(SealJournal journal, Digest nextId) {
        SortedMap<Integer, CommittedBlock> committed = journal.state().committed();
        journal.close();
        return SealJournal.create(file, identity(nextId), committed);
    }

    /**
     * A writer states heads only once it has a journal. If it has, and the topic is empty and the journal gone, then the
     * topic may have been made anew: its first blocks must not be signed twice by one signing key. What it has said on
     * control before its first journal, its schemas, tells nothing.
     */
    private Start begin(SortedMap<Integer, LogTail> tails) {
        if (tails.values().stream().anyMatch(LogTail::everWritten)) {
            LOG.warn("there is no usable seal journal {}, but the topic was written before", file);
            return journalLost(tails);
        }
        CommittedHeads committed = fromLog(tails);
        Set<Digest> authors = requireNothingKnownBeyond(committed);
        Digest writer = keys.statementKey().verifyingKey().keyId();
        if (!journalSetAside && authors.contains(writer)) {
            LOG.warn("there is no seal journal {}, but this writer has stated heads before", file);
            return goOnWithNextKey(tails, committed);
        }
        SigningKey first = SigningKeyChoice.first(keys, control.get(), epoch, committed.heads())
                .orElseThrow(() -> noKeyLeft("all are closed or out of their range"));
        Digest keyId = first.verifyingKey().keyId();
        return new Start(SealJournal.create(file, identity(keyId), new TreeMap<>()), first, committed);
    }

    private Start journalLost(SortedMap<Integer, LogTail> tails) {
        CommittedHeads committed = fromLog(tails);
        requireNothingKnownBeyond(committed);
        return goOnWithNextKey(tails, committed);
    }

    /**
     * The new journal comes before the closing: a crash in between leaves a journal that knows the heads, and the next
     * opening closes what comes before its signing key.
     */
    private Start goOnWithNextKey(SortedMap<Integer, LogTail> tails, CommittedHeads committed) {
        SigningKey lost = SigningKeyChoice.first(keys, control.get(), epoch, committed.heads())
                .orElseThrow(() -> noKeyLeft("the seal journal is lost and all are closed"));
        SigningKey next = SigningKeyChoice.after(
                        keys,
                        control.get(),
                        epoch,
                        committed.heads(),
                        Optional.of(lost.verifyingKey().keyId()))
                .orElseThrow(() -> noKeyLeft("the seal journal is lost, so the one in use can't go on"));
        SortedMap<Integer, CommittedBlock> places = new TreeMap<>();
        tails.forEach((partition, tail) -> tail.last()
                .ifPresent(last -> places.put(
                        partition, new CommittedBlock(last.header().blockIndex(), last.leaf(), last.offset()))));
        SealJournal journal =
                SealJournal.create(file, identity(next.verifyingKey().keyId()), places);
        hook.at(Step.NEW_JOURNAL);
        closeKey(lost, committed);
        hook.at(Step.KEY_CLOSED);
        return new Start(journal, next, committed);
    }

    private void closeKey(SigningKey lost, CommittedHeads committed) {
        Digest keyId = lost.verifyingKey().keyId();
        Map<LedgerId, Long> firstRefused = new HashMap<>();
        committed
                .heads()
                .forEach((partition, head) ->
                        firstRefused.put(new LedgerId(config.registry(), partition), head.nextBlockIndex()));
        statements.append(
                new ControlStatement.KeyClosed(new ControlView.KeyClosing(
                        keyId, firstRefused, clock.instant().truncatedTo(ChronoUnit.MICROS))),
                CLOSING_TIMEOUT);
        LOG.info("closed the signing key {} of {} at the committed heads", keyId.abbreviated(), config.registry());
    }

    /** Marks what turned out to be committed, sends the rest again byte for byte. */
    private CommittedHeads settle(SealJournal journal, Reconciliation.Verdict.Settled settled, CommittedHeads fromLog) {
        for (List<Long> offsets : settled.committed()) {
            journal.commit(journal.state().pending().get(0).number(), offsets);
        }
        CommittedHeads committed = fromLog;
        if (settled.toResend().stream()
                .anyMatch(resend -> resend.missing().size() < resend.offsets().size())) {
            delivery.settleAgain();
        }
        for (Reconciliation.Resend resend : settled.toResend()) {
            JournaledTransaction transaction = resend.transaction();
            try {
                List<Long> offsets = delivery.deliver(
                        journal, transaction, () -> Thread.currentThread().isInterrupted());
                journal.commit(transaction.number(), offsets);
            } catch (Delivery.StoppedException e) {
                throw new EmbassyException(Problem.INTERRUPTED, "Interrupted while opening the writer.", e);
            }
            committed = withResent(committed, transaction);
        }
        return committed;
    }

    private static CommittedHeads withResent(CommittedHeads committed, JournaledTransaction transaction) {
        SortedMap<Integer, Head> heads = new TreeMap<>(committed.heads());
        SortedMap<String, Long> sources = new TreeMap<>(committed.sources());
        for (JournaledBlock block : transaction.blocks()) {
            try {
                BlockHeader header =
                        BlockHeader.decode(SealedBlock.decode(block.value()).header());
                heads.put(block.partition(), LogBlock.headAfter(header, block.leaf()));
                header.sources().forEach((source, position) -> sources.merge(source, position, Math::max));
            } catch (MalformedBlockException e) {
                throw new EmbassyException(Problem.JOURNAL_BROKEN, "The seal journal holds no block there.", e);
            }
        }
        return new CommittedHeads(heads, sources);
    }

    private CommittedHeads fromLog(SortedMap<Integer, LogTail> tails) {
        SortedMap<Integer, Head> heads = new TreeMap<>(base);
        SortedMap<String, Long> sources = new TreeMap<>();
        tails.forEach((partition, tail) -> tail.last().ifPresent(last -> {
            heads.put(partition, LogBlock.headAfter(last.header(), last.leaf()));
            last.header().sources().forEach((source, position) -> sources.merge(source, position, Math::max));
        }));
        return new CommittedHeads(heads, sources);
    }

    /**
     * Without a journal the log alone says where it ends, and whoever runs the broker can shorten it: every checkpoint on
     * the checkpoints topics and on control, own and mirrored, and every closing is compared.
     *
     * @return whose checkpoints there are
     */
    private Set<Digest> requireNothingKnownBeyond(CommittedHeads committed) {
        requireNotBehindClosings(committed);
        Site other = config.site().other();
        try (CheckpointReader reader = CheckpointReader.openForEveryRecord(
                config.clients(),
                List.of(
                        Topics.CHECKPOINTS,
                        Topics.CHECKPOINTS.mirroredFrom(other),
                        Topics.CONTROL,
                        Topics.CONTROL.mirroredFrom(other)),
                control)) {
            Map<Digest, SignedCheckpoint> latest = reader.refresh();
            latest.values().forEach(checkpoint -> requireNotBehind(checkpoint, committed));
            return latest.keySet();
        }
    }

    /** What this writer has stated in closing a signing key was committed; no cut has taken it back in epoch 1. */
    private void requireNotBehindClosings(CommittedHeads committed) {
        if (epoch.number() != 1) {
            return;
        }
        Map<Digest, ControlView.KeyClosing> closings = control.get().closings();
        for (SigningKey own : keys.blockKeys()) {
            Digest keyId = own.verifyingKey().keyId();
            Optional.ofNullable(closings.get(keyId)).ifPresent(closing -> requireNotBehindClosing(closing, committed));
        }
    }

    private void requireNotBehindClosing(ControlView.KeyClosing closing, CommittedHeads committed) {
        committed.heads().forEach((partition, head) -> {
            LedgerId ledger = new LedgerId(config.registry(), partition);
            long closedAt = closing.firstRefusedBlock().getOrDefault(ledger, 0L);
            if (closedAt > head.nextBlockIndex()) {
                throw new EmbassyException(
                        Problem.LOG_LOST_BLOCKS,
                        "The log has " + head.nextBlockIndex() + " blocks of " + ledger + ", but the signing key "
                                + closing.signingKeyId().abbreviated() + " was closed at block " + closedAt + ".");
            }
        });
    }

    /** Compares with the last own checkpoint and the last of the other site, as far as they're here. */
    private void requireNotBehindCheckpoints(CommittedHeads committed) {
        try (CheckpointReader reader = CheckpointReader.open(
                config.clients(),
                List.of(
                        Topics.CHECKPOINTS,
                        Topics.CHECKPOINTS.mirroredFrom(config.site().other())),
                control)) {
            reader.refresh().values().forEach(checkpoint -> requireNotBehind(checkpoint, committed));
        }
    }

    private void requireNotBehind(SignedCheckpoint signed, CommittedHeads committed) {
        for (HeadStatement stated : signed.checkpoint().heads()) {
            if (!stated.ledger().registry().equals(config.registry())) {
                continue;
            }
            Head head = committed.heads().getOrDefault(stated.ledger().partition(), Head.EMPTY);
            if (stated.blocks() > head.nextBlockIndex()) {
                throw new EmbassyException(
                        Problem.LOG_LOST_BLOCKS,
                        "The log has " + head.nextBlockIndex() + " blocks of " + stated.ledger()
                                + ", but a checkpoint of " + signed.issuedAt() + " by " + signed.authorRole()
                                + " states " + stated.blocks() + ".");
            }
            if (stated.blocks() == head.nextBlockIndex() && !stated.root().equals(head.root())) {
                throw new EmbassyException(
                        Problem.SIGNING_KEY_MISUSED,
                        "The " + stated.blocks() + " blocks of " + stated.ledger() + " have the root " + head.root()
                                + " here, but " + stated.root() + " in a checkpoint of " + signed.issuedAt() + " by "
                                + signed.authorRole() + ".");
            }
        }
    }

    private JournalIdentity identity(Digest signingKeyId) {
        return new JournalIdentity(keys.domain(), config.registry(), config.site(), epoch.epochId(), signingKeyId);
    }

    private EmbassyException noKeyLeft(String why) {
        return new EmbassyException(
                Problem.KEY_MISSING,
                "No signing key for blocks of " + config.registry() + " at "
                        + config.site().label() + " is left: " + why
                        + ". The officials list a new one in the next trust root.");
    }
}
