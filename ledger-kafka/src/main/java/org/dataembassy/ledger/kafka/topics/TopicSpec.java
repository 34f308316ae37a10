package org.dataembassy.ledger.kafka.topics;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How a topic has to be on the broker.
 *
 * @param partitions exact number
 * @param settings topic settings by Kafka's names, given at creation
 * @param guarded those of {@code settings} whose other value would lose or stop data: checked at every start
 */
public record TopicSpec(
        Topic<?, ?> topic, int partitions, short replicationFactor, Map<String, String> settings, Guard guarded) {
    /** What is checked of an existing topic besides its partitions. */
    public enum Guard {
        /** Nothing may ever be removed: no compaction, no retention limit. */
        KEEPS_EVERYTHING,
        /** Content is for a time only. */
        PASSING
    }

    /** Refuses what no broker takes. */
    public TopicSpec {
        settings = Map.copyOf(settings);
        if (partitions < 1 || replicationFactor < 1) {
            throw new IllegalArgumentException("topic: expected at least 1 partition and 1 replica");
        }
    }

    /** For an admin client. */
    public NewTopic newTopic() {
        return new NewTopic(topic.name(), partitions, replicationFactor).configs(settings);
    }
}
