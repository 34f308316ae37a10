package org.dataembassy.restorer.fold;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.StateDigest;

/**
 * The states of a registry's entities while a ledger is folded: the ones in use in memory, the others in a {@link
 * SpillFile}, so that memory grows by some 150 bytes with an entity (its id and place), not by its state. Not
 * thread-safe.
 */
final class StateTable<S extends SpecificRecord> implements AutoCloseable {
    /** A person's state takes a few kilobytes as an object. */
    static final int USUAL_IN_MEMORY = 32_768;

    private final RegistryModel<S> model;
    private final int inMemory;
    private final SpillFile file;
    private final Map<String, Held<S>> held = new LinkedHashMap<>(1024, 0.75f, true);
    private final Map<String, SpillFile.Slot> spilled = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private boolean sorted = true;

    /** A state in memory, and whether the file doesn't have it so. */
    private record Held<S>(S state, boolean changed) {}

    /**
     * @param folder of the file
     * @param inMemory states at most, at least 1
     */
    StateTable(RegistryModel<S> model, Path folder, int inMemory) {
        this.model = model;
        this.inMemory = inMemory;
        this.file = new SpillFile(folder);
    }

    /** The state of an entity, null for a new one. */
    S get(String entityId) {
        Held<S> found = held.get(entityId);
        if (found != null) {
            return found.state();
        }
        if (!spilled.containsKey(entityId)) {
            return null;
        }
        S state = read(entityId);
        hold(entityId, new Held<>(state, false));
        return state;
    }

    void put(String entityId, S state) {
        if (!held.containsKey(entityId) && !spilled.containsKey(entityId)) {
            ids.add(entityId);
            sorted = false;
        }
        hold(entityId, new Held<>(state, true));
    }

    int size() {
        return ids.size();
    }

    /** All ids in the order of the state digest. Valid until the next {@link #put}. */
    List<String> idsInOrder() {
        if (!sorted) {
            ids.sort(StateDigest.ENTITY_ORDER);
            sorted = true;
        }
        return java.util.Collections.unmodifiableList(ids);
    }

    /** As {@link #get}, for whoever goes through all of them once: what is in memory stays there. */
    S peek(String entityId) {
        Held<S> found = held.get(entityId);
        return found == null ? read(entityId) : found.state();
    }

    private S read(String entityId) {
        return StateCodec.decode(file.read(spilled.get(entityId)), model);
    }

    private void hold(String entityId, Held<S> state) {
        held.put(entityId, state);
        if (held.size() > inMemory) {
            var eldest = held.entrySet().iterator();
            Map.Entry<String, Held<S>> longest = eldest.next();
            if (longest.getValue().changed()) {
                String id = longest.getKey();
                byte[] bytes = StateCodec.encode(longest.getValue().state());
                spilled.put(id, file.write(spilled.get(id), bytes));
            }
            eldest.remove();
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
