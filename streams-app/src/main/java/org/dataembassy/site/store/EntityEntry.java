package org.dataembassy.site.store;

import java.util.ArrayList;
import java.util.List;

/**
 * An entity: its state, and its newest positions. Bounded whatever the length of its history: full chunks of positions,
 * texts and postings are entries of their own.
 *
 * @param eventCount events folded, at least 1; those before {@code newest} lie in full chunks
 * @param newest the newest positions, 1 to {@link EventPosition#CHUNK}
 * @param state canonical Avro bytes in the store's state schema
 */
public record EntityEntry(String entityId, long eventCount, List<EventPosition> newest, byte[] state) {
    private static final int FORMAT = 1;

    public EntityEntry {
        newest = List.copyOf(newest);
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

    /** The entry with one more event; the caller files {@link #newest} as a chunk first if it is full. */
    EntityEntry with(EventPosition position, byte[] newState) {
        List<EventPosition> positions = new ArrayList<>();
        if (newest.size() < EventPosition.CHUNK) {
            positions.addAll(newest);
        }
        positions.add(position);
        return new EntityEntry(entityId, eventCount + 1, positions, newState);
    }

    byte[] encode() {
        EntryWriter out = new EntryWriter(FORMAT).text(entityId).count(eventCount);
        EventPosition.write(out, newest);
        return out.bytes(state).done();
    }

    static EntityEntry decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        EntityEntry entity = new EntityEntry(in.text(), in.count(), EventPosition.read(in), in.bytes());
        in.end();
        return entity;
    }
}
