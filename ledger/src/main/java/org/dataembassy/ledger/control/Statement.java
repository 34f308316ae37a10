package org.dataembassy.ledger.control;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.dataembassy.ledger.Digest;

/**
 * One statement with its place on its author's chain.
 *
 * @param number from 1; 0 for a checkpoint outside the chain
 * @param previous payload digest of the author's statement before; empty exactly for numbers 0 and 1
 */
record Statement(
        Digest domain, Digest author, long number, Optional<Digest> previous, Instant issuedAt, ControlStatement body) {
    static final String PAYLOAD_TYPE = "application/vnd.data-embassy.statement+json";

    Statement {
        Objects.requireNonNull(domain);
        Objects.requireNonNull(author);
        Objects.requireNonNull(issuedAt);
        Objects.requireNonNull(body);
        if (number < 0 || previous.isPresent() != (number > 1)) {
            throw new IllegalArgumentException(
                    "statement: expected a number of at least 0, and the digest before exactly from number 2 on");
        }
    }
}
