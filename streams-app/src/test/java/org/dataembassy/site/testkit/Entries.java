package org.dataembassy.site.testkit;

import java.util.OptionalLong;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.LookupHit;
import org.dataembassy.site.store.WritableLedgerStore;

/** Writes single entries. */
public final class Entries {
    private Entries() {}

    /** Over whatever lies there. */
    public static void put(WritableLedgerStore store, EntityEntry entity) {
        store.replaceEntity(store.heldEntity(store.name(entity.entityId())), entity);
    }

    /** Its beginning, and its end if it has one. */
    public static void put(WritableLedgerStore store, LookupHit hit) {
        LookupHit begun =
                new LookupHit(hit.lookup(), hit.value(), hit.entityId(), hit.fromSequence(), OptionalLong.empty());
        store.putHit(store.name(hit.entityId()), begun);
        if (hit.endSequence().isPresent()) {
            store.putHit(store.name(hit.entityId()), hit);
        }
    }
}
