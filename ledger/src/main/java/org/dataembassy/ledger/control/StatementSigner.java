package org.dataembassy.ledger.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;

/**
 * Signs statements of one author as a chain: each has the author's number and the digest of its previous one. A chain
 * has one signer at a time: two would sign two statements with one number, which stops the chain for ever. Thread-safe.
 */
public final class StatementSigner {
    private final Digest domain;
    private final SigningKey statementKey;
    private Optional<ControlView.AuthorHead> last;

    /**
     * Goes on with a chain.
     *
     * @param last the author's last statement on control, empty if there is none
     */
    public StatementSigner(Digest domain, SigningKey statementKey, Optional<ControlView.AuthorHead> last) {
        this.domain = domain;
        this.statementKey = statementKey;
        this.last = last;
        last.ifPresent(head -> {
            if (!head.keyId().equals(author())) {
                throw new IllegalArgumentException("last statement: expected one of " + statementKey);
            }
        });
    }

    /** The next statement of the chain for ledger.control: a DSSE envelope as JSON. Moves the chain on. */
    public synchronized byte[] signNext(ControlStatement statement, Instant issuedAt) {
        long number = last.map(ControlView.AuthorHead::number).orElse(0L) + 1;
        Dsse.Envelope envelope = sign(new Statement(
                domain, author(), number, last.map(ControlView.AuthorHead::statementDigest), issuedAt, statement));
        last = Optional.of(new ControlView.AuthorHead(author(), number, envelope.payloadDigest()));
        return Dsse.toJson(envelope);
    }

    /** A checkpoint for ledger.checkpoints, which is outside the chain. */
    public byte[] signCheckpoint(ControlStatement.Checkpoint checkpoint, Instant issuedAt) {
        return Dsse.toJson(sign(new Statement(domain, author(), 0, Optional.empty(), issuedAt, checkpoint)));
    }

    /** The author's place on its chain: what the next statement follows; empty before the first. */
    public synchronized Optional<ControlView.AuthorHead> last() {
        return last;
    }

    private Dsse.Envelope sign(Statement statement) {
        return Dsse.sign(Statement.PAYLOAD_TYPE, StatementJson.write(statement), List.of(statementKey));
    }

    private Digest author() {
        return statementKey.verifyingKey().keyId();
    }
}
