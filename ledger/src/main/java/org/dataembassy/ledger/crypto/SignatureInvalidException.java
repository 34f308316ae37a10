package org.dataembassy.ledger.crypto;

/** A signature does not verify. Checked, so that no caller can overlook it. */
public final class SignatureInvalidException extends Exception {
    private static final long serialVersionUID = 1L;

    public SignatureInvalidException(String message) {
        super(message);
    }
}
