package org.dataembassy.ledger.block;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.merkle.MerkleTree;

/**
 * The three byte strings of a block on the wire; nothing in it is believed yet. The arrays are not copied, for a body has
 * megabytes: whoever makes one gives them away, whoever reads one leaves them as they are.
 *
 * @param header 1 to {@link BlockLimits#MAX_HEADER_BYTES} bytes
 * @param signature 1 to {@link BlockLimits#MAX_SIGNATURE_BYTES} bytes
 * @param body 1 to {@link BlockLimits#MAX_STORED_BODY_BYTES} bytes
 */
public record SealedBlock(byte[] header, byte[] signature, byte[] body) {
    /** What any value of a ledger topic may have at most, framing included. */
    public static final int MAX_ENCODED_BYTES = BlockLimits.MAX_ENCODED_BYTES;

    private static final byte CONFLUENT_MAGIC = 0;
    private static final int CONFLUENT_PREFIX_BYTES = 1 + Integer.BYTES;

    public SealedBlock {
        requireLength("header", header, BlockLimits.MAX_HEADER_BYTES);
        requireLength("signature", signature, BlockLimits.MAX_SIGNATURE_BYTES);
        requireLength("body", body, BlockLimits.MAX_STORED_BODY_BYTES);
    }

    /** The block's leaf: SHA-256(0x00 || header). */
    public Digest leaf() {
        return MerkleTree.leafHash(header);
    }

    /** Confluent wire format: 0x00, {@code schemaId} as a big-endian int, Avro binary. */
    public byte[] encode(int schemaId) {
        AvroOutput out = new AvroOutput(header.length + signature.length + body.length + 20);
        out.writeFixed(ByteBuffer.allocate(CONFLUENT_PREFIX_BYTES)
                .put(CONFLUENT_MAGIC)
                .putInt(schemaId)
                .array());
        out.writeBytes(header);
        out.writeBytes(signature);
        out.writeBytes(body);
        return out.toBytes();
    }

    /** Ignores the schema id: the format never changes and the Schema Registry is not to be believed. */
    public static SealedBlock decode(byte[] value) throws MalformedBlockException {
        if (value == null || value.length <= CONFLUENT_PREFIX_BYTES || value.length > MAX_ENCODED_BYTES) {
            throw new MalformedBlockException("block: expected " + (CONFLUENT_PREFIX_BYTES + 1) + " to "
                    + MAX_ENCODED_BYTES + " bytes, got " + (value == null ? "none" : value.length));
        }
        if (value[0] != CONFLUENT_MAGIC) {
            throw new MalformedBlockException("block: expected 0x00 of the Confluent wire format at byte 0");
        }
        AvroInput in = new AvroInput(value, CONFLUENT_PREFIX_BYTES, value.length - CONFLUENT_PREFIX_BYTES);
        SealedBlock block = new SealedBlock(
                in.readBytes("header", 1, BlockLimits.MAX_HEADER_BYTES),
                in.readBytes("signature", 1, BlockLimits.MAX_SIGNATURE_BYTES),
                in.readBytes("body", 1, BlockLimits.MAX_STORED_BODY_BYTES));
        in.requireEnd();
        return block;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedBlock that
                && Arrays.equals(header, that.header)
                && Arrays.equals(signature, that.signature)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(header);
    }

    @Override
    public String toString() {
        return "SealedBlock[header " + header.length + ", signature " + signature.length + ", body " + body.length
                + " bytes]";
    }

    private static void requireLength(String field, byte[] bytes, int max) {
        if (bytes.length == 0 || bytes.length > max) {
            throw new IllegalArgumentException(field + ": expected 1 to " + max + " bytes, got " + bytes.length);
        }
    }
}
