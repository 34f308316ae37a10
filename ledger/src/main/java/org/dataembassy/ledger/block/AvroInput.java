package org.dataembassy.ledger.block;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dataembassy.ledger.Digest;

/**
 * Reads Avro binary (specification 1.12, "Binary Encoding") that somebody else has written. Stricter than Avro, so that
 * every value has exactly one encoding and a verified header has no hidden room: varints have no superfluous bytes,
 * arrays come in one run without a byte size, nothing may be left over. Every length is compared with the bytes that are
 * there and with the field's bound before anything is allocated.
 */
final class AvroInput {
    private final byte[] bytes;
    private final int end;
    private int position;

    AvroInput(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    AvroInput(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /** A zig-zag varint within [min, max]. */
    long readLong(String field, long min, long max) throws MalformedBlockException {
        long encoded = 0;
        int start = position;
        for (int shift = 0; ; shift += 7) {
            if (position == end) {
                throw malformed(field, "a number that ends");
            }
            int next = bytes[position++];
            if (shift == 63 && (next & 0xfe) != 0) {
                throw malformed(field, "a number of at most 64 bits");
            }
            encoded |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                if (next == 0 && position - start > 1) {
                    throw malformed(field, "the shortest encoding of a number");
                }
                break;
            }
        }
        long value = (encoded >>> 1) ^ -(encoded & 1);
        if (value < min || value > max) {
            throw malformed(field, "a number from " + min + " to " + max);
        }
        return value;
    }

    int readInt(String field, int min, int max) throws MalformedBlockException {
        return (int) readLong(field, min, max);
    }

    /** A length-prefixed byte string of [min, max] bytes, copied. */
    byte[] readBytes(String field, int min, int max) throws MalformedBlockException {
        return readFixed(field, readInt(field, min, max));
    }

    byte[] readFixed(String field, int length) throws MalformedBlockException {
        if (length > end - position) {
            throw malformed(field, length + " bytes, of which only " + (end - position) + " are there");
        }
        byte[] value = Arrays.copyOfRange(bytes, position, position + length);
        position += length;
        return value;
    }

    Digest readDigest(String field) throws MalformedBlockException {
        return Digest.of(readFixed(field, Digest.LENGTH_BYTES));
    }

    /** Well-formed UTF-8 of [0, maxBytes] bytes. */
    String readString(String field, int maxBytes) throws MalformedBlockException {
        byte[] utf8 = readBytes(field, 0, maxBytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedBlockException(field + ": expected UTF-8, before byte " + position, e);
        }
    }

    /** The number of items of an array, none of which has fewer than {@code minItemBytes} bytes. */
    int readArrayCount(String field, int max, int minItemBytes) throws MalformedBlockException {
        int count = readInt(field, 0, max);
        if ((long) count * minItemBytes > end - position) {
            throw malformed(field, count + " items, for which too few bytes are there");
        }
        return count;
    }

    /** To be called after the items of an array. */
    void readArrayEnd(String field, int count) throws MalformedBlockException {
        if (count > 0) {
            readLong(field, 0, 0);
        }
    }

    /** The branch of a union of null and one other type: whether there is a value. */
    boolean readPresent(String field) throws MalformedBlockException {
        return readLong(field, 0, 1) == 1;
    }

    void requireEnd() throws MalformedBlockException {
        if (position != end) {
            throw new MalformedBlockException(
                    "expected the end at byte " + position + ", got " + (end - position) + " more bytes");
        }
    }

    private MalformedBlockException malformed(String field, String expected) {
        return new MalformedBlockException(field + ": expected " + expected + ", before byte " + position);
    }
}
