package org.dataembassy.site.memory;

import org.dataembassy.ledger.Digest;
import org.dataembassy.site.store.MultisetHash;

/**
 * The farthest that this instance has seen of one partition, committed.
 *
 * @param version of the store's head entry
 * @param entries over the store's entries at that version
 * @param blocks the most that were ever applied; a store that is being rebuilt has fewer for a while
 * @param events of those blocks
 * @param leaf of the last of those blocks; the hash of nothing if there are none
 * @param state in a word, for people
 */
public record Remembered(long version, MultisetHash entries, long blocks, long events, Digest leaf, String state) {
    public Remembered {
        if (version < 1 || blocks < 0 || events < 0) {
            throw new IllegalArgumentException("remembered: expected a version of at least 1 and counts of at least 0");
        }
    }

    /** The later store, and the longer ledger, of both. */
    Remembered and(Remembered other) {
        Remembered later = other.version >= version ? other : this;
        Remembered longer = other.blocks >= blocks ? other : this;
        return new Remembered(later.version, later.entries, longer.blocks, longer.events, longer.leaf, later.state);
    }
}
