package org.dataembassy.restorer.fold;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.StateDigest;

/**
 * The states of a registry's entities, as its model folds them: the same fold as at a site. States that are not in
 * use and all parts lie in files, so that memory grows with the ids only. Not thread-safe.
 *
 * @param <S> the state of an entity
 */
public final class RegistryFold<S extends SpecificRecord> implements AutoCloseable {
    /**
     * One entity at the end of the fold.
     *
     * @param parts names of its parts
     * @param reader reads them
     */
    public record Entity<S>(String entityId, S state, List<String> parts, RegistryModel.PartReader reader) {}

    private final RegistryModel<S> model;
    private final PartFile parts;
    private final StateTable<S> states;
    private long events;
    private long anomalies;

    /** @param folder where states and parts are kept meanwhile; for this user only */
    public RegistryFold(RegistryModel<S> model, Path folder) {
        this(model, folder, StateTable.USUAL_IN_MEMORY);
    }

    /** @param statesInMemory at most */
    RegistryFold(RegistryModel<S> model, Path folder, int statesInMemory) {
        this.model = model;
        this.parts = new PartFile(folder);
        this.states = new StateTable<>(model, folder, statesInMemory);
    }

    /** Folds the next event of a ledger. */
    public void apply(RecordedEvent event) {
        String entityId = event.meta().entityId();
        S before = states.get(entityId);
        RegistryModel.Folded<S> folded = model.fold(before, event.event(), event.sequence());
        folded.newParts().forEach(part -> parts.add(entityId, part));
        states.put(entityId, folded.state());
        anomalies += model.anomalies(folded.state()) - (before == null ? 0 : model.anomalies(before));
        events++;
    }

    public RegistryModel<S> model() {
        return model;
    }

    /** Events folded so far. */
    public long events() {
        return events;
    }

    public int entityCount() {
        return states.size();
    }

    /** Rules broken by the events so far, as the states count them. */
    public long anomalies() {
        return anomalies;
    }

    /** Whether any state refers to a part. */
    public boolean hasParts() {
        return !parts.isEmpty()
                && states.idsInOrder().stream()
                        .anyMatch(id -> !model.parts(states.peek(id)).isEmpty());
    }

    /** All entities in the order of the state digest: by entity id, as unsigned UTF-8 bytes. */
    public Iterator<Entity<S>> inOrder() {
        return states.idsInOrder().stream()
                .map(id -> entity(id, states.peek(id)))
                .iterator();
    }

    /** The state digest of what has been folded (design.md section 11). */
    public Digest stateDigest() {
        StateDigest digest = new StateDigest(model.stateSchema());
        inOrder().forEachRemaining(entity -> digest.add(entity.entityId(), StateCodec.encode(entity.state())));
        return Digest.of(digest.digest());
    }

    private Entity<S> entity(String entityId, S state) {
        return new Entity<>(entityId, state, model.parts(state), name -> parts.read(entityId, name));
    }

    @Override
    public void close() {
        try (parts) {
            states.close();
        }
    }
}
