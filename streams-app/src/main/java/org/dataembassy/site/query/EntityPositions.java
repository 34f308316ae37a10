package org.dataembassy.site.query;

import java.util.ArrayList;
import java.util.List;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.LedgerStore;

/** The positions of an entity's events, oldest first, from its full chunks and its entry. Reads only what is needed. */
final class EntityPositions {
    private final LedgerStore store;
    private final EntityEntry entity;

    EntityPositions(LedgerStore store, EntityEntry entity) {
        this.store = store;
        this.entity = entity;
    }

    /**
     * @param sequence only events with a higher one; -1 for all
     * @param limit at most so many
     */
    List<EventPosition> after(long sequence, int limit) {
        List<EventPosition> found = new ArrayList<>();
        for (long chunk = firstEndingAfter(sequence); chunk <= entity.fullChunks() && found.size() < limit; chunk++) {
            for (EventPosition position : chunk(chunk)) {
                if (position.sequence() > sequence && found.size() < limit) {
                    found.add(position);
                }
            }
        }
        return found;
    }

    /** By bisection over the full chunks; the entry's own positions count as the chunk after them. */
    private long firstEndingAfter(long sequence) {
        long low = 0;
        long high = entity.fullChunks();
        while (low < high) {
            long middle = (low + high) >>> 1;
            List<EventPosition> positions = chunk(middle);
            if (positions.get(positions.size() - 1).sequence() > sequence) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private List<EventPosition> chunk(long chunk) {
        return chunk == entity.fullChunks() ? entity.newest() : store.chunk(entity.entityId(), chunk);
    }
}
