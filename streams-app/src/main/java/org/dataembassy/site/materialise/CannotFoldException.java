package org.dataembassy.site.materialise;

import org.dataembassy.site.store.HaltReason;

/** A block that was accepted can't be turned into state. Nothing was changed. Names block and event, never content. */
public final class CannotFoldException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HaltReason reason;

    CannotFoldException(HaltReason reason, String what) {
        super(what);
        this.reason = reason;
    }

    public HaltReason reason() {
        return reason;
    }
}
