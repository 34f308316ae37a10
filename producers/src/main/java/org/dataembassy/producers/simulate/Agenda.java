package org.dataembassy.producers.simulate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/** What is to happen to someone on a later day, in the order of days, then as it was noted. Not thread-safe. */
final class Agenda {
    private final TreeMap<Integer, Deque<Entry>> byDay = new TreeMap<>();

    /** What is to happen. */
    enum Matter {
        /** A court appoints a guardian for a minor without parents. */
        APPOINT_GUARDIAN,
        /** A ward comes of age. */
        COME_OF_AGE,
        /** A man acknowledges a child that was registered without a father. */
        ACKNOWLEDGE_CHILD
    }

    /** @param generation of the slot: it may be another person's by then */
    record Entry(Matter matter, int person, short generation) {}

    void note(int day, Matter matter, People people, int person) {
        byDay.computeIfAbsent(day, d -> new ArrayDeque<>(2)).add(new Entry(matter, person, people.generation[person]));
    }

    /** The next entry that is due by {@code day}, or null. */
    Entry poll(int day) {
        while (!byDay.isEmpty() && byDay.firstKey() <= day) {
            Deque<Entry> entries = byDay.firstEntry().getValue();
            Entry entry = entries.poll();
            if (entries.isEmpty()) {
                byDay.pollFirstEntry();
            }
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }
}
