package org.dataembassy.site.query;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.Partitioning;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.site.materialise.BlockEvents;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.LedgerStore;
import org.dataembassy.site.store.LookupHit;
import org.dataembassy.site.store.StoreCorruptException;

/**
 * Answers questions on registries from the stores of this instance. Each answer is taken between two blocks, under the
 * partition's gate, and says on what it rests. Thread-safe.
 */
public final class RegistryQueries {
    /** What one answer holds at most. */
    public static final int MAX_PAGE = 500;

    private final SiteView view;
    private final LocalStores stores;
    private final LedgerBlocks blocks;
    private final BlockEvents events;

    public RegistryQueries(SiteView view, LocalStores stores, LedgerBlocks blocks, BlockEvents events) {
        this.view = view;
        this.stores = stores;
        this.blocks = blocks;
        this.events = events;
    }

    public SiteView view() {
        return view;
    }

    /**
     * An entity.
     *
     * @param recordedAt as it was recorded at that time; empty for now
     * @param inForceOn as it is in force on that day, by what is (or was) recorded; empty for all of it
     * @throws QueryProblem if there is none, or it can't be told here and now
     */
    public EntityAnswer entity(
            String registry, String entityId, Optional<Instant> recordedAt, Optional<LocalDate> inForceOn) {
        RegistryModel<?> model = model(registry);
        LedgerId ledger = ledgerOf(registry, entityId);
        return recordedAt.isPresent()
                ? entityAsOf(model, ledger, entityId, recordedAt.get(), inForceOn)
                : entityNow(model, ledger, entityId, inForceOn);
    }

    private <S extends SpecificRecord> EntityAnswer entityNow(
            RegistryModel<S> model, LedgerId ledger, String entityId, Optional<LocalDate> inForceOn) {
        return atGate(ledger, store -> {
            EntityEntry entity = require(store, entityId);
            S state = StateCodec.decode(entity.state(), model);
            RegistryModel.PartReader parts = name -> store.part(entityId, name)
                    .orElseThrow(() -> new StoreCorruptException(ledger, "a part of an entity is missing"));
            return new EntityAnswer(
                    entityId,
                    json(model, state, inForceOn, parts),
                    entity.eventCount(),
                    provenance(store).of(event(store, entity.last())));
        });
    }

    private <S extends SpecificRecord> EntityAnswer entityAsOf(
            RegistryModel<S> model,
            LedgerId ledger,
            String entityId,
            Instant recordedAt,
            Optional<LocalDate> inForceOn) {
        LedgerStore store = stores.store(ledger);
        Optional<Known> known = atGate(ledger, s -> {
            EntityEntry entity = require(s, entityId);
            return entity.last().recordedAt().isAfter(recordedAt)
                    ? Optional.of(knownBy(s, entity, recordedAt))
                    : Optional.empty();
        });
        if (known.isEmpty()) {
            return entityNow(model, ledger, entityId, inForceOn);
        }
        // Blocks never change: the ledger is read outside of the gate.
        EntityReplay<S> replay = new EntityReplay<>(model, store, blocks, events);
        guarded(ledger, () -> {
            replay.foldAll(known.get().positions);
            return replay;
        });
        return new EntityAnswer(
                entityId,
                json(model, replay.state(), inForceOn, replay::part),
                known.get().positions.size(),
                known.get().provenance);
    }

    private Known knownBy(LedgerStore store, EntityEntry entity, Instant recordedAt) {
        List<EventPosition> upTo = new EntityPositions(store, entity)
                .after(-1, Integer.MAX_VALUE).stream()
                        .takeWhile(position -> !position.recordedAt().isAfter(recordedAt))
                        .toList();
        Provenance at = provenance(store);
        if (upTo.isEmpty()) {
            throw QueryProblem.unknownEntity(at, "at that recorded time");
        }
        return new Known(upTo, at.of(event(store, upTo.get(upTo.size() - 1))));
    }

    private record Known(List<EventPosition> positions, Provenance provenance) {}

    /**
     * A page of an entity's history.
     *
     * @param after only events with a higher sequence
     * @param limit 1 to {@link #MAX_PAGE}
     */
    public HistoryAnswer history(String registry, String entityId, OptionalLong after, int limit) {
        RegistryModel<?> model = model(registry);
        LedgerId ledger = ledgerOf(registry, entityId);
        LedgerStore store = stores.store(ledger);
        EntityEntry[] entity = new EntityEntry[1];
        Known known = atGate(ledger, s -> {
            entity[0] = require(s, entityId);
            List<EventPosition> later = new EntityPositions(s, entity[0]).after(after.orElse(-1), limit + 1);
            return new Known(later, provenance(s).of(event(s, entity[0].last())));
        });
        boolean more = known.positions.size() > limit;
        List<EventPosition> page = more ? known.positions.subList(0, limit) : known.positions;
        List<HistoryAnswer.Entry> entries = guarded(ledger, () -> entries(model, store, page));
        return new HistoryAnswer(
                entityId,
                entity[0].eventCount(),
                entries,
                more ? OptionalLong.of(page.get(limit - 1).sequence()) : OptionalLong.empty(),
                known.provenance);
    }

    private <S extends SpecificRecord> List<HistoryAnswer.Entry> entries(
            RegistryModel<S> model, LedgerStore store, List<EventPosition> page) {
        EntityReplay<S> replay = new EntityReplay<>(model, store, blocks, events);
        return page.stream()
                .map(position -> {
                    BlockEvents.Decoded event = replay.eventAt(position);
                    return new HistoryAnswer.Entry(
                            position.sequence(),
                            position.blockIndex(),
                            event.event().getSchema().getName(),
                            event.meta());
                })
                .toList();
    }

    /**
     * Entities that are found under a value, compared exactly.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     */
    public LookupAnswer lookup(String registry, String lookup, String value, int limit) {
        RegistryModel<?> model = model(registry);
        if (!model.lookupNames().contains(lookup)) {
            throw QueryProblem.notFound(
                    "lookup-unknown",
                    "The registry " + registry + " has no such lookup.",
                    "Use one of " + String.join(", ", model.lookupNames()) + ".");
        }
        List<LookupAnswer.Found> found = new ArrayList<>();
        Map<LedgerId, String> missing = new TreeMap<>();
        List<Provenance> provenance = new ArrayList<>();
        for (LedgerId ledger : ledgers(registry)) {
            try {
                provenance.add(atGate(ledger, store -> {
                    store.forEachHit(lookup, value, hit -> take(found, hit, ledger, limit));
                    return provenance(store);
                }));
            } catch (QueryProblem e) {
                missing.put(ledger, e.getMessage());
            }
        }
        boolean more = found.size() > limit;
        return new LookupAnswer(more ? found.subList(0, limit) : found, more, missing, provenance);
    }

    private static boolean take(List<LookupAnswer.Found> found, LookupHit hit, LedgerId ledger, int limit) {
        if (hit.endSequence().isEmpty()) {
            found.add(new LookupAnswer.Found(hit, ledger));
        }
        return found.size() <= limit;
    }

    /** The state digest of a registry, over all its partitions at one moment. Blocks are applied again when it's done. */
    public DigestAnswer digest(String registry) {
        return RegistryDigest.of(model(registry), ledgers(registry), stores, view);
    }

    /** Every lookup of the registry by name; none if this version doesn't know the registry. */
    public List<String> lookupNames(String registry) {
        view.registry(registry);
        return known(registry).map(RegistryModel::lookupNames).orElse(List.of());
    }

    /**
     * Signed blocks that were kept without being applied, of the partitions that this instance holds.
     *
     * @param limit 1 to {@link #MAX_PAGE}
     */
    public List<EvidenceAnswer> evidence(String registry, int limit) {
        List<EvidenceAnswer> all = new ArrayList<>();
        for (LedgerId ledger : ledgers(registry)) {
            if (view.board().report(ledger).isPresent()) {
                atGate(ledger, store -> {
                    store.forEachEvidence((place, entry) -> {
                        all.add(new EvidenceAnswer(ledger, place, entry));
                        return all.size() < limit;
                    });
                    return store;
                });
            }
        }
        return all.size() > limit ? all.subList(0, limit) : all;
    }

    private List<LedgerId> ledgers(String registry) {
        TrustRoot.RegistryEntry entry = view.registry(registry);
        List<LedgerId> ledgers = new ArrayList<>();
        for (int partition = 0; partition < entry.partitions(); partition++) {
            ledgers.add(new LedgerId(registry, partition));
        }
        return ledgers;
    }

    private LedgerId ledgerOf(String registry, String entityId) {
        return new LedgerId(
                registry,
                Partitioning.partitionOf(entityId, view.registry(registry).partitions()));
    }

    private static Optional<RegistryModel<?>> known(String registry) {
        for (RegistryModel<?> model : RegistryModels.all()) {
            if (model.registry().equals(registry)) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    private RegistryModel<?> model(String registry) {
        view.registry(registry);
        Optional<RegistryModel<?>> known = known(registry);
        if (known.isPresent()) {
            return known.get();
        }
        throw QueryProblem.unavailable(
                "registry-unsupported",
                "This version has no model for the registry " + registry + ".",
                "Install the version of the site service that knows it.");
    }

    private EntityEntry require(LedgerStore store, String entityId) {
        return store.entity(entityId)
                .orElseThrow(() -> QueryProblem.unknownEntity(provenance(store), "in what has been applied so far"));
    }

    private Provenance provenance(LedgerStore store) {
        return view.provenance(store.ledger(), store.head());
    }

    private static Provenance.LastEvent event(LedgerStore store, EventPosition position) {
        BlockEntry block = store.appliedBlock(position.blockIndex());
        return new Provenance.LastEvent(position, block.epoch(), block.leaf());
    }

    private static <S extends SpecificRecord> Optional<String> json(
            RegistryModel<S> model, S state, Optional<LocalDate> inForceOn, RegistryModel.PartReader parts) {
        return inForceOn.isPresent()
                ? Optional.ofNullable(model.toJsonInForce(state, inForceOn.get(), parts))
                : Optional.of(model.toJson(state, parts));
    }

    /** Reads between two blocks. */
    private <T> T atGate(LedgerId ledger, java.util.function.Function<LedgerStore, T> question) {
        LedgerStore store = stores.store(ledger);
        Lock gate = view.board().gate(ledger).readLock();
        gate.lock();
        try {
            return guarded(ledger, () -> question.apply(store));
        } finally {
            gate.unlock();
        }
    }

    private <T> T guarded(LedgerId ledger, Supplier<T> question) {
        return StoreFaults.guarded(view.board(), ledger, question);
    }
}
