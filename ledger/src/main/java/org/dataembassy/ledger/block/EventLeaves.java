package org.dataembassy.ledger.block;

import java.util.List;
import org.dataembassy.ledger.merkle.LeafHashes;

/** The leaves under a header's eventsRoot: SHA-256(0x00 || salt || event). */
final class EventLeaves {
    private EventLeaves() {}

    static LeafHashes of(EventSecret secret, List<byte[]> events) {
        byte[] salts = secret.salts(events.size());
        LeafHashes leaves = new LeafHashes(events.size());
        for (int i = 0; i < events.size(); i++) {
            leaves.addSalted(salts, i * EventSecret.SALT_BYTES, EventSecret.SALT_BYTES, events.get(i));
        }
        return leaves;
    }
}
