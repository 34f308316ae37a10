package org.dataembassy.site.materialise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModel.LookupEntry;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.LedgerStore;
import org.dataembassy.site.store.LookupHit;

/** Folds a block's events of one entity in memory, beginning with what the store has of it. */
final class EntityFold<S extends SpecificRecord> {
    private final RegistryModel<S> model;
    private final String entityId;
    private final boolean isNew;
    private final Set<LookupEntry> foundUnder;
    private final List<EventPosition> newest = new ArrayList<>();
    private final Map<Long, List<EventPosition>> fullChunks = new HashMap<>();
    private final Map<String, byte[]> parts = new LinkedHashMap<>();
    private S state;
    private long eventCount;

    EntityFold(RegistryModel<S> model, String entityId, Optional<EntityEntry> before) {
        this.model = model;
        this.entityId = entityId;
        this.isNew = before.isEmpty();
        if (before.isPresent()) {
            state = StateCodec.decode(before.get().state(), model);
            newest.addAll(before.get().newest());
            eventCount = before.get().eventCount();
            foundUnder = Set.copyOf(model.lookups(state));
        } else {
            foundUnder = Set.of();
        }
    }

    void take(BlockEvents.Decoded event, long blockIndex) {
        RegistryModel.Folded<S> folded = model.fold(state, event.event(), event.sequence());
        state = folded.state();
        folded.newParts().forEach(part -> parts.put(part.name(), part.content()));
        if (newest.size() == EventPosition.CHUNK) {
            fullChunks.put(eventCount / EventPosition.CHUNK - 1, List.copyOf(newest));
            newest.clear();
        }
        newest.add(new EventPosition(event.sequence(), blockIndex, event.meta().recordedAt()));
        eventCount++;
    }

    BlockWrites.EntityWrite outcome(LedgerStore store) {
        EntityEntry entry = new EntityEntry(entityId, eventCount, newest, StateCodec.encode(state));
        return new BlockWrites.EntityWrite(entry, isNew, fullChunks, parts, changedHits(store));
    }

    /** An entry that ends is kept with its end; the newest run is the one that is kept. */
    private List<LookupHit> changedHits(LedgerStore store) {
        long sequence = newest.get(newest.size() - 1).sequence();
        Set<LookupEntry> now = new LinkedHashSet<>(model.lookups(state));
        List<LookupHit> changed = new ArrayList<>();
        for (LookupEntry entry : now) {
            if (!foundUnder.contains(entry)) {
                changed.add(new LookupHit(entry.lookup(), entry.value(), entityId, sequence, OptionalLong.empty()));
            }
        }
        for (LookupEntry entry : foundUnder) {
            if (!now.contains(entry)) {
                long from = store.hit(entry.lookup(), entry.value(), entityId)
                        .map(LookupHit::fromSequence)
                        .orElse(sequence);
                changed.add(new LookupHit(entry.lookup(), entry.value(), entityId, from, OptionalLong.of(sequence)));
            }
        }
        return changed;
    }
}
