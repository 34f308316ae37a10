package org.dataembassy.restorer.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.position.Bound;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.replay.ReplaySource;
import org.dataembassy.restorer.replay.SourcePartition;

/**
 * Turns a position into a plan: a pure function of what the topics hold.
 *
 * <p>Offsets are checked here, since the broker says which there are. Sequences are not: what headers at the end of a
 * topic state is not verified yet, and whoever owns the broker could make a good position look impossible. They are
 * checked against the verified ledger while it is read.
 */
public final class RestorePlanner {
    private RestorePlanner() {}

    /**
     * @throws EmbassyException POSITION_MALFORMED if partitions are missing or unknown, POSITION_UNKNOWN for an offset
     *     that the main topic does not have, TOPIC_MISSING
     */
    public static RestorePlan plan(LedgerExtent extent, Position position) {
        requireMainTopic(extent);
        requireEveryPartition(extent, position);
        List<PartitionPlan> partitions = IntStream.range(0, extent.partitions())
                .mapToObj(partition -> planPartition(extent, position, partition))
                .toList();
        return new RestorePlan(extent.registry(), position, partitions);
    }

    private static void requireMainTopic(LedgerExtent extent) {
        for (int partition = 0; partition < extent.partitions(); partition++) {
            if (extent.range(extent.mainTopic(), partition).isEmpty()) {
                throw new EmbassyException(
                        Problem.TOPIC_MISSING,
                        "The topic " + extent.mainTopic() + " has no partition " + partition
                                + " on this cluster; the trust root gives " + extent.registry() + " "
                                + extent.partitions() + ".");
            }
        }
    }

    private static void requireEveryPartition(LedgerExtent extent, Position position) {
        if (position instanceof Position.ToOffset offsets) {
            requireEveryPartition(extent, "--to-offset", offsets.bounds());
        } else if (position instanceof Position.ToSequence sequences) {
            requireEveryPartition(extent, "--to-sequence", sequences.bounds());
        }
    }

    private static void requireEveryPartition(LedgerExtent extent, String option, SortedMap<Integer, Bound> bounds) {
        String owned = extent.registry() + " has partitions 0 to " + (extent.partitions() - 1);
        List<Integer> unknown = bounds.keySet().stream()
                .filter(partition -> partition >= extent.partitions())
                .toList();
        if (!unknown.isEmpty()) {
            throw new EmbassyException(
                    Problem.POSITION_MALFORMED, option + " names partition " + join(unknown) + "; " + owned + ".");
        }
        List<Integer> missing = IntStream.range(0, extent.partitions())
                .filter(partition -> !bounds.containsKey(partition))
                .boxed()
                .toList();
        if (!missing.isEmpty()) {
            throw new EmbassyException(
                    Problem.POSITION_MALFORMED,
                    option + " says nothing about partition " + join(missing) + "; " + owned + ". Write "
                            + completed(extent, bounds)
                            + " with a number, none or head in place of each question mark.");
        }
    }

    private static String completed(LedgerExtent extent, SortedMap<Integer, Bound> bounds) {
        return IntStream.range(0, extent.partitions())
                .mapToObj(partition -> partition + ":"
                        + (bounds.containsKey(partition) ? bounds.get(partition).describe() : "?"))
                .collect(Collectors.joining(","));
    }

    private static String join(List<Integer> partitions) {
        return partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static PartitionPlan planPartition(LedgerExtent extent, Position position, int partition) {
        LedgerId ledger = new LedgerId(extent.registry(), partition);
        if (position instanceof Position.ToTime time) {
            return new PartitionPlan(ledger, everything(extent, partition), new StopRule.AfterTime(time.time()));
        }
        if (position instanceof Position.ToOffset offsets) {
            return toOffset(extent, ledger, offsets.bounds().get(partition));
        }
        if (position instanceof Position.ToSequence sequences) {
            return toSequence(extent, ledger, sequences.bounds().get(partition));
        }
        return new PartitionPlan(ledger, everything(extent, partition), new StopRule.EndOfSources());
    }

    private static PartitionPlan toSequence(LedgerExtent extent, LedgerId ledger, Bound bound) {
        StopRule stop = new StopRule.EndOfSources();
        if (bound instanceof Bound.Nothing) {
            stop = new StopRule.Nothing();
        } else if (bound instanceof Bound.Through through) {
            stop = new StopRule.AfterSequence(through.last());
        }
        return new PartitionPlan(ledger, everything(extent, ledger.partition()), stop);
    }

    private static PartitionPlan toOffset(LedgerExtent extent, LedgerId ledger, Bound bound) {
        int partition = ledger.partition();
        OffsetRange main = extent.range(extent.mainTopic(), partition).orElseThrow();
        if (bound instanceof Bound.Nothing) {
            return new PartitionPlan(ledger, everything(extent, partition), new StopRule.Nothing());
        }
        OffsetRange wanted = main;
        if (bound instanceof Bound.Through through) {
            requireOffset(extent, partition, main, through.last());
            wanted = main.upTo(through.last());
        }
        List<ReplaySource> sources = new ArrayList<>();
        sources.add(ReplaySource.beginning(new SourcePartition(extent.mainTopic(), partition), wanted, main));
        for (ReplaySource other : everything(extent, partition)) {
            if (!other.source().topic().equals(extent.mainTopic())) {
                sources.add(ReplaySource.filling(other.source(), other.range()));
            }
        }
        return new PartitionPlan(ledger, sources, new StopRule.EndOfSources());
    }

    private static void requireOffset(LedgerExtent extent, int partition, OffsetRange range, long offset) {
        if (offset >= range.begin() && offset < range.end()) {
            return;
        }
        String has = PartitionPlan.isEmpty(range)
                ? "has no records"
                : "has offsets " + range.begin() + " to " + (range.end() - 1);
        throw new EmbassyException(
                Problem.POSITION_UNKNOWN,
                "--to-offset " + partition + ":" + offset + " is not there: " + extent.mainTopic() + "-" + partition
                        + " " + has + ". " + partition + ":none takes nothing of it, " + partition
                        + ":head all of it.");
    }

    private static List<ReplaySource> everything(LedgerExtent extent, int partition) {
        return extent.topics().stream()
                .map(topic -> new SourcePartition(topic, partition))
                .filter(source -> extent.ranges().containsKey(source))
                .map(source -> ReplaySource.all(source, extent.ranges().get(source)))
                .filter(source -> !PartitionPlan.isEmpty(source.range()))
                .toList();
    }
}
