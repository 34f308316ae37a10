package org.dataembassy.ledger.crypto;

/** A ciphertext was not made with this key, or was changed. Checked, so that no caller can overlook it. */
public final class NotAuthenticException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotAuthenticException(String message) {
        super(message);
    }

    public NotAuthenticException(String message, Throwable cause) {
        super(message, cause);
    }
}
