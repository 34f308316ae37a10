package org.dataembassy.site.store;

import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * What lay at a place when it was read, for whoever then writes there: the multiset hash takes out exactly these bytes,
 * without a second read.
 *
 * @param <T> the kind of entry
 */
public final class Held<T> {
    private final Bytes place;
    private final byte[] value;
    private final T entry;

    private Held(Bytes place, byte[] value, T entry) {
        this.place = place;
        this.value = value;
        this.entry = entry;
    }

    static <T> Held<T> of(Bytes place, byte[] value, T entry) {
        return new Held<>(place, value, entry);
    }

    /** Nothing is there. */
    static <T> Held<T> nothing(Bytes place) {
        return new Held<>(place, null, null);
    }

    public Optional<T> entry() {
        return Optional.ofNullable(entry);
    }

    Bytes place() {
        return place;
    }

    /** As stored; null if nothing is there. */
    byte[] value() {
        return value;
    }
}
