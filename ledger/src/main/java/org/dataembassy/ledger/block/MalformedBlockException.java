package org.dataembassy.ledger.block;

/** Bytes that are not a block of a known format. The message names field and offset, never content. */
public class MalformedBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedBlockException(String message) {
        super(message);
    }

    public MalformedBlockException(String message, Throwable cause) {
        super(message, cause);
    }
}
