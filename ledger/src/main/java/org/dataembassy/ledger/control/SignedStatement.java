package org.dataembassy.ledger.control;

import java.time.Instant;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.trust.Author;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * One statement out of an author's chain, whose signature and right to say it have been verified by themselves: for
 * whoever has the statement and not the chain. That no other statement with its number exists is not shown.
 *
 * @param number on the author's chain, from 1
 */
public record SignedStatement(Author author, long number, Instant issuedAt, ControlStatement body) {
    /**
     * Verifies a statement as it lies on control.
     *
     * @param domain digest of the genesis trust root
     * @param root the highest trust root
     * @throws SignatureInvalidException if form, country, author, permission or signature does not hold
     */
    public static SignedStatement verify(byte[] envelope, Digest domain, TrustRoot root)
            throws SignatureInvalidException {
        try {
            StatementEnvelope read = StatementEnvelope.read(envelope, Dsse.fromJson(envelope));
            Statement statement = read.statement();
            if (!statement.domain().equals(domain)) {
                throw new SignatureInvalidException("statement: of another country or of a drill");
            }
            Author author = root.author(statement.author())
                    .orElseThrow(
                            () -> new SignatureInvalidException("statement: the trust root does not name its author "
                                    + statement.author().abbreviated()));
            if (statement.number() < 1 || statement.number() > author.lastStatement()) {
                throw new SignatureInvalidException(
                        "statement: its number is none that is believed of " + author.description());
            }
            Optional<String> objection = StatementPermissions.objection(author, statement.body(), root);
            if (objection.isPresent()) {
                throw new SignatureInvalidException("statement of " + author.description() + ": " + objection.get());
            }
            read.verify(author.statementKey());
            return new SignedStatement(author, statement.number(), statement.issuedAt(), statement.body());
        } catch (IllegalArgumentException e) {
            throw new SignatureInvalidException("statement: " + e.getMessage());
        }
    }
}
