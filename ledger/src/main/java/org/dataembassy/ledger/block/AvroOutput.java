package org.dataembassy.ledger.block;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dataembassy.ledger.Digest;

/** Writes Avro binary (specification 1.12, "Binary Encoding") the one way that {@link AvroInput} reads. */
final class AvroOutput {
    private byte[] bytes;
    private int size;

    AvroOutput(int expectedBytes) {
        this.bytes = new byte[Math.max(16, expectedBytes)];
    }

    /** Begins anew, with room for so many bytes at once. */
    void reset(int expectedBytes) {
        size = 0;
        reserve(expectedBytes);
    }

    void writeLong(long value) {
        long rest = (value << 1) ^ (value >> 63);
        reserve(10);
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void writeFixed(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    void writeDigest(Digest digest) {
        writeFixed(digest.bytes());
    }

    void writeBytes(byte[] value) {
        writeLong(value.length);
        writeFixed(value);
    }

    void writeString(String value) {
        writeBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** The branch of a union of null and one other type. */
    void writePresent(boolean present) {
        writeLong(present ? 1 : 0);
    }

    /** Begins an array; an empty one is complete with this. */
    void writeArrayCount(int count) {
        writeLong(count);
    }

    void writeArrayEnd(int count) {
        if (count > 0) {
            writeLong(0);
        }
    }

    int size() {
        return size;
    }

    /** The bytes written so far and then some, without a copy. */
    byte[] buffer() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length + (bytes.length >> 1)));
        }
    }
}
