package org.dataembassy.site.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The writes of one block. Reads see the store as it is; writes are encoded, sealed and counted here, and change the
 * store only in {@link #apply}, the head among them.
 */
public final class StoreBatch extends WritableLedgerStore {
    private final WritableLedgerStore of;
    private final StoreSecrets.Batch sealing;
    private final Map<Bytes, byte[]> pending = new LinkedHashMap<>();

    StoreBatch(WritableLedgerStore of, KeyValueStore<Bytes, byte[]> store) {
        super(store, of.secrets());
        this.of = of;
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
        return pending.containsKey(place) ? pending.get(place) : super.stored(place);
    }

    @Override
    byte[] seal(byte[] place, byte[] entry) {
        return sealing.seal(place, entry);
    }

    @Override
    void write(Bytes place, byte[] value) {
        pending.remove(place); // the head is to be the last, however often it's written
        pending.put(place, value);
    }

    @Override
    void writeOnce(Bytes place, byte[] value) {
        if (pending.putIfAbsent(place, value) != null) {
            throw new IllegalStateException(
                    "a batch writes twice where it took nobody to have written, at an entry of kind "
                            + StoreLayout.kindOf(place.get()));
        }
    }
}
