package org.dataembassy.ledger.block;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.crypto.VerifyingKey;

/**
 * The signature of a block: over a prefix that no other signed thing begins with, then the exact header bytes. Nothing is
 * re-encoded to be verified.
 */
public final class BlockSignature {
    private static final byte[] PREFIX = "data-embassy/block/v1\0".getBytes(US_ASCII);

    private BlockSignature() {}

    static byte[] sign(SigningKey signingKey, byte[] header) {
        return signingKey.sign(signedBytes(header));
    }

    /** @throws SignatureInvalidException unless {@code block}'s signature over its header verifies */
    public static void verify(VerifyingKey verifyingKey, SealedBlock block) throws SignatureInvalidException {
        verifyingKey.verify(signedBytes(block.header()), block.signature());
    }

    /** What is signed: "data-embassy/block/v1", 0x00, header. */
    public static byte[] signedBytes(byte[] header) {
        byte[] signed = new byte[PREFIX.length + header.length];
        System.arraycopy(PREFIX, 0, signed, 0, PREFIX.length);
        System.arraycopy(header, 0, signed, PREFIX.length, header.length);
        return signed;
    }
}
