package org.dataembassy.ledger.kafka.topics;

import java.util.Collection;
import java.util.List;
import org.dataembassy.ledger.kafka.KafkaClients;

/** Creates missing topics and checks that existing ones keep what they must keep. */
public final class TopicAdmin {
    private TopicAdmin() {}

    /** What was done: names of the topics that were made and of those that were there already. */
    public record Report(List<String> created, List<String> present) {}

    /**
     * Creates what is missing, then checks partitions and dangerous settings of all. Safe to repeat and to run at two
     * places at once.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException TOPIC_MISCONFIGURED naming topic, setting, value and what
     *     was expected; BROKER_UNAVAILABLE
     */
    public static Report createOrCheck(KafkaClients clients, Collection<TopicSpec> topics) {
        throw new UnsupportedOperationException();
    }
}
