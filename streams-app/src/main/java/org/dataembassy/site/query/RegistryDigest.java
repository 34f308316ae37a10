package org.dataembassy.site.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.schemas.StateDigest;
import org.dataembassy.site.store.LedgerStore;
import org.dataembassy.site.store.StoreCorruptException;

/**
 * Computes the state digest of a registry over all its partitions, between two blocks of each. Entities lie in the order
 * of blinded names, so their ids are gathered and sorted first: memory grows with the ids, not with the states.
 */
final class RegistryDigest {
    private RegistryDigest() {}

    private record Owned(String entityId, LedgerStore store) {}

    static DigestAnswer of(RegistryModel<?> model, List<LedgerId> ledgers, LocalStores stores, SiteView view) {
        List<LedgerStore> all = ledgers.stream().map(stores::store).toList();
        Deque<Lock> held = new ArrayDeque<>();
        try {
            // In the order of partitions; a task holds one gate only, so none waits for another.
            for (LedgerId ledger : ledgers) {
                Lock gate = view.board().gate(ledger).readLock();
                gate.lock();
                held.push(gate);
            }
            return digest(model, all, view);
        } finally {
            held.forEach(Lock::unlock);
        }
    }

    private static DigestAnswer digest(RegistryModel<?> model, List<LedgerStore> stores, SiteView view) {
        List<Owned> entities = new ArrayList<>();
        List<Provenance> provenance = new ArrayList<>();
        for (LedgerStore store : stores) {
            provenance.add(StoreFaults.guarded(view.board(), store.ledger(), () -> {
                store.forEachEntity(entity -> entities.add(new Owned(entity.entityId(), store)));
                return view.provenance(store.ledger(), store.head());
            }));
        }
        entities.sort((a, b) -> StateDigest.ENTITY_ORDER.compare(a.entityId, b.entityId));
        StateDigest digest = new StateDigest(model.stateSchema());
        for (Owned entity : entities) {
            digest.add(entity.entityId, StoreFaults.guarded(view.board(), entity.store.ledger(), () -> state(entity)));
        }
        return new DigestAnswer(
                Digest.of(digest.digest()),
                entities.size(),
                Digest.of(SchemaFingerprint.of(model.stateSchema())),
                provenance);
    }

    private static byte[] state(Owned entity) {
        return entity.store
                .entity(entity.entityId)
                .orElseThrow(() -> new StoreCorruptException(entity.store.ledger(), "an entity is gone"))
                .state();
    }
}
