package org.dataembassy.site.verify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.site.materialise.AcceptedBlock;
import org.dataembassy.site.memory.Remembered;
import org.dataembassy.site.memory.SiteMemory;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.status.StoreCondition;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.EvidenceEntry;
import org.dataembassy.site.store.Halt;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.ParkedEntry;
import org.dataembassy.site.store.QuarantineEntry;
import org.dataembassy.site.store.Rebuild;
import org.dataembassy.site.store.StoreCorruptException;
import org.dataembassy.site.store.WritableLedgerStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every record of one partition, in the order in which it comes, and does what acceptance says of it (design.md
 * section 7, rules 1 to 6).
 *
 * <p>Whatever a record contains, it stops this partition at most: no exception leaves {@link #take} or {@link #turn} but
 * those of Kafka itself. No record that may still be needed is lost: what is not applied, refused or known is inside a
 * parked interval. Nothing is judged on a store that isn't believed ({@link StoreCustody}). For the task's thread.
 */
public final class PartitionVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionVerifier.class);
    private static final String RECORD_DAMAGED = "RECORD_DAMAGED";
    private static final Duration READ_AGAIN_PAUSE = Duration.ofSeconds(1);
    private static final Duration LOOK_PAUSE = Duration.ofSeconds(5);

    /** How long parked records are judged in one turn, beyond the first of them. */
    private static final Duration READING_SLICE = Duration.ofMillis(100);

    private final WritableLedgerStore store;
    private final RecentDataKeys dataKeys;
    private final Acceptance acceptance;
    private final Supplier<ControlView> control;
    private final LedgerTopics topics;
    private final ComingRecords coming;
    private final SignatureRuns runs = new SignatureRuns();
    private final SiteMemory memory;
    private final Background background;
    private final SiteBoard board;
    private final Outlets outlets;
    private final VerifySettings settings;
    private final Clock clock;
    private final Digest stateSchema;
    private final Map<String, Long> evidence = new HashMap<>();
    private final StoreCustody custody;
    private final Map<String, Deque<BlockRecord>> readAhead = new HashMap<>();

    /** What the background was asked to read last, by topic. */
    private final Map<String, String> reading = new HashMap<>();

    private Unreadable unreadable;
    private StandingHalt standing;
    private Parking parking;
    private StoreCustody.Phase seenPhase;
    private boolean looked;
    private Instant lookAgainAfter = Instant.MIN;
    private long noted;
    private QuarantineEntry quarantine = QuarantineEntry.empty();
    private long seenControl;
    private Instant movedAt;
    private Instant readAgainAfter = Instant.MIN;
    private Instant readingSince;
    private Optional<Halt> toldHalt;
    private StoreCondition told = new StoreCondition.Sound(Optional.empty());

    /**
     * Begins where the store stands.
     *
     * @param coming what the task's thread has at hand
     * @param background runs what asks the broker
     * @param stateSchema fingerprint of the schema in which this version writes states; empty if it has no model for the
     *     registry, which halts the partition
     */
    public PartitionVerifier(
            WritableLedgerStore store,
            Acceptance acceptance,
            Supplier<ControlView> control,
            LedgerTopics topics,
            ComingRecords coming,
            Executor background,
            SiteMemory memory,
            SiteBoard board,
            Outlets outlets,
            VerifySettings settings,
            Clock clock,
            Optional<Digest> stateSchema) {
        this.store = store;
        this.dataKeys = new RecentDataKeys(store::dataKey);
        this.acceptance = acceptance;
        this.control = control;
        this.topics = topics;
        this.coming = coming;
        this.background = new Background(background);
        this.memory = memory;
        this.board = board;
        this.outlets = outlets;
        this.settings = settings;
        this.clock = clock;
        this.unreadable = new Unreadable(settings.gapTimeout());
        this.stateSchema = stateSchema.orElse(Digest.sha256());
        this.movedAt = clock.instant();
        this.readingSince = movedAt;
        this.seenControl = control.get().version();
        this.custody = new StoreCustody(store, this.stateSchema, memory, topics, this.background, clock);
        this.standing = stand(stateSchema);
        this.parking = openParking();
        this.toldHalt = standing.halt();
        custody.look();
        this.seenPhase = custody.phase();
        this.told = custody.condition(standing.head());
        noted = store.version();
        if (custody.mayJudge()) {
            parking.readAllAgain(nextBlockIndex(), seenControl);
        }
        report();
    }

    private StandingHalt stand(Optional<Digest> known) {
        Optional<Halt> unstored = known.isPresent()
                ? Optional.empty()
                : Optional.of(halt(HaltReason.REGISTRY_UNKNOWN, "this version has no model for " + ledger()));
        if (custody.phase() instanceof StoreCustody.Emptying emptying) {
            return new StandingHalt(
                    Optional.of(HeadEntry.empty(this.stateSchema).rebuilding(emptying.rebuild())), unstored);
        }
        if (custody.isVoid()) {
            return new StandingHalt(Optional.empty(), unstored);
        }
        try {
            quarantine = store.quarantine();
            store.forEachEvidence((place, entry) -> {
                evidence.merge(entry.reason(), 1L, Long::sum);
                return true;
            });
            HeadEntry head = store.head().orElseGet(() -> HeadEntry.empty(stateSchema));
            if (known.isPresent() && !head.stateSchema().equals(stateSchema)) {
                unstored = Optional.of(halt(
                        HaltReason.STATE_SCHEMA_OTHER,
                        "the store of " + ledger() + " has states in schema " + head.stateSchema()
                                + ", this version writes " + stateSchema));
            }
            return new StandingHalt(Optional.of(head), unstored.or(() -> otherThanRemembered(head)));
        } catch (StoreCorruptException e) {
            custody.condemn(e.getMessage());
            return new StandingHalt(Optional.empty(), unstored);
        }
    }

    /** A true store, later than what is remembered, that holds another history. */
    private Optional<Halt> otherThanRemembered(HeadEntry head) {
        return memory.recall(ledger())
                .filter(known ->
                        known.blocks() > 0 && known.blocks() <= head.head().nextBlockIndex())
                .flatMap(known ->
                        otherThan(known, store.appliedBlock(known.blocks() - 1).leaf()))
                .map(detail -> halt(HaltReason.LEDGER_NOT_AS_REMEMBERED, detail));
    }

    private Optional<String> otherThan(Remembered known, Digest leaf) {
        return leaf.equals(known.leaf())
                ? Optional.empty()
                : Optional.of("block " + (known.blocks() - 1) + " of " + ledger() + " has leaf " + leaf
                        + ", this site remembers it with leaf " + known.leaf());
    }

    private Parking openParking() {
        try {
            return custody.isVoid() ? Parking.ofNothing(store) : Parking.read(store);
        } catch (StoreCorruptException e) {
            custody.condemn(e.getMessage());
            return Parking.ofNothing(store);
        }
    }

    /**
     * Takes one record.
     *
     * @param value may be null
     */
    public void take(Location location, byte[] value) {
        beginMending();
        coming.reached(location, ledger().partition());
        taken(location, value, () -> coming.behind(location, ledger().partition()));
        settle();
        report();
    }

    private void taken(Location location, byte[] value, Supplier<List<BlockRecord>> behind) {
        if (custody.isVoid()) {
            custody.passOver(location);
            return;
        }
        try {
            if (custody.mayJudge()) {
                judge(location, value, behind);
            } else {
                park(location, OptionalLong.empty(), ParkedEntry.VERIFYING);
            }
        } catch (KafkaException e) {
            throw e;
        } catch (StoreCorruptException e) {
            mend(e.getMessage());
            custody.passOver(location);
        } catch (RuntimeException | StackOverflowError e) {
            // Not foreseen; the record's content must not end the thread, and may be quoted by the message.
            LOG.error(
                    "{} at {}: {}",
                    ledger(),
                    Notices.place(ledger(), location),
                    e.getClass().getName(),
                    stripped(e));
            stand(
                    HaltReason.FOLD_FAILED,
                    "the record at " + Notices.place(ledger(), location) + " can't be judged: "
                            + e.getClass().getSimpleName());
            hold(location);
        }
    }

    /** Takes note of a record that lies damaged in the broker's log: refused, and the true block may still come. */
    public void takeDamaged(Location location) {
        beginMending();
        coming.reached(location, ledger().partition());
        if (custody.isVoid()) {
            custody.passOver(location);
        } else {
            refused(location, null, RECORD_DAMAGED, "it lies damaged in the broker's log and can't be read");
            settle();
        }
        report();
    }

    /** Looks at what has changed beside the records: control, time, readers' findings; reads parked records again. */
    public void turn() {
        lookAfterStore();
        Optional<String> found = board.takeCorruption(ledger());
        if (custody.isSound()) {
            found.ifPresent(this::mend);
        }
        ControlView view = control.get();
        if (view.version() != seenControl) {
            seenControl = view.version();
            if (custody.mayJudge()) {
                parking.readAllAgain(nextBlockIndex(), seenControl);
            }
        }
        if (custody.mayJudge()) {
            guarded(() -> {
                readAgain();
                finishRebuild();
                lookAtLedger();
                checkGap();
            });
        }
        settle();
        report();
    }

    /**
     * The next piece of verifying or rebuilding the store, or of reading parked records again, if that is what is to be
     * done; between two turns too. What comes while parked records are read is parked behind them, so that a partition
     * which fell behind comes no faster than it reads again.
     */
    public void work() {
        if (!custody.isBusy() && !parking.isReading()) {
            return;
        }
        lookAfterStore();
        if (custody.mayJudge()) {
            guarded(() -> {
                readAgain();
                finishRebuild();
            });
        }
        settle();
        report();
    }

    private void lookAfterStore() {
        if (custody.isBusy()) {
            beginMending();
            custody.work();
            phaseChanged();
        }
    }

    /** The task leaves this thread. */
    public void close() {
        custody.close();
        board.ready(boardPart());
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (StoreCorruptException e) {
            mend(e.getMessage());
        }
    }

    /** The store isn't what this site wrote: from now on it is neither read nor answered from, but rebuilt. */
    private void mend(String why) {
        custody.condemn(why);
        beginMending();
    }

    private void beginMending() {
        if (custody.phase() instanceof StoreCustody.Condemned) {
            report(); // nobody gets an answer from here on
            custody.work();
            phaseChanged();
        }
    }

    private void phaseChanged() {
        if (custody.phase() == seenPhase) {
            return;
        }
        StoreCustody.Phase before = seenPhase;
        seenPhase = custody.phase();
        if (seenPhase instanceof StoreCustody.Condemned) {
            beginMending();
        } else if (seenPhase instanceof StoreCustody.Emptying emptying) {
            forget(emptying.rebuild());
        } else if (seenPhase instanceof StoreCustody.Reading reading) {
            fill(before, reading);
        } else if (seenPhase instanceof StoreCustody.Sound) {
            parking.readAllAgain(nextBlockIndex(), seenControl);
        }
    }

    /** All that came from the store. */
    private void forget(Rebuild rebuild) {
        standing = new StandingHalt(
                Optional.of(HeadEntry.empty(stateSchema).rebuilding(rebuild)),
                standing.unstored().filter(halt -> halt.reason() == HaltReason.REGISTRY_UNKNOWN));
        parking = Parking.ofNothing(store);
        readAhead.clear();
        reading.values().forEach(background::drop);
        reading.clear();
        dataKeys.forget();
        quarantine = QuarantineEntry.empty();
        evidence.clear();
        unreadable = new Unreadable(settings.gapTimeout());
        looked = false;
    }

    /** Everything that the topics hold is to be judged again, as if it had been parked. */
    private void fill(StoreCustody.Phase before, StoreCustody.Reading reading) {
        if (!reading.begun().isEmpty() || before instanceof StoreCustody.Planning) {
            Rebuild rebuild = before instanceof StoreCustody.Planning planning
                    ? planning.rebuild()
                    : new Rebuild(
                            Rebuild.Stage.READING,
                            "the store of " + ledger() + " was empty, but this site had consumed records before",
                            clock.instant());
            if (before instanceof StoreCustody.Planning) {
                parking = Parking.read(store);
            }
            reading.begun().forEach((topic, range) -> parking.parkAll(topic, range, clock.instant()));
            standing = new StandingHalt(
                    standing.head().map(head -> head.rebuilding(rebuild.at(Rebuild.Stage.READING))),
                    standing.unstored());
            store.putHead(standing.head().orElseThrow());
        }
        parking.readAllAgain(nextBlockIndex(), seenControl);
        movedAt = clock.instant();
    }

    private void finishRebuild() {
        if (!(custody.phase() instanceof StoreCustody.Reading) || parking.isReading() || !unreadable.isEmpty()) {
            return;
        }
        HeadEntry head = standing.head().orElseThrow();
        long remembered = memory.recall(ledger()).map(Remembered::blocks).orElse(0L);
        if (nextBlockIndex() < remembered) {
            stand(
                    HaltReason.LEDGER_BEHIND_MEMORY,
                    "this site had " + remembered + " blocks of " + ledger() + ", its topics give the first "
                            + nextBlockIndex() + " only");
            return;
        }
        HeadEntry done = head.rebuilding(head.rebuild().orElseThrow().at(Rebuild.Stage.DONE));
        store.putHead(done);
        standing = new StandingHalt(Optional.of(done), standing.unstored());
        custody.filled();
        seenPhase = custody.phase();
    }

    /** Once for each start: the last block of the store is still on a topic. A topic cut off or made anew shows here. */
    private void lookAtLedger() {
        if (looked || !custody.isSound() || clock.instant().isBefore(lookAgainAfter)) {
            return;
        }
        if (nextBlockIndex() == 0) {
            looked = true;
            return;
        }
        long index = nextBlockIndex() - 1;
        BlockEntry last = store.appliedBlock(index);
        try {
            background
                    .ask("look at block " + index, () -> topics.holds(ledger(), index, last))
                    .ifPresent(holds -> lookedAt(index, last, holds));
        } catch (EmbassyException e) {
            LOG.warn("{}: can't see yet whether the ledger still holds block {}: {}", ledger(), index, e.getMessage());
            lookAgainAfter = clock.instant().plus(LOOK_PAUSE);
        }
    }

    private void lookedAt(long index, BlockEntry last, boolean holds) {
        if (!holds) {
            lookAgainAfter = clock.instant().plus(LOOK_PAUSE);
            stand(
                    HaltReason.LEDGER_BEHIND_MEMORY,
                    "block " + index + " of " + ledger() + " with leaf " + last.leaf()
                            + " is on no topic of this site any more; it was at "
                            + Notices.place(ledger(), last.location()));
            return;
        }
        looked = true;
        if (standing.halt().map(Halt::reason).equals(Optional.of(HaltReason.LEDGER_BEHIND_MEMORY))) {
            goOn();
        }
    }

    private void goOn() {
        HeadEntry goesOn = standing.head().orElseThrow().halted(Optional.empty());
        store.putHead(goesOn);
        standing = new StandingHalt(Optional.of(goesOn), standing.unstored());
    }

    /** The head over what the entries are now: see {@link WritableLedgerStore}. */
    private void settle() {
        if (store.isUnsettled()) {
            store.putHead(standing.head().orElseGet(() -> HeadEntry.empty(stateSchema)));
        }
    }

    private void judge(Location location, byte[] value, Supplier<List<BlockRecord>> behind) {
        if (standing.head().isEmpty()) {
            hold(location);
            return;
        }
        Head head = standing.head().get().head();
        ControlView view = control.get();
        byte[] judged = value == null ? new byte[0] : value;
        Judgement judgement = acceptance.judge(
                ledger(),
                head,
                view,
                index -> store.appliedBlock(index).leaf(),
                dataKeys,
                runs.at(ledger(), head, view, location, judged, behind),
                judged);
        if (judgement instanceof Judgement.Accepted accepted) {
            accepted(location, accepted);
        } else if (judgement instanceof Judgement.Refused refused) {
            refused(location, value, refused.reason().name(), refused.detail());
        } else if (judgement instanceof Judgement.Parked parked) {
            park(location, OptionalLong.empty(), parked.reason().name());
        } else if (judgement instanceof Judgement.Gap gap) {
            park(
                    location,
                    OptionalLong.of(gap.header().blockIndex()),
                    gap.reason().name());
        } else if (judgement instanceof Judgement.Equivocation equivocation) {
            equivocation(location, value, equivocation);
        } else if (judgement instanceof Judgement.Orphan orphan) {
            keep(
                    orphan.header().epoch(),
                    orphan.header().blockIndex(),
                    orphan.leaf(),
                    orphan.reason().name(),
                    orphan.reason().meaning(),
                    List.of(witness(location, value)));
        }
        // A duplicate is dropped.
    }

    private void accepted(Location location, Judgement.Accepted accepted) {
        Optional<Halt> halt = standing.halt();
        if (halt.isPresent() && !halt.get().reason().endsByItself()) {
            hold(location);
            return;
        }
        Optional<String> other = memory.recall(ledger())
                .filter(known -> known.blocks() == nextBlockIndex() + 1)
                .flatMap(known -> otherThan(known, accepted.block().leaf()));
        if (other.isPresent()) {
            stand(HaltReason.LEDGER_NOT_AS_REMEMBERED, other.get());
            hold(location);
            return;
        }
        AcceptedBlock block = new AcceptedBlock(store, standing.head().orElseThrow(), accepted, location);
        outlets.materialise(block);
        Optional<HeadEntry> after = block.outcome();
        if (after.isPresent()) {
            standing = StandingHalt.at(after.get());
            movedAt = clock.instant();
            parking.headMoved(nextBlockIndex());
            unreadable
                    .detail(ledger(), clock.instant())
                    .ifPresent(detail -> stand(HaltReason.PARKED_RECORDS_UNREADABLE, detail));
        } else if (block.failure().reason() == HaltReason.STORE_CORRUPT) {
            mend(block.failure().getMessage());
            custody.passOver(location);
        } else {
            stand(block.failure().reason(), block.failure().getMessage());
            hold(location);
        }
    }

    private void refused(Location location, byte[] value, String reason, String detail) {
        Instant now = clock.instant();
        quarantine = quarantine.with(new QuarantineEntry.Refusal(location, reason, detail, now));
        store.putQuarantine(quarantine);
        if (parking.isOpen(location.topic())) {
            store.putRefused(location.topic(), location.offset());
        }
        LOG.warn("{} refused {}: {} ({})", ledger(), Notices.place(ledger(), location), reason, detail);
        outlets.quarantine(
                Notices.place(ledger(), location), Notices.refused(ledger(), location, reason, detail, value, now));
    }

    private void equivocation(Location location, byte[] value, Judgement.Equivocation found) {
        long blockIndex = found.header().blockIndex();
        List<EvidenceEntry.Witness> both = acceptedWitness(blockIndex)
                .map(other -> List.of(witness(location, value), other))
                .orElseGet(() -> List.of(witness(location, value)));
        keep(found.header().epoch(), blockIndex, found.leaf(), found.reason().name(), found.detail(), both);
        if (found.halts()) {
            stand(
                    HaltReason.EQUIVOCATION,
                    found.reason().name() + " at block " + blockIndex + " of " + ledger() + ", leaf " + found.leaf()
                            + " at " + Notices.place(ledger(), location) + ": " + found.detail());
            // It may be the surviving history: a repair decides, and then it's needed.
            hold(location);
        }
    }

    /** The block that holds the place, if it can still be read where it lay; its leaf is in the store in any case. */
    private Optional<EvidenceEntry.Witness> acceptedWitness(long blockIndex) {
        if (blockIndex >= nextBlockIndex()) {
            return Optional.empty();
        }
        BlockEntry held = store.appliedBlock(blockIndex);
        Location at = held.location();
        try {
            for (BlockRecord record : topics.interval(at.topic(), ledger().partition(), at.offset(), at.offset(), 1)) {
                SealedBlock block = record.decode();
                if (block.leaf().equals(held.leaf())) {
                    return Optional.of(new EvidenceEntry.Witness(at, block.header(), block.signature()));
                }
            }
        } catch (EmbassyException | MalformedBlockException e) {
            LOG.warn(
                    "{}: the accepted block {} can't be read at {} for the evidence: {}",
                    ledger(),
                    blockIndex,
                    Notices.place(ledger(), at),
                    e.getMessage());
        }
        return Optional.empty();
    }

    private static EvidenceEntry.Witness witness(Location location, byte[] value) {
        try {
            SealedBlock block = SealedBlock.decode(value);
            return new EvidenceEntry.Witness(location, block.header(), block.signature());
        } catch (MalformedBlockException e) {
            throw new IllegalStateException("a block that was judged can't be decoded", e);
        }
    }

    private void keep(
            int epoch, long blockIndex, Digest leaf, String reason, String detail, List<EvidenceEntry.Witness> blocks) {
        if (store.evidence(epoch, blockIndex, leaf).isPresent()) {
            return;
        }
        store.putEvidence(epoch, blockIndex, leaf, new EvidenceEntry(reason, detail, clock.instant(), blocks));
        evidence.merge(reason, 1L, Long::sum);
        LOG.error("{}: {} at block {}, leaf {}: kept as evidence", ledger(), reason, blockIndex, leaf);
    }

    private void hold(Location location) {
        park(location, OptionalLong.empty(), ParkedEntry.HALTED);
    }

    private void park(Location location, OptionalLong aboveGap, String reason) {
        parking.park(location, aboveGap, reason, clock.instant());
    }

    private void readAgain() {
        if (!parking.isReading()) {
            readingSince = clock.instant();
        }
        if (!parking.isReading() || standing.head().isEmpty() || clock.instant().isBefore(readAgainAfter)) {
            return;
        }
        int left = settings.recordsPerTurn();
        long until = System.nanoTime() + READING_SLICE.toNanos();
        for (String topic : parking.reading()) {
            if (left > 0 && !custody.isVoid()) {
                left -= readAgain(topic, left, until);
            }
        }
        if (!unreadable.isEmpty()) {
            readAgainAfter = clock.instant().plus(READ_AGAIN_PAUSE);
        }
        if (!custody.isVoid()) {
            standUnreadable();
        }
    }

    /** What the topic gave, and what it held afterwards. */
    private record Reread(List<BlockRecord> records, OffsetRange log) {}

    /**
     * @param until in terms of System.nanoTime; the first record is judged in any case
     * @return records judged
     */
    private int readAgain(String topic, int atMost, long until) {
        OptionalLong from = parking.nextOffset(topic);
        if (from.isEmpty()) {
            parking.endPass(topic, nextBlockIndex());
            return 0;
        }
        Deque<BlockRecord> records = readAhead.computeIfAbsent(topic, t -> new ArrayDeque<>());
        if (records.isEmpty() && !fetch(topic, from.getAsLong(), records)) {
            return 0;
        }
        readOn(topic, records);
        int judged = 0;
        while (!records.isEmpty() && judged < atMost && (judged == 0 || System.nanoTime() - until < 0)) {
            BlockRecord record = records.poll();
            parking.judging(topic, record.offset());
            if (!store.isRefused(topic, record.offset())) {
                taken(new Location(topic, record.offset()), record.value(), () -> List.copyOf(records));
            }
            if (custody.isVoid()) {
                return judged; // and with it all that was parked
            }
            parking.judged(topic);
            judged++;
        }
        if (parking.nextOffset(topic).isEmpty()) {
            parking.endPass(topic, nextBlockIndex());
        }
        return judged;
    }

    /** Reads the next records beside this thread. False while they aren't here, or if there are none. */
    private boolean fetch(String topic, long from, Deque<BlockRecord> records) {
        long last = parking.lastOffset(topic);
        try {
            Optional<Reread> answer = background.ask(question(topic, from, last), () -> reread(topic, from, last));
            if (answer.isEmpty()) {
                return false;
            }
            OffsetRange log = answer.get().log;
            if (log.begin() > from || log.end() <= last) {
                unreadable.gone(topic, from, last, log, clock.instant());
                return false;
            }
            records.addAll(answer.get().records);
        } catch (EmbassyException e) {
            LOG.warn("{}: parked records of {} can't be read again yet: {}", ledger(), topic, e.getMessage());
            unreadable.notGiven(topic, from, last, clock.instant());
            return false;
        }
        unreadable.read(topic);
        if (records.isEmpty()) {
            parking.readUpTo(topic, last);
            parking.endPass(topic, nextBlockIndex());
        }
        return !records.isEmpty();
    }

    /** Has the next records read while these are judged. */
    private void readOn(String topic, Deque<BlockRecord> records) {
        long from = records.getLast().offset() + 1;
        long last = parking.lastOffset(topic);
        if (from <= last) {
            background.askAhead(question(topic, from, last), () -> reread(topic, from, last));
        }
    }

    private String question(String topic, long from, long last) {
        String name = topic + " " + from + " to " + last;
        reading.put(topic, name);
        return name;
    }

    /** Off the stream thread. */
    private Reread reread(String topic, long from, long last) {
        List<BlockRecord> read = topics.interval(topic, ledger().partition(), from, last, settings.recordsPerTurn());
        // Asked afterwards, so that what is deleted in between is missed here too.
        return new Reread(read, topics.offsets(topic, ledger().partition()));
    }

    private void standUnreadable() {
        Optional<String> detail = unreadable.detail(ledger(), clock.instant());
        Optional<HaltReason> reason = standing.halt().map(Halt::reason);
        if (detail.isPresent() && (reason.isEmpty() || reason.get() == HaltReason.BLOCKS_MISSING)) {
            stand(HaltReason.PARKED_RECORDS_UNREADABLE, detail.get());
        } else if (reason.equals(Optional.of(HaltReason.PARKED_RECORDS_UNREADABLE)) && unreadable.isEmpty()) {
            goOn();
        }
    }

    /** Reading parked records again may find the missing blocks; it is waited for as long as for the blocks. */
    private void checkGap() {
        Optional<Instant> since = parking.gapSince();
        if (since.isEmpty() || standing.halt().isPresent() || !unreadable.isEmpty()) {
            return;
        }
        boolean waited = haveWaited(since.get()) && (!parking.isReading() || haveWaited(readingSince));
        if (waited) {
            long lowest = parking.lowestAboveGap().orElseThrow();
            stand(HaltReason.BLOCKS_MISSING, missing(nextBlockIndex(), lowest));
        }
    }

    private boolean haveWaited(Instant since) {
        Instant waitingFrom = since.isAfter(movedAt) ? since : movedAt;
        return Duration.between(waitingFrom, clock.instant()).compareTo(settings.gapTimeout()) >= 0;
    }

    private String missing(long from, long lowestHeld) {
        if (lowestHeld <= from) {
            return "block " + from + " of " + ledger()
                    + " has not been found yet among the parked records, which are still being read";
        }
        String which = lowestHeld - from == 1
                ? "block " + from + " of " + ledger() + " is missing"
                : "blocks " + from + " to " + (lowestHeld - 1) + " of " + ledger() + " are missing";
        return which + "; block " + lowestHeld + " and later ones are here and wait for it";
    }

    /** Halts; a halt that needs someone's decision isn't replaced by one that would end by itself. */
    private void stand(HaltReason reason, String detail) {
        Optional<Halt> now = standing.halt();
        boolean keeps = now.isPresent()
                && (!now.get().reason().endsByItself() || now.get().reason() == reason);
        if (keeps) {
            return;
        }
        Halt halt = halt(reason, detail);
        if (standing.head().isEmpty()) {
            standing = new StandingHalt(Optional.empty(), Optional.of(halt));
            return;
        }
        HeadEntry halted = standing.head().get().halted(Optional.of(halt));
        store.putHead(halted);
        standing = new StandingHalt(Optional.of(halted), standing.unstored());
    }

    private Halt halt(HaltReason reason, String detail) {
        return new Halt(reason, detail, clock.instant());
    }

    private void report() {
        note();
        HeadEntry shown = standing.shown(stateSchema);
        PartitionReport report = new PartitionReport(
                ledger(),
                shown.head(),
                shown.last(),
                standing.halt(),
                parking.intervals(),
                quarantine,
                evidence,
                custody.condition(standing.head()));
        board.post(report);
        tellCondition(report.store());
        boolean changed = !standing.halt().map(Halt::reason).equals(toldHalt.map(Halt::reason))
                || told instanceof StoreCondition.Rebuilding != report.store() instanceof StoreCondition.Rebuilding;
        told = report.store();
        if (changed) {
            toldHalt = standing.halt();
            tell(report);
        }
    }

    /** What this task has reached; remembered when it's committed. Never of a store that isn't believed. */
    private void note() {
        if (!custody.mayJudge() || store.version() == noted) {
            return;
        }
        noted = store.version();
        HeadEntry head = standing.head().orElseThrow();
        memory.note(
                ledger(),
                new Remembered(
                        noted,
                        store.entriesHash(),
                        head.head().nextBlockIndex(),
                        head.head().nextSequence(),
                        head.last().map(HeadEntry.LastBlock::leaf).orElse(Digest.sha256()),
                        head.halt().isPresent() ? "HALTED" : "RUNNING"));
    }

    private void tellCondition(StoreCondition condition) {
        String alarm = boardPart();
        if (condition instanceof StoreCondition.Verifying) {
            board.waitFor(boardPart(), ledger() + ": " + condition.describe());
            return;
        }
        board.ready(boardPart());
        if (condition instanceof StoreCondition.Rebuilding) {
            board.raise(alarm, ledger() + ": " + condition.describe());
        } else if (told instanceof StoreCondition.Rebuilding) {
            board.raise(alarm, ledger() + ": " + condition.describe());
        }
    }

    private String boardPart() {
        return "store " + ledger();
    }

    private void tell(PartitionReport report) {
        report.halt()
                .ifPresentOrElse(
                        halt -> LOG.error(
                                "{} is halted: {}: {}; {}",
                                ledger(),
                                halt.reason(),
                                halt.detail(),
                                halt.reason().next()),
                        () -> LOG.info("{} goes on at block {}", ledger(), nextBlockIndex()));
        outlets.status(ledger().toString(), Notices.status(report, clock.instant()));
    }

    private LedgerId ledger() {
        return store.ledger();
    }

    private long nextBlockIndex() {
        return standing.head().map(head -> head.head().nextBlockIndex()).orElse(0L);
    }

    /** The stack without messages, which may quote content. */
    private static Throwable stripped(Throwable cause) {
        Throwable bare = new Throwable(cause.getClass().getName());
        bare.setStackTrace(cause.getStackTrace());
        return bare;
    }
}
