package org.dataembassy.site.materialise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModel.LookupEntry;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.EntityName;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.Held;
import org.dataembassy.site.store.LookupHit;
import org.dataembassy.site.store.StoreCorruptException;

/** Folds a block's events of one entity in memory, beginning with what the store has of it. */
final class EntityFold<S extends SpecificRecord> {
    private final RegistryModel<S> model;
    private final EntityName name;
    private final Held<EntityEntry> before;
    private final List<LookupEntry> foundUnder;
    private final List<Long> foundSince;
    private final List<EventPosition> newest = new ArrayList<>();
    private final Map<Long, List<EventPosition>> fullChunks = new HashMap<>();
    private final Map<String, byte[]> parts = new LinkedHashMap<>();
    private S state;
    private long eventCount;

    /** @throws StoreCorruptException if the store's entry is not one of this model */
    EntityFold(RegistryModel<S> model, EntityName name, Held<EntityEntry> before, LedgerId ledger) {
        this.model = model;
        this.name = name;
        this.before = before;
        Optional<EntityEntry> entry = before.entry();
        if (entry.isPresent()) {
            state = StateCodec.decode(entry.get().state(), model);
            newest.addAll(entry.get().newest());
            eventCount = entry.get().eventCount();
            foundUnder = lookups();
            foundSince = entry.get().foundSince();
            if (foundSince.size() != foundUnder.size()) {
                throw new StoreCorruptException(
                        ledger,
                        "an entity's entry tells " + foundSince.size() + " lookup entries where its state has "
                                + foundUnder.size());
            }
        } else {
            foundUnder = List.of();
            foundSince = List.of();
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

    /** A lookup entry begins and ends by the entity's last event in the block. */
    BlockWrites.EntityWrite outcome() {
        long last = newest.get(newest.size() - 1).sequence();
        List<LookupEntry> found = lookups();
        List<LookupHit> hits = new ArrayList<>();
        List<Long> since = foundSince;
        if (!found.equals(foundUnder)) {
            since = new ArrayList<>(found.size());
            for (LookupEntry entry : found) {
                int earlier = foundUnder.indexOf(entry);
                since.add(earlier >= 0 ? foundSince.get(earlier) : last);
                if (earlier < 0) {
                    hits.add(hit(entry, last, OptionalLong.empty()));
                }
            }
            for (int i = 0; i < foundUnder.size(); i++) {
                if (!found.contains(foundUnder.get(i))) {
                    hits.add(hit(foundUnder.get(i), foundSince.get(i), OptionalLong.of(last)));
                }
            }
        }
        EntityEntry entry = new EntityEntry(name.entityId(), eventCount, newest, since, StateCodec.encode(state));
        return new BlockWrites.EntityWrite(name, before, entry, fullChunks, parts, hits);
    }

    private LookupHit hit(LookupEntry entry, long from, OptionalLong end) {
        return new LookupHit(entry.lookup(), entry.value(), name.entityId(), from, end);
    }

    /** Under what the state is found: few, and each once. */
    private List<LookupEntry> lookups() {
        List<LookupEntry> all = model.lookups(state);
        List<LookupEntry> once = new ArrayList<>(all.size());
        for (LookupEntry entry : all) {
            if (!once.contains(entry)) {
                once.add(entry);
            }
        }
        return once;
    }
}
