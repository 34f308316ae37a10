package org.dataembassy.ledger.kafka.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The content of a seal journal while records are added to it, whether read or written. Not thread-safe. */
final class JournalContent {
    private final JournalIdentity identity;
    private final SortedMap<Integer, CommittedBlock> committed;
    private final Deque<JournaledTransaction> pending = new ArrayDeque<>();
    private long lastCommitted;

    JournalContent(JournalIdentity identity, long lastCommitted, SortedMap<Integer, CommittedBlock> committed) {
        this.identity = identity;
        this.lastCommitted = lastCommitted;
        this.committed = new TreeMap<>(committed);
    }

    long lastCommitted() {
        return lastCommitted;
    }

    long nextNumber() {
        return lastCommitted + pending.size() + 1;
    }

    /** @throws IllegalArgumentException if another transaction was due */
    void add(JournaledTransaction transaction) {
        requireNext(transaction);
        pending.add(transaction);
    }

    void requireNext(JournaledTransaction transaction) {
        if (transaction.number() != nextNumber()) {
            throw new IllegalArgumentException(
                    "expected transaction " + nextNumber() + ", got " + transaction.number());
        }
    }

    /** @throws IllegalArgumentException if that isn't the first pending transaction, or has another number of blocks */
    void commit(long number, List<Long> offsets) {
        requireFirst(number, offsets);
        List<JournaledBlock> blocks = pending.remove().blocks();
        for (int i = 0; i < offsets.size(); i++) {
            JournaledBlock block = blocks.get(i);
            committed.put(block.partition(), new CommittedBlock(block.blockIndex(), block.leaf(), offsets.get(i)));
        }
        lastCommitted = number;
    }

    void requireFirst(long number, List<Long> offsets) {
        JournaledTransaction first = pending.peek();
        if (first == null || first.number() != number || first.blocks().size() != offsets.size()) {
            throw new IllegalArgumentException("commit of transaction " + number + " is out of order");
        }
    }

    JournalState state() {
        return new JournalState(identity, committed, new ArrayList<>(pending));
    }
}
