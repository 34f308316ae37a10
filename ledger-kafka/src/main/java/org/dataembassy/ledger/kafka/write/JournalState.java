package org.dataembassy.ledger.kafka.write;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a seal journal says at one moment: how far each partition is committed, and the transactions beyond.
 *
 * @param committed by partition the last block known to be committed
 * @param pending sealed, perhaps sent, not known to be committed; in order
 */
record JournalState(
        JournalIdentity identity, SortedMap<Integer, CommittedBlock> committed, List<JournaledTransaction> pending) {
    JournalState {
        committed = Collections.unmodifiableSortedMap(new TreeMap<>(committed));
        pending = List.copyOf(pending);
    }
}
