package org.dataembassy.ledger.block;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.crypto.AesGcm;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.NotAuthenticException;

/**
 * A body as stored. The frame is: length of the compressed bytes (big-endian int), length before compression (big-endian
 * int), compressed bytes. A public registry's body is that frame; else the frame is padded with zeros to a Padmé length
 * and encrypted with AES-256-GCM.
 */
final class StoredBody {
    private static final int FRAME_BYTES = 2 * Integer.BYTES;
    private static final byte[] AAD_PREFIX = "data-embassy/body/v1\0".getBytes(US_ASCII);

    private StoredBody() {}

    static byte[] encodePublic(PlainBody body, BlockHeader.Compression compression) {
        Frame frame = frame(body, compression);
        return Arrays.copyOf(frame.bytes, frame.length);
    }

    static byte[] encodeEncrypted(
            PlainBody body, BlockHeader.Compression compression, DataKey dataKey, byte[] nonce, byte[] associatedData) {
        Frame frame = frame(body, compression);
        int padded = Padme.paddedLength(frame.length);
        byte[] sealed = new byte[padded + AesGcm.TAG_BYTES];
        Arrays.fill(frame.bytes, frame.length, padded, (byte) 0);
        AesGcm.seal(dataKey, nonce, associatedData, frame.bytes, 0, padded, sealed, 0);
        return sealed;
    }

    static PlainBody decodePublic(byte[] stored, BlockHeader.Compression compression) throws MalformedBlockException {
        return unframe(stored, compression, false);
    }

    static PlainBody decodeEncrypted(
            byte[] stored, BlockHeader.Compression compression, DataKey dataKey, byte[] nonce, byte[] associatedData)
            throws MalformedBlockException, NotAuthenticException {
        return unframe(AesGcm.open(dataKey, nonce, associatedData, stored), compression, true);
    }

    /**
     * What ties a ciphertext to its place: "data-embassy/body/v1", 0x00, domain, length of the registry's name (big-endian
     * int), registry, partition (int), block index (long), dataKeyId. The header itself can't be in it, for it contains the
     * body's digest.
     */
    static byte[] associatedData(Digest domain, LedgerId ledger, long blockIndex, Digest dataKeyId) {
        byte[] registry = ledger.registry().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(AAD_PREFIX.length
                        + 2 * Digest.LENGTH_BYTES
                        + Integer.BYTES
                        + registry.length
                        + Integer.BYTES
                        + Long.BYTES)
                .put(AAD_PREFIX)
                .put(domain.bytes())
                .putInt(registry.length)
                .put(registry)
                .putInt(ledger.partition())
                .putLong(blockIndex)
                .put(dataKeyId.bytes())
                .array();
    }

    /** @param bytes this thread's: the frame up to {@code length}, then anything, with room for the padding */
    private record Frame(byte[] bytes, int length) {}

    /**
     * What a thread uses again for its next block; those of a usual size are kept. Fresh arrays for each would be most of
     * what a writer under load allocates.
     */
    private static final class Buffers {
        private static final int KEPT_BYTES = 2 * BlockLimits.LOAD_BODY_BYTES;
        private static final ThreadLocal<Buffers> OF_THREAD = ThreadLocal.withInitial(Buffers::new);

        private AvroOutput plain = new AvroOutput(0);
        private byte[] frame = {};

        static Buffers ofThread() {
            Buffers buffers = OF_THREAD.get();
            if (buffers.plain.buffer().length > KEPT_BYTES) {
                buffers.plain = new AvroOutput(0);
            }
            if (buffers.frame.length > KEPT_BYTES) {
                buffers.frame = new byte[0];
            }
            return buffers;
        }

        byte[] frame(int length) {
            if (frame.length < length) {
                frame = new byte[length];
            }
            return frame;
        }
    }

    private static Frame frame(PlainBody body, BlockHeader.Compression compression) {
        Buffers buffers = Buffers.ofThread();
        AvroOutput plain = buffers.plain;
        body.encode(plain);
        int plainLength = plain.size();
        if (plainLength > BlockLimits.MAX_PLAIN_BODY_BYTES) {
            throw new IllegalArgumentException("events: expected a body of at most " + BlockLimits.MAX_PLAIN_BODY_BYTES
                    + " bytes before compression, got " + plainLength + "; put the events into several blocks");
        }
        byte[] bytes = buffers.frame(Padme.paddedLength(FRAME_BYTES + Zstd.bound(plainLength)));
        int compressedLength = switch (compression) {
            case ZSTD -> Zstd.instance().compress(plain.buffer(), plainLength, bytes, FRAME_BYTES);
            case NONE -> {
                System.arraycopy(plain.buffer(), 0, bytes, FRAME_BYTES, plainLength);
                yield plainLength;
            }
        };
        ByteBuffer.wrap(bytes).putInt(compressedLength).putInt(plainLength);
        return new Frame(bytes, FRAME_BYTES + compressedLength);
    }

    private static PlainBody unframe(byte[] frame, BlockHeader.Compression compression, boolean padded)
            throws MalformedBlockException {
        if (frame.length < FRAME_BYTES) {
            throw new MalformedBlockException("body: expected at least " + FRAME_BYTES + " bytes, got " + frame.length);
        }
        int compressedLength = ByteBuffer.wrap(frame).getInt(0);
        int plainLength = ByteBuffer.wrap(frame).getInt(Integer.BYTES);
        if (compressedLength < 1 || compressedLength > frame.length - FRAME_BYTES) {
            throw new MalformedBlockException("body: expected 1 to " + (frame.length - FRAME_BYTES)
                    + " compressed bytes, got " + compressedLength);
        }
        if (plainLength < 1 || plainLength > BlockLimits.MAX_PLAIN_BODY_BYTES) {
            throw new MalformedBlockException("body: expected 1 to " + BlockLimits.MAX_PLAIN_BODY_BYTES
                    + " bytes before compression, got " + plainLength);
        }
        int length = FRAME_BYTES + compressedLength;
        if (frame.length != (padded ? Padme.paddedLength(length) : length) || !isZero(frame, length)) {
            throw new MalformedBlockException("body: expected exactly its padding of zeros after " + length + " bytes");
        }
        return PlainBody.decode(decompress(frame, compressedLength, plainLength, compression));
    }

    private static byte[] decompress(
            byte[] frame, int compressedLength, int plainLength, BlockHeader.Compression compression)
            throws MalformedBlockException {
        switch (compression) {
            case ZSTD -> {
                byte[] plain = new byte[plainLength];
                Zstd.instance().decompress(frame, FRAME_BYTES, compressedLength, plain);
                return plain;
            }
            case NONE -> {
                if (compressedLength != plainLength) {
                    throw new MalformedBlockException("body: expected equal lengths without compression");
                }
                return Arrays.copyOfRange(frame, FRAME_BYTES, FRAME_BYTES + plainLength);
            }
        }
        throw new AssertionError(compression);
    }

    private static boolean isZero(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
