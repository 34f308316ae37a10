package org.dataembassy.ledger.control;

import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.dsse.Dsse;

/** A statement's envelope, read but not yet verified. */
record StatementEnvelope(Statement statement, Digest digest, Dsse.Envelope envelope, byte[] bytes) {
    /**
     * Reads an envelope whose JSON has been parsed.
     *
     * @throws IllegalArgumentException if this is not an envelope of one statement with its author's one signature
     */
    static StatementEnvelope read(byte[] bytes, Dsse.Envelope envelope) {
        if (!envelope.payloadType().equals(Statement.PAYLOAD_TYPE)) {
            throw new IllegalArgumentException("envelope.payloadType: expected " + Statement.PAYLOAD_TYPE);
        }
        Statement statement = StatementJson.read(envelope.payload());
        if (envelope.signatures().size() != 1
                || !envelope.signatures().get(0).keyId().equals(statement.author())) {
            throw new IllegalArgumentException("envelope.signatures: expected exactly one, by the statement's author");
        }
        return new StatementEnvelope(statement, envelope.payloadDigest(), envelope, bytes);
    }

    void verify(VerifyingKey authorKey) throws SignatureInvalidException {
        authorKey.verify(
                Dsse.preAuthenticationEncoding(envelope.payloadType(), envelope.payload()),
                envelope.signatures().get(0).signature());
    }
}
