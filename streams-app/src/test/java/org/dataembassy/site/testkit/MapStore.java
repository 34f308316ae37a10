package org.dataembassy.site.testkit;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A key-value store in memory, whose iterators show it as it was when they were made. */
public final class MapStore implements KeyValueStore<Bytes, byte[]> {
    private final TreeMap<Bytes, byte[]> entries = new TreeMap<>();

    /** What it holds; changes write through. */
    public TreeMap<Bytes, byte[]> entries() {
        return entries;
    }

    @Override
    public void put(Bytes place, byte[] value) {
        if (value == null) {
            entries.remove(place);
        } else {
            entries.put(place, value);
        }
    }

    @Override
    public byte[] putIfAbsent(Bytes place, byte[] value) {
        return entries.putIfAbsent(place, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte[] delete(Bytes place) {
        return entries.remove(place);
    }

    @Override
    public byte[] get(Bytes place) {
        return entries.get(place);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        Map<Bytes, byte[]> part = from == null ? entries : entries.tailMap(from, true);
        Map<Bytes, byte[]> shown = new TreeMap<>(part);
        if (to != null) {
            shown.keySet().removeIf(place -> place.compareTo(to) > 0);
        }
        return new Shown(shown.entrySet().iterator());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return "map";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private record Shown(Iterator<Map.Entry<Bytes, byte[]>> entries) implements KeyValueIterator<Bytes, byte[]> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> next = entries.next();
            return KeyValue.pair(next.getKey(), next.getValue());
        }

        @Override
        public Bytes peekNextKey() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
