package org.dataembassy.restorer.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.restorer.replay.ReplaySource;

/**
 * The plan for one ledger.
 *
 * @param sources topics with the offsets to read, in order of preference; those without a record are left out
 */
public record PartitionPlan(LedgerId ledger, List<ReplaySource> sources, StopRule stop) {
    public PartitionPlan {
        sources = List.copyOf(sources);
    }

    String describe() {
        if (stop instanceof StopRule.Nothing) {
            return ledger + ": nothing";
        }
        String where = sources.isEmpty()
                ? "no records"
                : sources.stream().map(PartitionPlan::describe).collect(Collectors.joining(", "));
        return ledger + ": " + stop.describe() + " (" + where + ")";
    }

    private static String describe(ReplaySource source) {
        String offsets =
                " offsets " + source.range().begin() + " to " + (source.range().end() - 1);
        return source.source() + offsets + (source.wanted() ? "" : " for gaps only");
    }

    static boolean isEmpty(OffsetRange range) {
        return range.begin() == range.end();
    }
}
