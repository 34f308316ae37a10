package org.dataembassy.restorer.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.restorer.replay.SourcePartition;

/**
 * What the topics of a registry hold at the moment of planning.
 *
 * @param partitions of the registry, by the trust root
 * @param topics the topics that may carry its blocks, the main one first: its offsets are those of a position
 * @param ranges committed offsets; a topic or partition that does not exist is left out
 */
public record LedgerExtent(
        String registry, int partitions, List<String> topics, Map<SourcePartition, OffsetRange> ranges) {
    public LedgerExtent {
        topics = List.copyOf(topics);
        ranges = Map.copyOf(ranges);
        if (topics.isEmpty() || partitions < 1) {
            throw new IllegalArgumentException("ledger extent: expected at least one topic and one partition");
        }
    }

    public String mainTopic() {
        return topics.get(0);
    }

    Optional<OffsetRange> range(String topic, int partition) {
        return Optional.ofNullable(ranges.get(new SourcePartition(topic, partition)));
    }
}
