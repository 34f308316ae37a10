package org.dataembassy.site.verify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.EvidenceEntry;
import org.dataembassy.site.store.Halt;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.ParkedEntry;
import org.dataembassy.site.store.QuarantineEntry;
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
 * parked interval. For the task's thread.
 */
public final class PartitionVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionVerifier.class);
    private static final String RECORD_DAMAGED = "RECORD_DAMAGED";
    private static final Duration READ_AGAIN_PAUSE = Duration.ofSeconds(1);

    private final WritableLedgerStore store;
    private final Acceptance acceptance;
    private final Supplier<ControlView> control;
    private final ParkedReader reader;
    private final SiteBoard board;
    private final Outlets outlets;
    private final VerifySettings settings;
    private final Clock clock;
    private final Digest stateSchema;
    private final Map<String, Long> evidence = new HashMap<>();
    private final Unreadable unreadable;

    private StandingHalt standing;
    private Parking parking;
    private QuarantineEntry quarantine = QuarantineEntry.empty();
    private long seenControl;
    private Instant movedAt;
    private Instant readAgainAfter = Instant.MIN;
    private Instant readingSince;
    private Optional<Halt> toldHalt;

    /**
     * Begins where the store stands.
     *
     * @param stateSchema fingerprint of the schema in which this version writes states; empty if it has no model for the
     *     registry, which halts the partition
     */
    public PartitionVerifier(
            WritableLedgerStore store,
            Acceptance acceptance,
            Supplier<ControlView> control,
            ParkedReader reader,
            SiteBoard board,
            Outlets outlets,
            VerifySettings settings,
            Clock clock,
            Optional<Digest> stateSchema) {
        this.store = store;
        this.acceptance = acceptance;
        this.control = control;
        this.reader = reader;
        this.board = board;
        this.outlets = outlets;
        this.settings = settings;
        this.clock = clock;
        this.unreadable = new Unreadable(settings.gapTimeout());
        this.stateSchema = stateSchema.orElse(Digest.sha256());
        this.movedAt = clock.instant();
        this.readingSince = movedAt;
        this.seenControl = control.get().version();
        this.standing = stand(stateSchema);
        this.parking = openParking();
        this.toldHalt = standing.halt();
        parking.readAllAgain(nextBlockIndex(), seenControl);
        report();
    }

    private StandingHalt stand(Optional<Digest> known) {
        try {
            quarantine = store.quarantine();
            store.forEachEvidence((place, entry) -> {
                evidence.merge(entry.reason(), 1L, Long::sum);
                return true;
            });
            HeadEntry head = store.head().orElseGet(() -> HeadEntry.empty(stateSchema));
            Optional<Halt> unstored = Optional.empty();
            if (known.isEmpty()) {
                unstored = Optional.of(halt(HaltReason.REGISTRY_UNKNOWN, "this version has no model for " + ledger()));
            } else if (!head.stateSchema().equals(stateSchema)) {
                unstored = Optional.of(halt(
                        HaltReason.STATE_SCHEMA_OTHER,
                        "the store of " + ledger() + " has states in schema " + head.stateSchema()
                                + ", this version writes " + stateSchema));
            }
            return new StandingHalt(Optional.of(head), unstored);
        } catch (StoreCorruptException e) {
            return new StandingHalt(Optional.empty(), Optional.of(halt(HaltReason.STORE_CORRUPT, e.getMessage())));
        }
    }

    /**
     * A store whose intervals can't be read halts: what they held must not be forgotten unnoticed. The halt is stored by
     * {@link #standUnread} at the first occasion, since a store can't be written before its task runs.
     */
    private Parking openParking() {
        try {
            return Parking.read(store);
        } catch (StoreCorruptException e) {
            standing = new StandingHalt(
                    standing.head(),
                    standing.unstored().or(() -> Optional.of(halt(HaltReason.STORE_CORRUPT, e.getMessage()))));
            return Parking.unread(store);
        }
    }

    private void standUnread() {
        Optional<Halt> unstored = standing.unstored();
        if (!parking.isReadable()
                && standing.head().isPresent()
                && unstored.isPresent()
                && unstored.get().reason() == HaltReason.STORE_CORRUPT) {
            standing = new StandingHalt(standing.head(), Optional.empty());
            haltCorrupt(unstored.get().detail());
        }
    }

    /**
     * Takes one record.
     *
     * @param value may be null
     */
    public void take(Location location, byte[] value) {
        standUnread();
        try {
            judge(location, value);
        } catch (KafkaException e) {
            throw e;
        } catch (StoreCorruptException e) {
            haltCorrupt(e.getMessage());
            hold(location);
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
        report();
    }

    /** Takes note of a record that lies damaged in the broker's log: refused, and the true block may still come. */
    public void takeDamaged(Location location) {
        standUnread();
        refused(location, null, RECORD_DAMAGED, "it lies damaged in the broker's log and can't be read");
        report();
    }

    /** Looks at what has changed beside the records: control, time, readers' findings; reads parked records again. */
    public void turn() {
        standUnread();
        board.takeCorruption(ledger()).ifPresent(this::haltCorrupt);
        ControlView view = control.get();
        if (view.version() != seenControl) {
            seenControl = view.version();
            parking.readAllAgain(nextBlockIndex(), seenControl);
        }
        readAgain();
        checkGap();
        report();
    }

    private void judge(Location location, byte[] value) {
        if (standing.head().isEmpty()) {
            hold(location);
            return;
        }
        Head head = standing.head().get().head();
        Judgement judgement = acceptance.judge(
                ledger(),
                head,
                control.get(),
                index -> store.appliedBlock(index).leaf(),
                store::dataKey,
                value == null ? new byte[0] : value);
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
        AcceptedBlock block = new AcceptedBlock(standing.head().orElseThrow(), accepted, location);
        outlets.materialise(block);
        Optional<HeadEntry> after = block.outcome();
        if (after.isPresent()) {
            standing = StandingHalt.at(after.get());
            movedAt = clock.instant();
            parking.headMoved(nextBlockIndex());
            unreadable
                    .detail(ledger(), clock.instant())
                    .ifPresent(detail -> stand(HaltReason.PARKED_RECORDS_UNREADABLE, detail));
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
            for (BlockRecord record : reader.interval(at.topic(), ledger().partition(), at.offset(), at.offset(), 1)) {
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
        for (String topic : parking.reading()) {
            if (left > 0) {
                left -= readAgain(topic, left);
            }
        }
        if (!unreadable.isEmpty()) {
            readAgainAfter = clock.instant().plus(READ_AGAIN_PAUSE);
        }
        standUnreadable();
    }

    /** @return records judged */
    private int readAgain(String topic, int atMost) {
        OptionalLong from = parking.nextOffset(topic);
        if (from.isEmpty()) {
            parking.endPass(topic, nextBlockIndex());
            return 0;
        }
        List<BlockRecord> records;
        long last = parking.lastOffset(topic);
        try {
            records = reader.interval(topic, ledger().partition(), from.getAsLong(), last, atMost);
            // Asked afterwards, so that what is deleted in between is missed here too.
            OffsetRange log = reader.offsets(topic, ledger().partition());
            if (log.begin() > from.getAsLong() || log.end() <= last) {
                unreadable.gone(topic, from.getAsLong(), last, log, clock.instant());
                return 0;
            }
        } catch (EmbassyException e) {
            LOG.warn("{}: parked records of {} can't be read again yet: {}", ledger(), topic, e.getMessage());
            unreadable.notGiven(topic, from.getAsLong(), last, clock.instant());
            return 0;
        }
        unreadable.read(topic);
        for (BlockRecord record : records) {
            parking.judging(topic, record.offset());
            if (!store.isRefused(topic, record.offset())) {
                take(new Location(topic, record.offset()), record.value());
            }
            parking.judged(topic);
        }
        if (records.isEmpty()) {
            parking.readUpTo(topic, last);
        }
        if (parking.nextOffset(topic).isEmpty()) {
            parking.endPass(topic, nextBlockIndex());
        }
        return records.size();
    }

    private void standUnreadable() {
        Optional<String> detail = unreadable.detail(ledger(), clock.instant());
        Optional<HaltReason> reason = standing.halt().map(Halt::reason);
        if (detail.isPresent() && (reason.isEmpty() || reason.get() == HaltReason.BLOCKS_MISSING)) {
            stand(HaltReason.PARKED_RECORDS_UNREADABLE, detail.get());
        } else if (reason.equals(Optional.of(HaltReason.PARKED_RECORDS_UNREADABLE)) && unreadable.isEmpty()) {
            HeadEntry goesOn = standing.head().orElseThrow().halted(Optional.empty());
            store.putHead(goesOn);
            standing = new StandingHalt(Optional.of(goesOn), standing.unstored());
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

    private void haltCorrupt(String what) {
        stand(HaltReason.STORE_CORRUPT, what);
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
        HeadEntry shown = standing.shown(stateSchema);
        PartitionReport report = new PartitionReport(
                ledger(), shown.head(), shown.last(), standing.halt(), parking.intervals(), quarantine, evidence);
        board.post(report);
        if (!standing.halt().map(Halt::reason).equals(toldHalt.map(Halt::reason))) {
            toldHalt = standing.halt();
            tell(report);
        }
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
