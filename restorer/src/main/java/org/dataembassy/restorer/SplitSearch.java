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
 * block that is taken in says which others belong to it. A partition's transactions come in order, so those that a
 * position parts are the last ones: the latest of each partition are remembered, and if even the earliest of these is
 * parted, the result says that there may be more. Partitions may take in blocks at the same time, each on one thread; all
 * else is for one thread.
 */
final class SplitSearch {
    private static final int MAX_REMEMBERED = 100_000;
    private static final int LEAST_REMEMBERED = 1_000;

    private final List<Taken> partitions = new ArrayList<>();
    private final Set<String> casesBeyond = new HashSet<>();

    /** @param partitions of the registry */
    SplitSearch(int partitions) {
        int each = Math.max(LEAST_REMEMBERED, MAX_REMEMBERED / partitions);
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new Taken(each));
        }
    }

    /** What a partition has taken in: case ids of its events, by transaction. For one thread. */
    static final class Taken {
        private final Map<List<BlockPlace>, Set<String>> cases = new LinkedHashMap<>();
        private final int capacity;
        private boolean forgotten;

        private Taken(int capacity) {
            this.capacity = capacity;
        }

        /**
         * Events of a block were taken in.
         *
         * @param caseIds of these events
         * @param whole whether these are all of the block's
         */
        void block(BlockHeader header, Set<String> caseIds, boolean whole) {
            if (whole && header.transaction().size() <= 1) {
                return; // It has no other block: nothing can part it.
            }
            cases.computeIfAbsent(header.transaction(), transaction -> new HashSet<>(1))
                    .addAll(caseIds);
            if (cases.size() > capacity) {
                cases.remove(cases.keySet().iterator().next());
                forgotten = true;
            }
        }
    }

    Taken ofPartition(int partition) {
        return partitions.get(partition);
    }

    /** An event beyond the position belongs to a case. */
    void beyond(String caseId) {
        if (caseId != null) {
            casesBeyond.add(caseId);
        }
    }

    /** The blocks, by partition, that transactions taken in name and that lie beyond the position. */
    Map<Integer, SortedSet<Long>> missing(List<PartitionReached> reached) {
        Map<Integer, SortedSet<Long>> missing = new TreeMap<>();
        for (Taken taken : partitions) {
            for (List<BlockPlace> transaction : taken.cases.keySet()) {
                for (BlockPlace place : transaction) {
                    if (isMissing(place, reached) && place.partition() < reached.size()) {
                        missing.computeIfAbsent(place.partition(), partition -> new TreeSet<>())
                                .add(place.blockIndex());
                    }
                }
            }
        }
        return missing;
    }

    Splits result(List<PartitionReached> reached) {
        boolean complete = true;
        Map<List<BlockPlace>, Set<String>> parted = new LinkedHashMap<>();
        for (Taken taken : partitions) {
            boolean eldest = true;
            for (Map.Entry<List<BlockPlace>, Set<String>> entry : taken.cases.entrySet()) {
                if (isParted(entry.getKey(), reached)) {
                    complete &= !(eldest && taken.forgotten);
                    parted.computeIfAbsent(entry.getKey(), transaction -> new HashSet<>())
                            .addAll(entry.getValue());
                }
                eldest = false;
            }
        }
        SortedSet<String> cases = new TreeSet<>();
        parted.values()
                .forEach(ids -> ids.stream().filter(casesBeyond::contains).forEach(cases::add));
        List<Splits.SplitTransaction> listed = parted.keySet().stream()
                .limit(Splits.MAX_LISTED)
                .map(transaction -> split(transaction, reached))
                .toList();
        return new Splits(parted.size(), complete, listed, List.copyOf(cases));
    }

    private static boolean isParted(List<BlockPlace> transaction, List<PartitionReached> reached) {
        return transaction.stream()
                .anyMatch(place -> isMissing(place, reached) || isCut(place, reached.get(place.partition())));
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
