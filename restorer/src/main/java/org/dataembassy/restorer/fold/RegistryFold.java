package org.dataembassy.restorer.fold;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.StateDigest;

/**
 * The states of a registry's entities, as its model folds them: the same fold as at a site. States that are not in
 * use and all parts lie in files once there are many, so that memory grows with the ids only.
 *
 * <p>Each partition is folded on one thread; several may be at the same time. All else is for one thread, once that is
 * done.
 *
 * @param <S> the state of an entity
 */
public final class RegistryFold<S extends SpecificRecord> implements AutoCloseable {
    /** The part of the heap that states may take as bytes: reading, decoding and ids need the rest. */
    private static final int HEAP_PARTS = 4;

    /** One entity at the end of the fold. */
    public static final class Entity<S extends SpecificRecord> {
        private final StateTable.Entry<S> entry;
        private final RegistryModel<S> model;
        private final StateTable<S> states;
        private final PartFile partFile;

        Entity(StateTable.Entry<S> entry, RegistryModel<S> model, StateTable<S> states, PartFile partFile) {
            this.entry = entry;
            this.model = model;
            this.states = states;
            this.partFile = partFile;
        }

        public String entityId() {
            return entry.id();
        }

        /** Decoded anew with each call. */
        public S state() {
            return states.peek(entry);
        }

        /** The state's canonical bytes; to be looked at only. */
        public byte[] stateBytes() {
            return states.bytes(entry);
        }

        /** Names of its parts. */
        public List<String> parts() {
            return partFile.isEmpty() ? List.of() : model.parts(state());
        }

        /** Reads its parts. */
        public RegistryModel.PartReader reader() {
            return name -> partFile.read(entry.id(), name);
        }
    }

    private final RegistryModel<S> model;
    private final Path folder;
    private final int partitionCount;
    private final SortedMap<Integer, PartitionFold<S>> partitions = new TreeMap<>();
    private List<Entity<S>> inOrder;

    /**
     * Makes an empty fold.
     *
     * @param folder where states and parts are kept meanwhile; for this user only
     * @param partitions of the registry, at least 1
     */
    public RegistryFold(RegistryModel<S> model, Path folder, int partitions) {
        this.model = model;
        this.folder = folder;
        this.partitionCount = partitions;
    }

    /** Takes in a partition's events, before anybody asks for states. */
    public synchronized PartitionFold<S> ofPartition(int partition) {
        return partitions.computeIfAbsent(partition, index -> {
            long stateBytes = Runtime.getRuntime().maxMemory() / HEAP_PARTS / partitionCount;
            return new PartitionFold<>(model, folder, StateTable.USUAL_IN_USE, stateBytes);
        });
    }

    /** Folds the next event of a ledger. */
    public void apply(RecordedEvent event) {
        inOrder = null;
        ofPartition(event.header().ledger().partition()).apply(event);
    }

    public RegistryModel<S> model() {
        return model;
    }

    /** Events folded so far. */
    public long events() {
        return sum(PartitionFold::events);
    }

    public int entityCount() {
        return Math.toIntExact(sum(PartitionFold::entityCount));
    }

    /** Rules broken by the events so far, as the states count them. */
    public long anomalies() {
        return sum(PartitionFold::anomalies);
    }

    private long sum(ToLongFunction<PartitionFold<S>> count) {
        return partitions.values().stream().mapToLong(count).sum();
    }

    /** Whether any state refers to a part. */
    public boolean hasParts() {
        return partitions.values().stream().anyMatch(PartitionFold::hasParts);
    }

    /** All entities in the order of the state digest: by entity id, as unsigned UTF-8 bytes. */
    public Iterator<Entity<S>> inOrder() {
        if (inOrder == null) {
            inOrder = merged();
        }
        return inOrder.iterator();
    }

    private List<Entity<S>> merged() {
        List<Entity<S>> all = new ArrayList<>(entityCount());
        partitions.values().forEach(partition -> all.addAll(partition.inOrder()));
        // The sort takes runs that are in order, which each partition's entities are, as they are, and merges them.
        all.sort((one, other) -> one.entry.compareTo(other.entry));
        return all;
    }

    /** The state digest of what has been folded (design.md section 11). */
    public Digest stateDigest() {
        StateDigest digest = new StateDigest(model.stateSchema());
        inOrder().forEachRemaining(entity -> digest.add(entity.entityId(), entity.stateBytes()));
        return Digest.of(digest.digest());
    }

    @Override
    public void close() {
        partitions.values().forEach(PartitionFold::close);
    }
}
