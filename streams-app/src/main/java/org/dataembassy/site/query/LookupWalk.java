package org.dataembassy.site.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataembassy.site.store.HitPlace;
import org.dataembassy.site.store.LedgerStore;
import org.dataembassy.site.store.LookupHit;

/**
 * One page of a lookup: goes through the partitions in order, from where the page before ended, until the page is full or
 * has taken its share of work. Entries of entities that have moved on are passed over, and there may be any number of
 * them: hence the bound on entries, without which one question could hold a partition's gate for minutes.
 */
final class LookupWalk {
    /** Entries that one page looks at, at most; at a few microseconds each, well below a second. */
    static final int MAX_ENTRIES = 20_000;

    private final String lookup;
    private final String value;
    private final Optional<LookupCursor> from;
    private final int limit;
    private final List<LookupAnswer.Found> found = new ArrayList<>();
    private HitPlace last;
    private int entries;
    private Optional<LookupCursor> next = Optional.empty();

    LookupWalk(String lookup, String value, Optional<LookupCursor> from, int limit) {
        this.lookup = lookup;
        this.value = value;
        this.from = from;
        this.limit = limit;
    }

    /** The next partition; under its gate. */
    void through(LedgerStore store) {
        int partition = store.ledger().partition();
        int first = from.map(LookupCursor::partition).orElse(0);
        if (from.isPresent() && !store.isUnder(from.get().after(), lookup, value)) {
            throw LookupCursor.unknown();
        }
        if (partition >= first && next.isEmpty()) {
            last = from.filter(cursor -> cursor.partition() == partition)
                    .map(LookupCursor::after)
                    .orElseGet(() -> store.beforeHits(lookup, value));
            store.forEachHit(lookup, value, last, (place, hit) -> take(store, place, hit));
        }
    }

    private boolean take(LedgerStore store, HitPlace place, LookupHit hit) {
        boolean current = hit.endSequence().isEmpty();
        if (entries == MAX_ENTRIES || current && found.size() == limit) {
            // There is more: the page ends before this entry.
            next = Optional.of(new LookupCursor(store.ledger().partition(), last));
            return false;
        }
        entries++;
        last = place;
        if (current) {
            found.add(new LookupAnswer.Found(hit, store.ledger()));
        }
        return true;
    }

    List<LookupAnswer.Found> found() {
        return found;
    }

    /** Where the next page begins; empty if there is nothing left. */
    Optional<LookupCursor> next() {
        return next;
    }
}
