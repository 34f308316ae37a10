package org.dataembassy.restorer.fold;

import java.nio.file.Path;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.schemas.RegistryModel;

/** The states of one partition's entities, as the registry's model folds them. For one thread at a time. */
public final class PartitionFold<S extends SpecificRecord> implements AutoCloseable {
    private final RegistryModel<S> model;
    private final PartFile parts;
    private final StateTable<S> states;
    private long events;
    private long anomalies;

    PartitionFold(RegistryModel<S> model, Path folder, int statesInUse, long stateBytes) {
        this.model = model;
        this.parts = new PartFile(folder);
        this.states = new StateTable<>(model, folder, statesInUse, stateBytes);
    }

    /** Folds the partition's next event. */
    public void apply(RecordedEvent event) {
        String entityId = event.meta().getEntityId();
        S before = states.get(entityId);
        RegistryModel.Folded<S> folded = model.fold(before, event.event(), event.sequence());
        for (RegistryModel.Part part : folded.newParts()) {
            parts.add(entityId, part);
        }
        states.put(entityId, folded.state());
        anomalies += model.anomalies(folded.state()) - (before == null ? 0 : model.anomalies(before));
        events++;
    }

    /** No more events will come: does already what {@link RegistryFold#inOrder} needs. */
    public void finish() {
        states.idsInOrder();
    }

    long events() {
        return events;
    }

    long anomalies() {
        return anomalies;
    }

    int entityCount() {
        return states.size();
    }

    boolean hasParts() {
        return !parts.isEmpty()
                && states.idsInOrder().stream()
                        .anyMatch(id -> !model.parts(states.peek(id)).isEmpty());
    }

    List<String> idsInOrder() {
        return states.idsInOrder();
    }

    RegistryFold.Entity<S> entity(String entityId) {
        return new RegistryFold.Entity<>(entityId, model, states, parts);
    }

    @Override
    public void close() {
        try (parts) {
            states.close();
        }
    }
}
