package org.dataembassy.site.store;

import java.util.OptionalLong;

/**
 * An entity that a lookup finds under a value.
 *
 * @param fromSequence the event from which on it is found there
 * @param endSequence the event by which it ceased to be; empty while it is found
 */
public record LookupHit(String lookup, String value, String entityId, long fromSequence, OptionalLong endSequence) {
    private static final int FORMAT = 1;

    byte[] encode() {
        EntryWriter out =
                new EntryWriter(FORMAT).text(lookup).text(value).text(entityId).count(fromSequence);
        out.flag(endSequence.isPresent());
        endSequence.ifPresent(out::count);
        return out.done();
    }

    static LookupHit decode(byte[] entry) {
        EntryReader in = new EntryReader(entry, FORMAT);
        LookupHit hit = new LookupHit(
                in.text(),
                in.text(),
                in.text(),
                in.count(),
                in.flag() ? OptionalLong.of(in.count()) : OptionalLong.empty());
        in.end();
        return hit;
    }
}
