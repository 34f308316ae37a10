package org.dataembassy.site.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.dataembassy.ledger.Digest;

/**
 * Reads what {@link EntryWriter} wrote. Every length is checked against what is left before anything is allocated.
 * Throws {@link IllegalArgumentException} for anything else, also for bytes that are left over.
 */
final class EntryReader {
    private final byte[] entry;
    private int at;

    /** @param format the only one that is known for this entry */
    EntryReader(byte[] entry, int format) {
        if (entry.length == 0 || entry[0] != format) {
            throw new IllegalArgumentException("format: expected " + format + ", got "
                    + (entry.length == 0 ? "nothing" : Integer.toString(entry[0])));
        }
        this.entry = entry;
        this.at = 1;
    }

    long count() {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = entry[take(1)];
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a count has more than 63 bits");
    }

    /** A count of things of which each takes at least one byte. */
    int size() {
        long size = count();
        if (size > entry.length - at) {
            throw new IllegalArgumentException("a length runs past the end");
        }
        return (int) size;
    }

    boolean flag() {
        int value = entry[take(1)];
        if (value != 0 && value != 1) {
            throw new IllegalArgumentException("a flag is neither 0 nor 1");
        }
        return value == 1;
    }

    Instant instant() {
        int from = take(Long.BYTES);
        long micros = java.nio.ByteBuffer.wrap(entry, from, Long.BYTES).getLong();
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    Digest digest() {
        int from = take(Digest.LENGTH_BYTES);
        return Digest.of(Arrays.copyOfRange(entry, from, from + Digest.LENGTH_BYTES));
    }

    byte[] bytes() {
        int length = size();
        int from = take(length);
        return Arrays.copyOfRange(entry, from, from + length);
    }

    String text() {
        int length = size();
        return new String(entry, take(length), length, StandardCharsets.UTF_8);
    }

    void end() {
        if (at != entry.length) {
            throw new IllegalArgumentException(entry.length - at + " bytes are left over");
        }
    }

    private int take(int length) {
        if (length > entry.length - at) {
            throw new IllegalArgumentException("a field runs past the end");
        }
        int from = at;
        at += length;
        return from;
    }
}
