package org.dataembassy.site.query;

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
     * @param inForceOn as it is in force on that day, by what counts as of {@code asOf}; empty for all of it
     * @throws QueryProblem if there is none, or it can't be told here and now
     */
    public EntityAnswer entity(String registry, String entityId, AsOf asOf, Optional<LocalDate> inForceOn) {
        RegistryModel<?> model = model(registry);
        LedgerId ledger = ledgerOf(registry, entityId);
        return asOf instanceof AsOf.Now
                ? entityNow(model, ledger, entityId, inForceOn)
                : entityAsOf(model, ledger, entityId, asOf, inForceOn);
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
            RegistryModel<S> model, LedgerId ledger, String entityId, AsOf asOf, Optional<LocalDate> inForceOn) {
        LedgerStore store = stores.store(ledger);
        Optional<Known> known = atGate(ledger, s -> {
            requireReached(s, asOf);
            EntityEntry entity = require(s, entityId);
            return asOf.includes(entity.last()) ? Optional.empty() : Optional.of(knownBy(s, entity, asOf));
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

    /** A sequence that is not here yet may be anybody's event; a time is over everywhere at once. */
    private void requireReached(LedgerStore store, AsOf asOf) {
        long events = store.head().map(head -> head.head().nextSequence()).orElse(0L);
        if (asOf instanceof AsOf.Sequence last && last.sequence() >= events) {
            throw QueryProblem.notReached(provenance(store));
        }
    }

    private Known knownBy(LedgerStore store, EntityEntry entity, AsOf asOf) {
        List<EventPosition> upTo = new EntityPositions(store, entity)
                .after(-1, Integer.MAX_VALUE).stream().takeWhile(asOf::includes).toList();
        Provenance at = provenance(store);
        if (upTo.isEmpty()) {
            throw QueryProblem.unknownEntity(at, "as of then");
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

    /**
     * The sequence of an entity's event with this id, in the entity's ledger.
     *
     * @throws QueryProblem if the entity has none
     */
    public EventPlace eventOf(String registry, String entityId, String eventId) {
        RegistryModel<?> model = model(registry);
        LedgerId ledger = ledgerOf(registry, entityId);
        LedgerStore store = stores.store(ledger);
        Known known = atGate(
                ledger,
                s -> new Known(
                        new EntityPositions(s, require(s, entityId)).after(-1, Integer.MAX_VALUE), provenance(s)));
        return guarded(ledger, () -> entries(model, store, known.positions)).stream()
                .filter(entry -> entry.meta().eventId().equals(eventId))
                .findFirst()
                .map(entry -> new EventPlace(ledger, entry.sequence()))
                .orElseThrow(() -> QueryProblem.notFound(
                        "event-unknown",
                        "The entity has no event with this id in what has been applied so far.",
                        "See its history for the events it has."));
    }

    /** Where an event lies. */
    public record EventPlace(LedgerId ledger, long sequence) {}

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
     * A page of the entities that are found under a value, in the form in which the model compares it. Blocks may be applied between two pages: each page is of its
     * own moment, and whoever is found under the value throughout is on exactly one of them.
     *
     * @param cursor of the page before; empty for the first
     * @param limit 1 to {@link #MAX_PAGE}; a page may hold fewer although there are more
     */
    public LookupAnswer lookup(String registry, String lookup, String value, Optional<String> cursor, int limit) {
        RegistryModel<?> model = model(registry);
        if (!model.lookupNames().contains(lookup)) {
            throw QueryProblem.notFound(
                    "lookup-unknown",
                    "The registry " + registry + " has no such lookup.",
                    "Use one of " + String.join(", ", model.lookupNames()) + ".");
        }
        LookupWalk walk =
                new LookupWalk(lookup, model.normalise(lookup, value), cursor.map(LookupCursor::parse), limit);
        Map<LedgerId, String> missing = new TreeMap<>();
        List<Provenance> provenance = new ArrayList<>();
        for (LedgerId ledger : ledgers(registry)) {
            try {
                provenance.add(atGate(ledger, store -> {
                    walk.through(store);
                    return provenance(store);
                }));
            } catch (QueryProblem e) {
                if (e.kind() == QueryProblem.Kind.BAD_REQUEST) {
                    throw e;
                }
                missing.put(ledger, e.getMessage());
            }
        }
        return new LookupAnswer(walk.found(), walk.next().map(LookupCursor::text), missing, provenance);
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
