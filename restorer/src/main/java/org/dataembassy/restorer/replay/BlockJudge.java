package org.dataembassy.restorer.replay;

import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.accept.LeafIndex;

/** Acceptance for one ledger, with the control view and the data keys that it has. */
@FunctionalInterface
public interface BlockJudge {
    /**
     * @param value a record's value, never null; nothing that it contains makes this throw
     */
    Verdict judge(Head head, LeafIndex leaves, byte[] value);
}
