package org.dataembassy.ledger.kafka.write;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.ledger.Head;

/** How far the registry is committed. Immutable. */
record CommittedHeads(SortedMap<Integer, Head> heads, SortedMap<String, Long> sources) {
    CommittedHeads {
        heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
        sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
    }

    /** After a transaction. */
    CommittedHeads after(SealedBatch sealed) {
        SortedMap<Integer, Head> moved = new TreeMap<>(heads);
        sealed.blocks().forEach(block -> moved.put(block.header().ledger().partition(), block.after()));
        return new CommittedHeads(moved, sealed.sources());
    }
}
