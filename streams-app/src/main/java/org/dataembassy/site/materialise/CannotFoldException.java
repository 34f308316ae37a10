package org.dataembassy.site.materialise;

import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.site.store.HaltReason;

/** A block that was accepted can't be turned into state. Nothing was changed. Names block and event, never content. */
public final class CannotFoldException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HaltReason reason;

    CannotFoldException(HaltReason reason, String what) {
        super(what);
        this.reason = reason;
    }

    /** A block that fails as a whole. */
    static CannotFoldException of(BlockHeader header, Throwable cause) {
        return of("block " + header.blockIndex() + " of " + header.ledger() + " can't be folded", cause);
    }

    /** The cause's message may quote events: only its class and place are told. */
    static CannotFoldException of(String what, Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        return new CannotFoldException(
                HaltReason.FOLD_FAILED,
                what + ": " + cause.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]));
    }

    public HaltReason reason() {
        return reason;
    }
}
