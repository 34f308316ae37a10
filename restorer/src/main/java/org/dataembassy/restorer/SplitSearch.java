package org.dataembassy.restorer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.restorer.report.PartitionReached;
import org.dataembassy.restorer.report.Splits;

/**
 * Looks for transactions and cases that a position parts. A header names all blocks of its transaction, so that each
 * block that is taken in says which others belong to it. Transactions come in order, so those that a position parts are
 * the last ones: the latest are remembered, and if even the earliest of these is parted, the result says that there may
 * be more. Not thread-safe.
 */
final class SplitSearch {
    private static final int MAX_REMEMBERED = 100_000;

    /** Case ids of the events taken in, by transaction of which blocks lie elsewhere or which is cut. */
    private final Map<List<BlockPlace>, Set<String>> casesTaken = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<BlockPlace>, Set<String>> eldest) {
            forgotten |= size() > MAX_REMEMBERED;
            return size() > MAX_REMEMBERED;
        }
    };

    private final Set<String> casesBeyond = new HashSet<>();
    private boolean forgotten;

    /** An event was taken in. */
    void taken(BlockHeader header, String caseId) {
        Set<String> cases = casesTaken.computeIfAbsent(header.transaction(), transaction -> new HashSet<>(1));
        if (caseId != null) {
            cases.add(caseId);
        }
    }

    /** An event beyond the position belongs to a case. */
    void beyond(String caseId) {
        if (caseId != null) {
            casesBeyond.add(caseId);
        }
    }

    /** A block was taken in whole whose transaction has no other one: nothing can part it. */
    void forgetWhole(BlockHeader header) {
        if (header.transaction().size() <= 1) {
            casesTaken.remove(header.transaction());
        }
    }

    /** The blocks, by partition, that transactions taken in name and that lie beyond the position. */
    Map<Integer, SortedSet<Long>> missing(List<PartitionReached> reached) {
        Map<Integer, SortedSet<Long>> missing = new TreeMap<>();
        for (List<BlockPlace> transaction : casesTaken.keySet()) {
            for (BlockPlace place : transaction) {
                if (isMissing(place, reached) && place.partition() < reached.size()) {
                    missing.computeIfAbsent(place.partition(), partition -> new TreeSet<>())
                            .add(place.blockIndex());
                }
            }
        }
        return missing;
    }

    Splits result(List<PartitionReached> reached) {
        List<Splits.SplitTransaction> listed = new ArrayList<>();
        SortedSet<String> cases = new TreeSet<>();
        long count = 0;
        boolean eldest = true;
        boolean complete = true;
        for (Map.Entry<List<BlockPlace>, Set<String>> entry : casesTaken.entrySet()) {
            Splits.SplitTransaction split = split(entry.getKey(), reached);
            if (!split.missing().isEmpty() || !split.cut().isEmpty()) {
                count++;
                complete &= !(eldest && forgotten);
                if (listed.size() < Splits.MAX_LISTED) {
                    listed.add(split);
                }
                entry.getValue().stream().filter(casesBeyond::contains).forEach(cases::add);
            }
            eldest = false;
        }
        return new Splits(count, complete, listed, List.copyOf(cases));
    }

    private static Splits.SplitTransaction split(List<BlockPlace> transaction, List<PartitionReached> reached) {
        List<BlockPlace> taken = new ArrayList<>();
        List<BlockPlace> cut = new ArrayList<>();
        List<BlockPlace> missing = new ArrayList<>();
        for (BlockPlace place : transaction) {
            if (isMissing(place, reached)) {
                missing.add(place);
            } else if (isCut(place, reached.get(place.partition()))) {
                cut.add(place);
            } else {
                taken.add(place);
            }
        }
        return new Splits.SplitTransaction(taken, cut, missing);
    }

    private static boolean isMissing(BlockPlace place, List<PartitionReached> reached) {
        return place.partition() >= reached.size()
                || place.blockIndex() >= reached.get(place.partition()).blocks();
    }

    private static boolean isCut(BlockPlace place, PartitionReached partition) {
        return place.blockIndex() == partition.blocks() - 1
                && partition.lastBlock().orElseThrow().isCut();
    }
}
