package org.dataembassy.site.store;

import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * One pass over a partition's store as it was when the pass began, in pieces: whether its entries are exactly those over
 * which its head was written. The stored bytes are hashed, all of them, so that nothing has to be decrypted for that.
 *
 * <p>Entries may be written meanwhile: the pass doesn't see them, and they change the running hash by their own
 * difference only, so that a difference that was there stays.
 */
public final class StoreCheck implements AutoCloseable {
    private final Optional<HeadEntry> head;
    private final StoreSecrets secrets;
    private final KeyValueIterator<Bytes, byte[]> rest;
    private MultisetHash found = MultisetHash.EMPTY;
    private long entries;

    StoreCheck(Optional<HeadEntry> head, StoreSecrets secrets, KeyValueIterator<Bytes, byte[]> all) {
        this.head = head;
        this.secrets = secrets;
        this.rest = all;
    }

    /**
     * Takes in the next entries.
     *
     * @param atMost entries, at least 1
     * @return whether that was all of them
     */
    public boolean go(int atMost) {
        for (int i = 0; i < atMost; i++) {
            if (!rest.hasNext()) {
                rest.close();
                return true;
            }
            KeyValue<Bytes, byte[]> next = rest.next();
            byte[] place = next.key.get();
            if (place.length != 1 || place[0] != StoreLayout.HEAD) {
                found = found.plus(secrets.term(place, next.value));
                entries++;
            }
        }
        return false;
    }

    /** Entries taken in so far. */
    public long entries() {
        return entries;
    }

    /** After the end: what is wrong, if anything. Names numbers only. */
    public Optional<String> complaint() {
        if (head.isEmpty()) {
            return entries == 0
                    ? Optional.empty()
                    : Optional.of("it has " + entries + " entries and no head that would vouch for them");
        }
        return head.get().multisetHash().equals(found)
                ? Optional.empty()
                : Optional.of("its " + entries + " entries are not those over which its head was written: at least one"
                        + " was changed, put back, deleted or inserted by somebody else");
    }

    @Override
    public void close() {
        rest.close();
    }
}
