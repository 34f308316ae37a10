package org.dataembassy.site.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Micros;

/**
 * Builds the bytes of an entry: a format number first, then its fields in order. Counts are unsigned LEB128, instants
 * microseconds since 1970 as eight bytes big-endian, strings UTF-8 with their length before them.
 */
final class EntryWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    EntryWriter(int format) {
        out.write(format);
    }

    /** @param number at least 0 */
    EntryWriter count(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("a count in a store entry: expected at least 0, got " + number);
        }
        long rest = number;
        while (rest > 0x7F) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    EntryWriter flag(boolean set) {
        out.write(set ? 1 : 0);
        return this;
    }

    EntryWriter instant(Instant at) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(Micros.of(at)).array());
        return this;
    }

    EntryWriter digest(Digest digest) {
        out.writeBytes(digest.bytes());
        return this;
    }

    EntryWriter bytes(byte[] bytes) {
        count(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    EntryWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] done() {
        return out.toByteArray();
    }
}
