package org.dataembassy.site.verify;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.site.memory.Remembered;
import org.dataembassy.site.memory.SiteMemory;
import org.dataembassy.site.status.StoreCondition;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.Rebuild;
import org.dataembassy.site.store.StoreCheck;
import org.dataembassy.site.store.StoreCorruptException;
import org.dataembassy.site.store.StoreWipe;
import org.dataembassy.site.store.WritableLedgerStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store of one partition may be believed. A task begins with a store that came from a disk or a changelog,
 * past every processor: it is compared with this site's memory and with its own head before anything is judged or
 * answered. A store that doesn't hold what it should is emptied and filled again from the ledger.
 *
 * <p>Works in bounded pieces, for the task's thread. {@link PartitionVerifier} does what a change of phase means to it.
 */
final class StoreCustody {
    private static final Logger LOG = LoggerFactory.getLogger(StoreCustody.class);

    /** Entries in one piece: some ten milliseconds. */
    static final int CHECKED_AT_ONCE = 10_000;

    static final int DELETED_AT_ONCE = 2_000;

    private final WritableLedgerStore store;
    private final Digest stateSchema;
    private final SiteMemory memory;
    private final LedgerTopics topics;
    private final Background background;
    private final Clock clock;
    private final Map<String, Long> passedOver = new HashMap<>();
    private Phase phase;

    /** Where the store is on its way to being believed. */
    sealed interface Phase {}

    /** Its entries are compared with its head. */
    record Checking(StoreCheck check) implements Phase {}

    /** It is empty; the broker is asked whether this site has consumed anything yet. */
    record Asking() implements Phase {}

    /** It isn't what it should be; nothing has been done about that yet. */
    record Condemned(Rebuild rebuild) implements Phase {}

    /** Its entries are being deleted. */
    record Emptying(Rebuild rebuild, StoreWipe wipe) implements Phase {}

    /** It is empty; the broker is asked what there is to read. */
    record Planning(Rebuild rebuild, long deleted) implements Phase {}

    /**
     * It is filled from the ledger.
     *
     * @param begun the intervals with which this began, inclusive, by topic; empty if that was before this task
     */
    record Reading(Map<String, OffsetRange> begun) implements Phase {}

    /** It is believed. */
    record Sound() implements Phase {}

    StoreCustody(
            WritableLedgerStore store,
            Digest stateSchema,
            SiteMemory memory,
            LedgerTopics topics,
            Background background,
            Clock clock) {
        this.store = store;
        this.stateSchema = stateSchema;
        this.memory = memory;
        this.topics = topics;
        this.background = background;
        this.clock = clock;
        this.phase = begin();
    }

    private Phase begin() {
        try {
            Optional<HeadEntry> head = store.head();
            store.goOnFrom(head);
            if (head.isPresent() && head.get().isBeingEmptied()) {
                Rebuild rebuild = head.get().rebuild().orElseThrow();
                LOG.warn("{}: goes on emptying its store: {}", ledger(), rebuild.why());
                return new Emptying(rebuild, new StoreWipe(store));
            }
            Optional<String> older = olderThanRemembered(head);
            return older.isPresent() ? condemned(older.get()) : new Checking(store.check());
        } catch (StoreCorruptException e) {
            return condemned(e.getMessage());
        }
    }

    /**
     * Compared with the memory before anything is written: a write makes a later version, which would hide that the
     * store is an older one.
     */
    private Optional<String> olderThanRemembered(Optional<HeadEntry> head) {
        Optional<Remembered> known = memory.recall(ledger());
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Remembered remembered = known.get();
        long version = head.map(HeadEntry::version).orElse(0L);
        if (version < remembered.version()) {
            return Optional.of("the store of " + ledger() + " is an older one put back: it has version " + version
                    + " with " + head.map(h -> h.head().nextBlockIndex()).orElse(0L)
                    + " blocks, this site has written version " + remembered.version() + " with "
                    + remembered.blocks() + " blocks");
        }
        if (version == remembered.version()
                && !head.orElseThrow().multisetHash().equals(remembered.entries())) {
            return Optional.of("the store of " + ledger() + " claims to be version " + version
                    + ", but has other entries than those that this site wrote at that version");
        }
        return Optional.empty();
    }

    Phase phase() {
        return phase;
    }

    /** Whether records may be judged on it. */
    boolean mayJudge() {
        return phase instanceof Reading || phase instanceof Sound;
    }

    boolean isSound() {
        return phase instanceof Sound;
    }

    /** Whether its entries mean nothing, so that none may be read or written but the head. */
    boolean isVoid() {
        return phase instanceof Condemned || phase instanceof Emptying || phase instanceof Planning;
    }

    /** Whether there is a piece of work that needn't wait for the next turn. */
    boolean isBusy() {
        return !(phase instanceof Sound);
    }

    /** It is found not to be what this site wrote. Not again while that is being mended. */
    void condemn(String why) {
        if (!isVoid()) {
            close();
            phase = condemned(why);
        }
    }

    private Condemned condemned(String why) {
        LOG.error("{}: its store is not believed and will be rebuilt from the ledger: {}", ledger(), why);
        return new Condemned(new Rebuild(Rebuild.Stage.EMPTYING, why, clock.instant()));
    }

    /** A record that came while nothing could be kept; it is read again with all the others. */
    void passOver(Location location) {
        passedOver.merge(location.topic(), location.offset(), Math::max);
    }

    /** Reads only: the first piece, while a task isn't running yet and must not write. */
    void look() {
        if (phase instanceof Checking checking) {
            check(checking);
        }
    }

    /** The next piece of work; may write. */
    void work() {
        if (phase instanceof Checking checking) {
            check(checking);
        } else if (phase instanceof Asking) {
            ask();
        } else if (phase instanceof Condemned condemned) {
            // First of all the head: whoever goes on after a crash must know that the entries mean nothing.
            store.condemn(
                    HeadEntry.empty(stateSchema).rebuilding(condemned.rebuild),
                    memory.recall(ledger()).map(Remembered::version).orElse(0L));
            passedOver.clear();
            phase = new Emptying(condemned.rebuild, new StoreWipe(store));
        } else if (phase instanceof Emptying emptying) {
            if (emptying.wipe.go(DELETED_AT_ONCE)) {
                phase = new Planning(emptying.rebuild, emptying.wipe.deleted());
            }
        } else if (phase instanceof Planning planning) {
            plan(planning);
        }
    }

    private void check(Checking checking) {
        try {
            if (!checking.check.go(CHECKED_AT_ONCE)) {
                return;
            }
            Optional<String> complaint = checking.check.complaint();
            if (complaint.isPresent()) {
                condemn("the store of " + ledger() + " is not what this site wrote: " + complaint.get());
                return;
            }
            Optional<HeadEntry> head = store.head();
            LOG.info("{}: its store is verified, {} entries", ledger(), checking.check.entries());
            phase = head.isEmpty() ? new Asking() : head.get().isBeingRebuilt() ? new Reading(Map.of()) : new Sound();
        } catch (StoreCorruptException e) {
            condemn(e.getMessage());
        }
    }

    /** What was consumed before a store that is empty now would never come again by itself. */
    private void ask() {
        try {
            Optional<Map<String, OffsetRange>> all = background.ask("consumed", () -> {
                Map<String, Long> consumed = topics.consumed(ledger());
                Map<String, OffsetRange> intervals = new TreeMap<>();
                if (consumed.values().stream().anyMatch(offset -> offset > 0)) {
                    topics.carriers(ledger()).forEach((topic, range) -> {
                        long end = Math.min(range.end(), consumed.getOrDefault(topic, 0L));
                        if (end > range.begin()) {
                            intervals.put(topic, new OffsetRange(range.begin(), end));
                        }
                    });
                }
                return intervals;
            });
            if (all.isPresent() && all.get().isEmpty()) {
                phase = new Sound();
            } else if (all.isPresent()) {
                LOG.warn("{}: its store is empty, but this site has consumed {}: read again", ledger(), all.get());
                phase = new Reading(all.get());
            }
        } catch (EmbassyException e) {
            LOG.warn("{}: can't tell yet what this site has consumed: {}", ledger(), e.getMessage());
        }
    }

    private void plan(Planning planning) {
        try {
            background.ask("carriers", () -> topics.carriers(ledger())).ifPresent(all -> {
                Map<String, OffsetRange> intervals = new TreeMap<>();
                all.forEach((topic, range) -> {
                    // A record may have come between the question and the answer.
                    long end = Math.max(range.end(), passedOver.getOrDefault(topic, -1L) + 1);
                    if (end > range.begin()) {
                        intervals.put(topic, new OffsetRange(range.begin(), end));
                    }
                });
                LOG.warn(
                        "{}: its store is empty after {} deletions and is filled from {}",
                        ledger(),
                        planning.deleted,
                        intervals);
                phase = new Reading(intervals);
            });
        } catch (EmbassyException e) {
            LOG.warn("{}: can't tell yet what there is to read again: {}", ledger(), e.getMessage());
        }
    }

    /** The last record of the ledger that this began with has been read again; the head says so already. */
    void filled() {
        phase = new Sound();
        LOG.warn("{}: its store has been rebuilt from the ledger", ledger());
    }

    /** @param head as it stands; empty if it can't be read */
    StoreCondition condition(Optional<HeadEntry> head) {
        long remembered = memory.recall(ledger()).map(Remembered::blocks).orElse(0L);
        if (phase instanceof Checking checking) {
            return new StoreCondition.Verifying(checking.check.entries());
        } else if (phase instanceof Asking) {
            return new StoreCondition.Verifying(0);
        } else if (phase instanceof Condemned condemned) {
            return new StoreCondition.Rebuilding(condemned.rebuild, 0, 0, remembered);
        } else if (phase instanceof Emptying emptying) {
            return new StoreCondition.Rebuilding(emptying.rebuild, emptying.wipe.deleted(), 0, remembered);
        } else if (phase instanceof Planning planning) {
            return new StoreCondition.Rebuilding(planning.rebuild, planning.deleted, 0, remembered);
        }
        Optional<Rebuild> rebuild = head.flatMap(HeadEntry::rebuild);
        if (phase instanceof Reading && rebuild.isPresent()) {
            return new StoreCondition.Rebuilding(
                    rebuild.get(), 0, head.get().head().nextBlockIndex(), remembered);
        }
        return new StoreCondition.Sound(rebuild);
    }

    /** Releases what a check holds of the store. */
    void close() {
        if (phase instanceof Checking checking) {
            checking.check.close();
        }
    }

    private LedgerId ledger() {
        return store.ledger();
    }
}
