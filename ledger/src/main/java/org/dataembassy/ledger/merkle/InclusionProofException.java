package org.dataembassy.ledger.merkle;

/** A path does not lead from its leaf to its root. Checked, so that no caller can overlook it. */
public final class InclusionProofException extends Exception {
    private static final long serialVersionUID = 1L;

    public InclusionProofException(String message) {
        super(message);
    }
}
