package org.dataembassy.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.LedgerTopic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.trust.TrustRoot;

/**
 * Whether the site's cluster has what the topology needs: for each registry at least one topic that carries its blocks,
 * each with the partitions of the trust root, and the site's own topics. More partitions would make tasks for ledgers
 * that don't exist, and Kafka Streams would then refuse its own changelog.
 */
final class TopicCheck {
    private TopicCheck() {}

    /**
     * What is not as it has to be, a sentence; empty if all is.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException BROKER_UNAVAILABLE
     */
    static Optional<String> complaint(KafkaClients clients, TrustRoot root) {
        try (Admin admin = clients.newAdmin()) {
            Set<String> names = admin.listTopics().names().get(KafkaClients.CALL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            List<String> missing = missing(names, root);
            if (!missing.isEmpty()) {
                return Optional.of("missing topics: " + String.join(", ", missing));
            }
            Map<String, TopicDescription> carriers = admin.describeTopics(names.stream()
                            .filter(name -> Topics.parse(name).isPresent())
                            .toList())
                    .allTopicNames()
                    .get(KafkaClients.CALL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return misshapen(carriers, root);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted while the topics were looked at");
        } catch (TimeoutException e) {
            throw clients.failure(e);
        } catch (ExecutionException e) {
            throw clients.failure(e.getCause());
        }
    }

    private static List<String> missing(Set<String> names, TrustRoot root) {
        List<String> missing = new ArrayList<>();
        for (TrustRoot.RegistryEntry registry : root.registries()) {
            boolean carried = names.stream()
                    .anyMatch(name ->
                            Topics.ledgerPattern(registry.name()).matcher(name).matches());
            if (!carried) {
                missing.add("any that carries " + registry.name());
            }
        }
        for (String own : List.of(Topics.QUARANTINE.name(), Topics.SITE_STATUS.name())) {
            if (!names.contains(own)) {
                missing.add(own);
            }
        }
        return missing;
    }

    private static Optional<String> misshapen(Map<String, TopicDescription> carriers, TrustRoot root) {
        String wrong = carriers.values().stream()
                .filter(topic -> partitionsOf(topic.name(), root)
                        .filter(expected -> expected != topic.partitions().size())
                        .isPresent())
                .map(topic -> topic.name() + " has " + topic.partitions().size() + " partitions, the trust root says "
                        + partitionsOf(topic.name(), root).orElseThrow())
                .sorted()
                .collect(Collectors.joining("; "));
        return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong);
    }

    private static Optional<Integer> partitionsOf(String topic, TrustRoot root) {
        return Topics.parse(topic)
                .map(LedgerTopic::registry)
                .flatMap(root::registry)
                .map(TrustRoot.RegistryEntry::partitions);
    }
}
