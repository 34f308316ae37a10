package org.dataembassy.site.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The reads and writes of one block. Reads see the store as it is and are remembered, so that what a block overwrites
 * needn't be read once more for the multiset hash; writes are encoded, sealed and counted here, and change the store
 * only in {@link #apply}, the head among them.
 */
public final class StoreBatch extends WritableLedgerStore {
    private final WritableLedgerStore of;
    private final RememberedReads reads;
    private final StoreSecrets.Batch sealing;
    private final Map<Bytes, byte[]> pending = new LinkedHashMap<>();

    StoreBatch(WritableLedgerStore of, KeyValueStore<Bytes, byte[]> store) {
        this(of, store, new RememberedReads(store));
    }

    private StoreBatch(WritableLedgerStore of, KeyValueStore<Bytes, byte[]> store, RememberedReads reads) {
        super(reads, store, of.secrets());
        this.of = of;
        this.reads = reads;
        this.sealing = of.secrets().batch();
        settle(of);
    }

    /** Puts all of it into the store, in the order in which it was first written. Nothing else has changed it meanwhile. */
    public void apply() {
        List<KeyValue<Bytes, byte[]>> all = new ArrayList<>(pending.size());
        pending.forEach((place, value) -> all.add(KeyValue.pair(place, value)));
        of.writeAll(all);
        of.settle(this);
    }

    @Override
    byte[] stored(Bytes place) {
        return pending.containsKey(place) ? pending.get(place) : reads.get(place);
    }

    @Override
    byte[] seal(byte[] place, byte[] entry) {
        return sealing.seal(place, entry);
    }

    @Override
    byte[] writtenHere(Bytes place) {
        return pending.get(place);
    }

    @Override
    void write(Bytes place, byte[] value) {
        pending.remove(place); // the head is to be the last, however often it's written
        pending.put(place, value);
    }

    /** A store whose single reads are remembered, also of what isn't there. */
    private static final class RememberedReads implements ReadOnlyKeyValueStore<Bytes, byte[]> {
        private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
        private final Map<Bytes, byte[]> known = new HashMap<>();

        RememberedReads(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
            this.store = store;
        }

        @Override
        public byte[] get(Bytes place) {
            byte[] value = known.get(place);
            if (value == null && !known.containsKey(place)) {
                value = store.get(place);
                known.put(place, value);
            }
            return value;
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            return store.range(from, to);
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return store.all();
        }

        @Override
        public long approximateNumEntries() {
            return store.approximateNumEntries();
        }
    }
}
