package org.dataembassy.site.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Micros;

/**
 * Builds the bytes of an entry: a format number first, then its fields in order. Counts are unsigned LEB128, instants
 * microseconds since 1970 as eight bytes big-endian, strings UTF-8 with their length before them.
 */
final class EntryWriter {
    /** Of a count of 63 bits. */
    private static final int LONGEST_COUNT = 9;

    private byte[] entry = new byte[256];
    private int length;

    EntryWriter(int format) {
        entry[length++] = (byte) format;
    }

    /** @param number at least 0 */
    EntryWriter count(long number) {
        if (number < 0) {
            throw new IllegalArgumentException("a count in a store entry: expected at least 0, got " + number);
        }
        reserve(LONGEST_COUNT);
        long rest = number;
        while (rest > 0x7F) {
            entry[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        entry[length++] = (byte) rest;
        return this;
    }

    EntryWriter flag(boolean set) {
        reserve(1);
        entry[length++] = (byte) (set ? 1 : 0);
        return this;
    }

    EntryWriter instant(Instant at) {
        reserve(Long.BYTES);
        ByteBuffer.wrap(entry, length, Long.BYTES).putLong(Micros.of(at));
        length += Long.BYTES;
        return this;
    }

    EntryWriter digest(Digest digest) {
        return append(digest.bytes());
    }

    EntryWriter bytes(byte[] bytes) {
        return count(bytes.length).append(bytes);
    }

    EntryWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] done() {
        return Arrays.copyOf(entry, length);
    }

    private EntryWriter append(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, entry, length, bytes.length);
        length += bytes.length;
        return this;
    }

    private void reserve(int more) {
        if (more > entry.length - length) {
            entry = Arrays.copyOf(entry, Math.max(Math.addExact(length, more), 2 * entry.length));
        }
    }
}
