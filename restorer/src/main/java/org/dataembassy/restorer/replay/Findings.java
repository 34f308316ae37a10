package org.dataembassy.restorer.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was found on the topics besides the ledger: all of it counted, the first ones kept, so that a flood of forgeries
 * can't fill memory. Not thread-safe.
 */
public final class Findings {
    /** How many are kept with their places. */
    public static final int MAX_KEPT = 100;

    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final List<Finding> kept = new ArrayList<>();

    void add(Finding finding) {
        counts.merge(finding.kind() + "/" + finding.reason(), 1L, Long::sum);
        if (kept.size() < MAX_KEPT) {
            kept.add(finding);
        }
    }

    /** Takes in those of another ledger, as if they had been found after all of these. */
    public void addAll(Findings others) {
        others.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
        others.kept.stream().limit(MAX_KEPT - kept.size()).forEach(kept::add);
    }

    /** How many there were, by {@code KIND/REASON}. */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }

    public long count(Finding.Kind kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind + "/"))
                .mapToLong(SortedMap.Entry::getValue)
                .sum();
    }

    /** The first {@value #MAX_KEPT}, in the order in which they were found. */
    public List<Finding> first() {
        return Collections.unmodifiableList(kept);
    }
}
