package org.dataembassy.site.store;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * Deletes all entries of a condemned store but its head, in pieces, within the task's transactions: local state and
 * changelog stay together, and whoever takes over after a crash finds the head's word and goes on.
 */
public final class StoreWipe {
    private static final Bytes HEAD = Bytes.wrap(StoreLayout.single(StoreLayout.HEAD));

    private final WritableLedgerStore store;
    private Bytes from;
    private long deleted;

    public StoreWipe(WritableLedgerStore store) {
        this.store = store;
    }

    /**
     * Deletes the next entries. Goes on where it was: looking again from the start would read over every deleted one.
     *
     * @param atMost entries, at least 1
     * @return whether none is left
     */
    public boolean go(int atMost) {
        List<Bytes> places = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> rest = store.from(from)) {
            while (places.size() < atMost && rest.hasNext()) {
                Bytes place = rest.next().key;
                if (!place.equals(HEAD)) {
                    places.add(place);
                }
            }
        }
        places.forEach(store::erase);
        deleted += places.size();
        if (!places.isEmpty()) {
            from = places.get(places.size() - 1);
        }
        return places.size() < atMost;
    }

    /** Entries deleted so far by this process. */
    public long deleted() {
        return deleted;
    }
}
