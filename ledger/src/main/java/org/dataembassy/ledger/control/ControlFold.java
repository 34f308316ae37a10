package org.dataembassy.ledger.control;

import java.util.List;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * Takes in the records of control topics (own and mirrored, in any interleaving) and yields views. Statements that can't
 * be placed yet (a gap in an author's chain, an author of a trust root to come) wait. Not thread-safe; one owner.
 */
public final class ControlFold {
    public ControlFold(SignedTrustRoot genesis) {
        throw new UnsupportedOperationException();
    }

    /** What became of one record. */
    public record Outcome(Result result, String detail) {}

    public enum Result {
        APPLIED,
        WAITING,
        DUPLICATE,
        REFUSED,
        FORK
    }

    /** Never throws for what {@code record} contains. */
    public Outcome take(byte[] record) {
        throw new UnsupportedOperationException();
    }

    public ControlView view() {
        throw new UnsupportedOperationException();
    }

    /** All envelopes applied so far, in an order in which {@link #take} applies them again: the local snapshot. */
    public List<byte[]> snapshot() {
        throw new UnsupportedOperationException();
    }
}
