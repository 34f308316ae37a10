package org.dataembassy.schemas.population;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.dataembassy.registry.EventId;

/** Event ids between their three forms: text in an event's {@code corrects}, UUID in its meta, 16 bytes in a state. */
final class EventIds {

    private static final int TEXT_LENGTH = 36;

    private EventIds() {}

    static EventId of(UUID id) {
        byte[] bytes = new byte[16];
        ByteBuffer.wrap(bytes).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return new EventId(bytes);
    }

    static UUID uuid(EventId id) {
        return new UUID(half(id.bytes(), 0), half(id.bytes(), 8));
    }

    static boolean equal(EventId id, UUID other) {
        return half(id.bytes(), 8) == other.getLeastSignificantBits()
                && half(id.bytes(), 0) == other.getMostSignificantBits();
    }

    /** The id that a text is, or null if it is none. */
    static UUID parse(String text) {
        if (text == null || text.length() != TEXT_LENGTH) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            // What the JDK takes for an id is wider than the form.
            return id.toString().equalsIgnoreCase(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static long half(byte[] bytes, int from) {
        long half = 0;
        for (int i = from; i < from + 8; i++) {
            half = half << 8 | bytes[i] & 0xFF;
        }
        return half;
    }
}
