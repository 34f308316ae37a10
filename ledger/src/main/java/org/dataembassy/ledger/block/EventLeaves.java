package org.dataembassy.ledger.block;

import java.util.List;
import org.dataembassy.ledger.merkle.LeafHashes;

/**
 * The leaves under a header's eventsRoot: SHA-256(0x00 || salt || schema fingerprint || event). With the fingerprint in it,
 * one event can be shown with the schema it is to be read in, and with no other.
 */
final class EventLeaves {
    private EventLeaves() {}

    /** @param schemas every schema that {@code events} name, as {@link PlainBody} has checked */
    static LeafHashes of(EventSecret secret, List<SchemaUse> schemas, List<byte[]> events) {
        int[] ids = schemas.stream().mapToInt(SchemaUse::id).toArray();
        byte[][] fingerprints =
                schemas.stream().map(schema -> schema.fingerprint().bytes()).toArray(byte[][]::new);
        byte[] salts = secret.salts(events.size());
        LeafHashes leaves = new LeafHashes(events.size());
        for (int i = 0; i < events.size(); i++) {
            byte[] event = events.get(i);
            byte[] fingerprint = fingerprints[PlainBody.indexOf(PlainBody.schemaId(event), ids)];
            leaves.addSalted(salts, i * EventSecret.SALT_BYTES, EventSecret.SALT_BYTES, fingerprint, event);
        }
        return leaves;
    }
}
