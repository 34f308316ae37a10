package org.dataembassy.ledger.control;

import java.time.Instant;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.trust.Author;

/**
 * A checkpoint whose signature has been verified with a key that the trust root allows to state it.
 *
 * @param author statement key id
 * @param authorRole {@code site} or {@code writer}
 */
public record SignedCheckpoint(
        ControlStatement.Checkpoint checkpoint, Digest author, String authorRole, Instant issuedAt, byte[] envelope) {
    /**
     * Verifies a checkpoint from ledger.checkpoints or from control. A writer may state heads of its own registry, a site
     * any; an author whose chain the trust root has ended none.
     *
     * @throws org.dataembassy.ledger.crypto.SignatureInvalidException if author, domain or signature does not hold
     */
    public static SignedCheckpoint verify(byte[] envelope, ControlView view) throws SignatureInvalidException {
        StatementEnvelope read = read(envelope);
        Statement statement = read.statement();
        if (!(statement.body() instanceof ControlStatement.Checkpoint checkpoint)) {
            throw new SignatureInvalidException("checkpoint: this is another statement, or of a later version");
        }
        if (!statement.domain().equals(view.domain())) {
            throw new SignatureInvalidException("checkpoint: of another country or of a drill");
        }
        Author author = view.trustRoot()
                .root()
                .author(statement.author())
                .orElseThrow(() -> new SignatureInvalidException("checkpoint: the trust root does not name its author "
                        + statement.author().abbreviated()));
        if (author.isRetired()) {
            throw new SignatureInvalidException(
                    "checkpoint: the trust root has ended the statements of " + author.description());
        }
        Optional<String> objection = StatementPermissions.objection(
                author, checkpoint, view.trustRoot().root());
        if (objection.isPresent()) {
            throw new SignatureInvalidException("checkpoint of " + author.description() + ": " + objection.get());
        }
        read.verify(author.statementKey());
        return new SignedCheckpoint(
                checkpoint, statement.author(), author.role(), statement.issuedAt(), envelope.clone());
    }

    private static StatementEnvelope read(byte[] envelope) throws SignatureInvalidException {
        try {
            return StatementEnvelope.read(envelope, Dsse.fromJson(envelope));
        } catch (IllegalArgumentException e) {
            throw new SignatureInvalidException("checkpoint: " + e.getMessage());
        }
    }
}
