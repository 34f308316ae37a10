package org.dataembassy.schemas;

/**
 * Bytes that are not the event or the state they should be. The message says what is wrong and where, by field and
 * offset, and never quotes content; there is no cause, since the messages of parsers do quote it.
 */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What kind of fault it is. */
    public enum Reason {
        /** Not in the Confluent wire format: too short, or the first byte is not 0. */
        NOT_FRAMED,
        /** The writer's schema names an event that the registry's model does not have. */
        UNKNOWN_EVENT,
        /** The writer's schema can't be resolved to the current version of the event. */
        UNRESOLVABLE,
        /** The bytes don't follow the writer's schema. */
        MALFORMED
    }

    private final Reason reason;

    UnreadableEventException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
