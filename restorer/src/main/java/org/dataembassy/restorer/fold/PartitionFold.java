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
        states.inOrder();
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
                && states.inOrder().stream()
                        .anyMatch(entry -> !model.parts(states.peek(entry)).isEmpty());
    }

    /** The partition's entities in the order of the state digest. */
    List<RegistryFold.Entity<S>> inOrder() {
        return states.inOrder().stream()
                .map(entry -> new RegistryFold.Entity<>(entry, model, states, parts))
                .toList();
    }

    @Override
    public void close() {
        try (parts) {
            states.close();
        }
    }
}
