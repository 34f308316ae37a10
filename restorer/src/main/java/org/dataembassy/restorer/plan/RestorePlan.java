package org.dataembassy.restorer.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.dataembassy.restorer.position.Position;

/**
 * What a restore will read and where it stops, partition by partition. Offsets are those of the moment of planning: a
 * ledger that grows meanwhile doesn't change the result.
 */
public record RestorePlan(String registry, Position position, List<PartitionPlan> partitions) {
    public RestorePlan {
        partitions = List.copyOf(partitions);
    }

    /** For people: a line for the whole and one for each partition. */
    public String describe() {
        return "Restore of " + registry + " to " + position.describe() + "\n"
                + partitions.stream()
                        .map(partition -> "  " + partition.describe())
                        .collect(Collectors.joining("\n"));
    }
}
