package org.dataembassy.site.store;

import java.util.OptionalLong;

/**
 * An entity that a lookup finds under a value.
 *
 * @param fromSequence the event from which on it is found there
 * @param endSequence the event by which it ceased to be; empty while it is found
 */
public record LookupHit(String lookup, String value, String entityId, long fromSequence, OptionalLong endSequence) {
    private static final int FORMAT = 2;

    LookupHit ended(long sequence) {
        return new LookupHit(lookup, value, entityId, fromSequence, OptionalLong.of(sequence));
    }

    /** Without its end, which is an entry of its own. */
    byte[] encode() {
        return new EntryWriter(FORMAT)
                .text(lookup)
                .text(value)
                .text(entityId)
                .count(fromSequence)
                .done();
    }

    static LookupHit decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        LookupHit hit = new LookupHit(in.text(), in.text(), in.text(), in.count(), OptionalLong.empty());
        in.end();
        return hit;
    }

    static byte[] encodeEnd(long endSequence) {
        return new EntryWriter(FORMAT).count(endSequence).done();
    }

    static long decodeEnd(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        long endSequence = in.count();
        in.end();
        return endSequence;
    }
}
