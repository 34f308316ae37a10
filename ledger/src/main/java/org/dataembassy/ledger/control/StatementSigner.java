package org.dataembassy.ledger.control;

import java.time.Instant;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SigningKey;

/** Signs statements of one author as a chain: each has the author's number and the digest of its previous one. */
public final class StatementSigner {
    /**
     * @param last the author's last statement on control, empty if there is none
     */
    public StatementSigner(Digest domain, SigningKey statementKey, Optional<ControlView.AuthorHead> last) {
        throw new UnsupportedOperationException();
    }

    /** The next statement of the chain for ledger.control: a DSSE envelope as JSON. Moves the chain on. */
    public byte[] signNext(ControlStatement statement, Instant issuedAt) {
        throw new UnsupportedOperationException();
    }

    /** A checkpoint for ledger.checkpoints, which is outside the chain. */
    public byte[] signCheckpoint(ControlStatement.Checkpoint checkpoint, Instant issuedAt) {
        throw new UnsupportedOperationException();
    }
}
