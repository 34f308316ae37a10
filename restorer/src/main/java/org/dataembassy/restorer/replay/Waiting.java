package org.dataembassy.restorer.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Validly signed blocks that came before the one below them, by block index: their places, not their bodies. Bounded; a
 * record beyond the bound is forgotten, highest index first, and its source reads it again later. Not thread-safe.
 */
final class Waiting {
    /** A record that waits. */
    record Item(SourceReading from, RecordPlace place) {}

    private final TreeMap<Long, Deque<Item>> byIndex = new TreeMap<>();
    private final int capacity;
    private int size;
    private int ofWanted;

    /** @param capacity records remembered, at least 1 */
    Waiting(int capacity) {
        this.capacity = capacity;
    }

    void add(long blockIndex, Item item) {
        byIndex.computeIfAbsent(blockIndex, index -> new ArrayDeque<>(1)).addLast(item);
        count(item, 1);
        if (size > capacity) {
            forget(take(byIndex.lastEntry()));
        }
    }

    /** Takes a record of a block index of at most {@code blockIndex}. */
    Optional<Item> takeThrough(long blockIndex) {
        return byIndex.isEmpty() || byIndex.firstKey() > blockIndex
                ? Optional.empty()
                : Optional.of(take(byIndex.firstEntry()));
    }

    /** The lowest block index that waits, and where. */
    Optional<Map.Entry<Long, Item>> lowest() {
        return Optional.ofNullable(byIndex.firstEntry())
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().getFirst()));
    }

    /** Leaves everything to its source to read again. */
    void forgetAll() {
        while (!byIndex.isEmpty()) {
            forget(take(byIndex.firstEntry()));
        }
    }

    /** Whether a block of a source waits every block of which is wanted. */
    boolean anyOfWanted() {
        return ofWanted > 0;
    }

    private static void forget(Item item) {
        item.from().forget(item.place().offset());
    }

    private Item take(Map.Entry<Long, Deque<Item>> entry) {
        Item item = entry.getValue().removeFirst();
        if (entry.getValue().isEmpty()) {
            byIndex.remove(entry.getKey());
        }
        count(item, -1);
        return item;
    }

    private void count(Item item, int by) {
        size += by;
        ofWanted += item.from().wanted() ? by : 0;
        item.from().countWaiting(by);
    }
}
