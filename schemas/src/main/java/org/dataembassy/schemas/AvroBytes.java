package org.dataembassy.schemas;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.dataembassy.schemas.UnreadableEventException.Reason;

/**
 * Avro binary that somebody else has written, read from left to right: every length and count is known to be honest before
 * anything is made of it. Avro 1.12 specification, "Binary encoding". For one thread.
 */
final class AvroBytes {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int UUID_CHARS = 36;
    private static final byte[] HEX = hexValues();

    private final byte[] bytes;
    private final int end;
    private int at;

    AvroBytes(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    void requireEnd() {
        if (at != end) {
            throw malformed((end - at) + " bytes left over");
        }
    }

    /** The index of a union's branch or of an enum's symbol. */
    int index(int size) {
        int index = readInt();
        if (index < 0 || index >= size) {
            throw malformed("a branch or symbol that the schema does not have");
        }
        return index;
    }

    /** The number of items in the next block of an array or a map, each of which has one byte at least; 0 ends it. */
    int items() {
        long count = readLong();
        if (count < 0) {
            readLong(); // the block's length in bytes, which is for those who skip it
            count = -count;
        }
        // Long.MIN_VALUE stays negative; items of no bytes are in no schema here.
        if (count < 0 || count > end - at) {
            throw malformed("a block that claims more items than there are bytes");
        }
        return (int) count;
    }

    boolean readBoolean() {
        int value = next();
        if ((value & 0xFE) != 0) {
            throw malformed("a boolean that is neither 0 nor 1");
        }
        return value == 1;
    }

    int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw malformed("a number beyond 32 bits");
        }
        return (int) value;
    }

    long readLong() {
        long raw = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = next();
            if (shift == 63 && (b & 0xFE) != 0) {
                break;
            }
            raw |= (long) (b & 0x7F) << shift;
            if ((b & 0x80) == 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw malformed("a number beyond 64 bits");
    }

    byte[] readBytes() {
        return readFixed(length());
    }

    byte[] readFixed(int size) {
        int from = skip(size);
        return Arrays.copyOfRange(bytes, from, at);
    }

    String readString() {
        int length = length();
        int from = skip(length);
        if (isAscii(from, at)) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        requireUtf8(from);
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** What {@link UUID#fromString} makes of the next string. */
    UUID readUuid() {
        int from = at;
        if (length() == UUID_CHARS && at + UUID_CHARS <= end) {
            UUID plain = plainUuid(at);
            if (plain != null) {
                at += UUID_CHARS;
                return plain;
            }
        }
        at = from;
        return UUID.fromString(readString());
    }

    /** Null if the next 36 bytes aren't 8-4-4-4-12 hexadecimal digits. */
    private UUID plainUuid(int from) {
        if (bytes[from + 8] != '-' || bytes[from + 13] != '-' || bytes[from + 18] != '-' || bytes[from + 23] != '-') {
            return null;
        }
        long time = hex(from, 8);
        long mid = hex(from + 9, 4);
        long high = hex(from + 14, 4);
        long clock = hex(from + 19, 4);
        long node = hex(from + 24, 12);
        boolean allHex = (time | mid | high | clock | node) >= 0;
        return allHex ? new UUID(time << 32 | mid << 16 | high, clock << 48 | node) : null;
    }

    /** Negative if one of the bytes is no hexadecimal digit; at most 12 of them. */
    private long hex(int from, int digits) {
        long value = 0;
        long wrong = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = HEX[bytes[i] & 0xFF];
            value = value << 4 | digit & 0xF;
            wrong |= digit;
        }
        return wrong < 0 ? -1 : value;
    }

    private static byte[] hexValues() {
        byte[] values = new byte[256];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (i < 0x80 ? Character.digit(i, 16) : -1);
        }
        return values;
    }

    void skipBytes() {
        skip(length());
    }

    void skipString() {
        int from = skip(length());
        if (!isAscii(from, at)) {
            requireUtf8(from);
        }
    }

    /** Goes past some bytes; gives where they begin. */
    int skip(int count) {
        if (count > end - at) {
            throw malformed("ends too early");
        }
        int from = at;
        at += count;
        return from;
    }

    private int length() {
        long length = readLong();
        if (length < 0 || length > end - at) {
            throw malformed("a length that goes beyond the end");
        }
        return (int) length;
    }

    private int next() {
        if (at >= end) {
            throw malformed("ends too early");
        }
        return bytes[at++] & 0xFF;
    }

    private boolean isAscii(int from, int to) {
        int i = from;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            if (((long) LONGS.get(bytes, i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] < 0) {
                return false;
            }
        }
        return true;
    }

    private void requireUtf8(int from) {
        if (!Utf8Form.isWellFormed(bytes, from, at)) {
            throw malformed("a string that is not UTF-8");
        }
    }

    UnreadableEventException malformed(String what) {
        return new UnreadableEventException(Reason.MALFORMED, "Avro data: " + what + ", at byte " + at);
    }
}
