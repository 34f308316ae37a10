package org.dataembassy.ledger.control;

import java.time.Instant;
import org.dataembassy.ledger.Digest;

/** A checkpoint whose signature has been verified with a key that the trust root allows to state it. */
public record SignedCheckpoint(
        ControlStatement.Checkpoint checkpoint, Digest author, String authorRole, Instant issuedAt, byte[] envelope) {
    /** @throws org.dataembassy.ledger.crypto.SignatureInvalidException if author, domain or signature does not hold */
    public static SignedCheckpoint verify(byte[] envelope, ControlView view)
            throws org.dataembassy.ledger.crypto.SignatureInvalidException {
        throw new UnsupportedOperationException();
    }
}
