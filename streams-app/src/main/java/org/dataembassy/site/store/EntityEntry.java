package org.dataembassy.site.store;

import java.util.ArrayList;
import java.util.List;

/**
 * An entity: its state, and its newest positions. Bounded whatever the length of its history: full chunks of positions,
 * texts and postings are entries of their own.
 *
 * @param eventCount events folded, at least 1; those before {@code newest} lie in full chunks
 * @param newest the newest positions, 1 to {@link EventPosition#CHUNK}
 * @param foundSince for each lookup entry of the state, in the model's order and without duplicates, the event by which it
 *     began
 * @param state canonical Avro bytes in the store's state schema
 */
public record EntityEntry(
        String entityId, long eventCount, List<EventPosition> newest, List<Long> foundSince, byte[] state) {
    private static final int FORMAT = 2;

    public EntityEntry {
        newest = List.copyOf(newest);
        foundSince = List.copyOf(foundSince);
        if (newest.isEmpty()
                || newest.size() > EventPosition.CHUNK
                || (eventCount - newest.size()) % EventPosition.CHUNK != 0) {
            throw new IllegalArgumentException("entity entry: " + newest.size() + " newest positions of " + eventCount
                    + " events don't end a run of chunks of " + EventPosition.CHUNK);
        }
    }

    /** Full chunks that lie beside this entry, numbered from 0. */
    public long fullChunks() {
        return (eventCount - newest.size()) / EventPosition.CHUNK;
    }

    /** The position of the last event. */
    public EventPosition last() {
        return newest.get(newest.size() - 1);
    }

    byte[] encode() {
        EntryWriter out = new EntryWriter(FORMAT).text(entityId).count(eventCount);
        EventPosition.write(out, newest);
        out.count(foundSince.size());
        foundSince.forEach(out::count);
        return out.bytes(state).done();
    }

    static EntityEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        EntityEntry entity =
                new EntityEntry(in.text(), in.count(), EventPosition.read(in), readSequences(in), in.bytes());
        in.end();
        return entity;
    }

    private static List<Long> readSequences(EntryReader in) {
        int size = in.size();
        List<Long> sequences = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            sequences.add(in.count());
        }
        return sequences;
    }
}
