package org.dataembassy.ledger.block;

import org.dataembassy.ledger.Digest;

/** The three byte strings of a block on the wire; nothing in it is believed yet. */
public record SealedBlock(byte[] header, byte[] signature, byte[] body) {
    /** What any value of a ledger topic may have at most, framing included. */
    public static final int MAX_ENCODED_BYTES = 6 * 1024 * 1024;

    /** The block's leaf: SHA-256(0x00 || header). */
    public Digest leaf() {
        throw new UnsupportedOperationException();
    }

    /** Confluent wire format: 0x00, {@code schemaId} as a big-endian int, Avro binary. */
    public byte[] encode(int schemaId) {
        throw new UnsupportedOperationException();
    }

    /** Ignores the schema id: the format never changes and the Schema Registry is not to be believed. */
    public static SealedBlock decode(byte[] value) throws MalformedBlockException {
        throw new UnsupportedOperationException();
    }
}
