package org.dataembassy.restorer.replay;

/** A ledger does not verify; nothing from the named block on may be believed. */
public final class LedgerFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient LedgerFault fault;

    public LedgerFaultException(LedgerFault fault) {
        super(fault.describe());
        this.fault = fault;
    }

    public LedgerFault fault() {
        return fault;
    }
}
