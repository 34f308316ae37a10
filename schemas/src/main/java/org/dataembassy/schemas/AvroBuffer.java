package org.dataembassy.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.avro.io.BinaryEncoder;

/**
 * Writes Avro binary into one array, which grows and is used again: states are written with every event, and Avro's own
 * encoders go through a stream byte by byte, or keep a buffer that each new record has to be given anew. For one thread.
 */
final class AvroBuffer extends BinaryEncoder {

    private static final int USUAL_BYTES = 4 * 1024;

    /** A larger array is not kept. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final int UUID_CHARS = 36;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final boolean refusesHalves;
    private byte[] bytes = new byte[USUAL_BYTES];
    private int size;

    AvroBuffer() {
        this(false);
    }

    private AvroBuffer(boolean refusesHalves) {
        this.refusesHalves = refusesHalves;
    }

    /**
     * One that refuses what is no text, half a surrogate pair (Unicode 16, D75), with an IllegalArgumentException; Java's
     * encoders put a question mark there.
     */
    static AvroBuffer refusingHalves() {
        return new AvroBuffer(true);
    }

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

    /** Most texts are ASCII: their length in bytes is taken to be that in characters until it proves otherwise. */
    @Override
    public void writeString(String text) {
        int start = size;
        int length = text.length();
        writeLong(length);
        room(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                size = start;
                writeUtf8(text);
                return;
            }
            bytes[size + i] = (byte) c;
        }
        size += length;
    }

    private void writeUtf8(String text) {
        int length = text.length();
        int encoded = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (refusesHalves) {
                    requireWellFormed(text, i);
                }
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                writeLong(utf8.length);
                writeFixed(utf8, 0, utf8.length);
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

    private static void requireWellFormed(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at))) {
                if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
                    throw new IllegalArgumentException("a lone surrogate is no text");
                }
                at++;
            }
        }
    }

    /** A UUID's text (RFC 9562 section 4), as a string. */
    void writeUuid(UUID uuid) {
        writeLong(UUID_CHARS);
        room(UUID_CHARS);
        long most = uuid.getMostSignificantBits();
        long least = uuid.getLeastSignificantBits();
        writeHex(most, 64, 32);
        bytes[size++] = '-';
        writeHex(most, 32, 16);
        bytes[size++] = '-';
        writeHex(most, 16, 0);
        bytes[size++] = '-';
        writeHex(least, 64, 48);
        bytes[size++] = '-';
        writeHex(least, 48, 0);
    }

    /** The digits of the bits from {@code high} down to {@code low}, for which there is room. */
    private void writeHex(long bits, int high, int low) {
        for (int shift = high - 4; shift >= low; shift -= 4) {
            bytes[size++] = HEX[(int) (bits >>> shift) & 0xf];
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
