package org.dataembassy.ledger.block;

import java.util.Objects;

/** A block's body is not the one its header commits to, or can't be opened. The message has no event content. */
public final class UnopenableBlockException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What did not hold. */
    public enum Fault {
        /** The header is not the one that was accepted at this place. */
        LEAF_MISMATCH,
        /** The body is not the one that was signed. */
        BODY_DIGEST_MISMATCH,
        /** None of the reader's data keys is the one that the header names. */
        UNKNOWN_DATA_KEY,
        /** The body was not sealed with the data key that the header names, or for another place. */
        BODY_NOT_AUTHENTIC,
        /** The body can't be decompressed or read within its bounds. */
        MALFORMED_BODY,
        /** The number of events is not the one in the header. */
        EVENT_COUNT_MISMATCH,
        /** The events are not those that the header commits to. */
        EVENTS_ROOT_MISMATCH
    }

    private final Fault fault;

    UnopenableBlockException(Fault fault, String message) {
        super(message);
        this.fault = Objects.requireNonNull(fault);
    }

    UnopenableBlockException(Fault fault, String message, Throwable cause) {
        super(message, cause);
        this.fault = Objects.requireNonNull(fault);
    }

    public Fault fault() {
        return fault;
    }
}
