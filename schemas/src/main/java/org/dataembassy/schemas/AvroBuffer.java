package org.dataembassy.schemas;

import java.io.IOException;
import java.util.Arrays;
import org.apache.avro.io.BinaryEncoder;

/**
 * Writes Avro binary into one array, which grows and is used again: states are written with every event, and Avro's own
 * encoders go through a stream byte by byte, or keep a buffer that each new record has to be given anew. For one thread.
 */
final class AvroBuffer extends BinaryEncoder {

    private static final int USUAL_BYTES = 4 * 1024;

    /** A larger array is not kept. */
    private static final int KEPT_BYTES = 256 * 1024;

    /** The length of so many is one byte. */
    private static final int SHORT_CHARS = 63;

    private byte[] bytes = new byte[USUAL_BYTES];
    private int size;

    /** Begins a new record. */
    AvroBuffer clear() {
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[USUAL_BYTES];
        }
        size = 0;
        return this;
    }

    /** What was written since {@link #clear}. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.multiplyExact(2, bytes.length), Math.addExact(size, more)));
        }
    }

    @Override
    public void writeBoolean(boolean value) {
        room(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    /** Nearly all strings are short and ASCII; these need no array of their own. */
    @Override
    public void writeString(String text) throws IOException {
        int length = text.length();
        if (length > SHORT_CHARS) {
            super.writeString(text);
            return;
        }
        room(1 + length);
        int at = size;
        bytes[at++] = (byte) (length << 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                writeUtf8(text);
                return;
            }
            bytes[at++] = (byte) c;
        }
        size = at;
    }

    private void writeUtf8(String text) throws IOException {
        int length = text.length();
        int encoded = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                super.writeString(text);
                return;
            }
            encoded += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        writeLong(encoded);
        room(encoded);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else if (c < 0x800) {
                bytes[size++] = (byte) (0xC0 | c >>> 6);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            } else {
                bytes[size++] = (byte) (0xE0 | c >>> 12);
                bytes[size++] = (byte) (0x80 | c >>> 6 & 0x3F);
                bytes[size++] = (byte) (0x80 | c & 0x3F);
            }
        }
    }

    @Override
    public void writeInt(int value) {
        writeLong(value);
    }

    /** A zig-zag varint. */
    @Override
    public void writeLong(long value) {
        room(10);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    @Override
    public void writeFloat(float value) {
        writeLittleEndian(Float.floatToRawIntBits(value), Float.BYTES);
    }

    @Override
    public void writeDouble(double value) {
        writeLittleEndian(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    private void writeLittleEndian(long bits, int count) {
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) (bits >>> 8 * i);
        }
    }

    @Override
    public void writeFixed(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    @Override
    protected void writeZero() {
        room(1);
        bytes[size++] = 0;
    }

    @Override
    public int bytesBuffered() {
        return size;
    }

    /** Nothing is behind it. */
    @Override
    public void flush() {}
}
