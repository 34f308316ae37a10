package org.dataembassy.restorer.fold;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.StateDigest;

/**
 * The states of a partition's entities while a ledger is folded: those in use as objects, the others as their canonical
 * bytes, in memory up to a bound and beyond it in a {@link SpillFile}. So memory grows by some 200 bytes with an entity
 * (its id and place), not by its state. Not thread-safe.
 */
final class StateTable<S extends SpecificRecord> implements AutoCloseable {
    /**
     * Few: an entity's next event comes with the others of its case, at once, or not soon. A person's state takes a few
     * kilobytes as an object; so many are still in a core's own cache when they are encoded, a thousand are not.
     */
    static final int USUAL_IN_USE = 64;

    private static final int ARRAY_OVERHEAD_BYTES = 16;

    private final RegistryModel<S> model;
    private final int inUse;
    private final SpillFile file;
    private final Map<String, Entry<S>> entries = new HashMap<>();
    /** The entries with an object, the one that became one first first. */
    private final Deque<Entry<S>> used = new ArrayDeque<>();

    private final List<Entry<S>> inOrder = new ArrayList<>();
    private boolean sorted = true;
    private long bytesLeft;
    private Entry<S> last;

    /** An entity's state: as an object, as bytes, in the file; at least one of them, and an object is the newest. */
    static final class Entry<S> {
        private final String id;
        /** The first bytes of the id, so that few comparisons look at the id itself. */
        private final long prefix;

        private S state;
        private boolean changed;
        private byte[] bytes;
        private SpillFile.Slot slot;

        private Entry(String id) {
            this.id = id;
            this.prefix = StateDigest.prefix(id);
        }

        /** In the order of the state digest. */
        int compareTo(Entry<?> other) {
            int byPrefix = Long.compareUnsigned(prefix, other.prefix);
            return byPrefix == 0 ? StateDigest.ENTITY_ORDER.compare(id, other.id) : byPrefix;
        }

        String id() {
            return id;
        }
    }

    /**
     * Makes an empty table.
     *
     * @param folder of the file
     * @param inUse objects at most, at least 1
     * @param memoryBytes for states that are kept as bytes; about
     */
    StateTable(RegistryModel<S> model, Path folder, int inUse, long memoryBytes) {
        this.model = model;
        this.inUse = inUse;
        this.bytesLeft = memoryBytes;
        this.file = new SpillFile(folder);
    }

    /** The state of an entity, null for a new one. */
    S get(String entityId) {
        Entry<S> entry = find(entityId);
        if (entry == null) {
            return null;
        }
        if (entry.state == null) {
            entry.state = StateCodec.decode(stored(entry), model);
            use(entry);
        }
        return entry.state;
    }

    void put(String entityId, S state) {
        Entry<S> entry = find(entityId);
        if (entry == null) {
            entry = new Entry<>(entityId);
            entries.put(entityId, entry);
            inOrder.add(entry);
            sorted = false;
            last = entry;
        }
        boolean idle = entry.state == null;
        entry.state = state;
        entry.changed = true;
        if (idle) {
            use(entry);
        }
    }

    /** What is asked for with an event is put back with the same event. */
    private Entry<S> find(String entityId) {
        if (last == null || !last.id.equals(entityId)) {
            last = entries.get(entityId);
        }
        return last;
    }

    int size() {
        return inOrder.size();
    }

    /** All entities in the order of the state digest. Valid until the next {@link #put}. */
    List<Entry<S>> inOrder() {
        if (!sorted) {
            inOrder.sort(Entry::compareTo);
            sorted = true;
        }
        return Collections.unmodifiableList(inOrder);
    }

    /** The canonical bytes of a state, for whoever goes through all of them once. Nobody may change them. */
    byte[] bytes(Entry<S> entry) {
        return entry.changed ? StateCodec.encode(entry.state) : stored(entry);
    }

    /** As {@link #get}, for whoever goes through all of them once. */
    S peek(Entry<S> entry) {
        return entry.state == null ? StateCodec.decode(stored(entry), model) : entry.state;
    }

    private byte[] stored(Entry<S> entry) {
        return entry.bytes == null ? file.read(entry.slot) : entry.bytes;
    }

    private void use(Entry<S> entry) {
        used.addLast(entry);
        if (used.size() > inUse) {
            Entry<S> eldest = used.removeFirst();
            if (eldest.changed) {
                store(eldest, StateCodec.encode(eldest.state));
                eldest.changed = false;
            }
            eldest.state = null;
        }
    }

    private void store(Entry<S> entry, byte[] bytes) {
        if (entry.bytes != null) {
            bytesLeft += entry.bytes.length + ARRAY_OVERHEAD_BYTES;
            entry.bytes = null;
        }
        long needed = bytes.length + ARRAY_OVERHEAD_BYTES;
        if (entry.slot == null && needed <= bytesLeft) {
            entry.bytes = bytes;
            bytesLeft -= needed;
        } else {
            entry.slot = file.write(entry.slot, bytes);
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
