package org.dataembassy.bench.worker;

import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;

/** Tells whether two have seen the same events, whatever their order, at next to no cost. Not thread-safe. */
final class IdDigest {
    private long most;
    private long least;
    private long count;

    void add(SpecificRecord event) {
        add(((EventMeta) event.get(0)).getEventId());
    }

    void add(UUID eventId) {
        most ^= eventId.getMostSignificantBits();
        least ^= eventId.getLeastSignificantBits();
        count++;
    }

    void addAll(IdDigest others) {
        most ^= others.most;
        least ^= others.least;
        count += others.count;
    }

    long count() {
        return count;
    }

    String text() {
        return new UUID(most, least) + " of " + count;
    }
}
