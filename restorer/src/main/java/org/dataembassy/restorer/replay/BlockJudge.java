package org.dataembassy.restorer.replay;

import java.util.List;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.accept.LeafIndex;

/** Acceptance for one ledger, with the control view and the data keys that it has. */
@FunctionalInterface
public interface BlockJudge {
    /**
     * Told which records will be judged next, though others may come in between, so that what can be found out about
     * many of them at once is.
     *
     * @param head before the first of them
     * @param values null for a record without one
     */
    default void expect(Head head, List<byte[]> values) {}

    /**
     * @param value a record's value, never null; nothing that it contains makes this throw
     */
    Verdict judge(Head head, LeafIndex leaves, byte[] value);
}
