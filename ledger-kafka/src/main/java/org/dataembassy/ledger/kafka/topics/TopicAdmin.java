package org.dataembassy.ledger.kafka.topics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/** Creates missing topics and checks that existing ones keep what they must keep. */
public final class TopicAdmin {
    private static final String FOR_EVER = "-1";
    private static final long PAUSE_MILLIS = 50;

    private TopicAdmin() {}

    /** What was done: names of the topics that were made and of those that were there already. */
    public record Report(List<String> created, List<String> present) {
        /** Copies. */
        public Report {
            created = List.copyOf(created);
            present = List.copyOf(present);
        }
    }

    /**
     * Creates what is missing, then checks partitions and dangerous settings of all. Safe to repeat and to run at two
     * places at once.
     *
     * @throws EmbassyException TOPIC_MISCONFIGURED naming topic, setting, value and what was expected;
     *     BROKER_UNAVAILABLE, BROKER_DENIES_ACCESS
     */
    public static Report createOrCheck(KafkaClients clients, Collection<TopicSpec> topics) {
        clients.requireReachable();
        try (Admin admin = clients.newAdmin()) {
            Map<String, TopicDescription> present = describe(clients, admin, topics);
            List<String> created = create(clients, admin, topics, present);
            awaitVisible(clients, admin, topics, present);
            topics.forEach(
                    spec -> requirePartitions(spec, present.get(spec.topic().name())));
            Map<String, Config> settings = settings(clients, admin, topics);
            topics.forEach(
                    spec -> requireSettings(spec, settings.get(spec.topic().name())));
            List<String> before = topics.stream()
                    .map(spec -> spec.topic().name())
                    .filter(name -> !created.contains(name))
                    .toList();
            return new Report(created, before);
        }
    }

    private static Map<String, TopicDescription> describe(
            KafkaClients clients, Admin admin, Collection<TopicSpec> topics) {
        Map<String, TopicDescription> present = new HashMap<>();
        admin.describeTopics(topics.stream().map(spec -> spec.topic().name()).toList())
                .topicNameValues()
                .forEach((name, future) -> {
                    try {
                        present.put(name, get(clients, future));
                    } catch (AbsentException e) {
                        // Made next.
                    }
                });
        return present;
    }

    private static List<String> create(
            KafkaClients clients, Admin admin, Collection<TopicSpec> topics, Map<String, TopicDescription> present) {
        List<TopicSpec> missing = topics.stream()
                .filter(spec -> !present.containsKey(spec.topic().name()))
                .toList();
        List<String> created = new ArrayList<>();
        admin.createTopics(missing.stream().map(TopicSpec::newTopic).toList())
                .values()
                .forEach((name, future) -> {
                    try {
                        get(clients, future);
                        created.add(name);
                    } catch (AbsentException e) {
                        // Somebody else made it meanwhile: it's checked like any other.
                    }
                });
        return created;
    }

    /** A new topic takes a moment until every broker knows it. */
    private static void awaitVisible(
            KafkaClients clients, Admin admin, Collection<TopicSpec> topics, Map<String, TopicDescription> present) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(KafkaClients.CALL_TIMEOUT_MILLIS);
        while (topics.stream()
                .anyMatch(spec -> !present.containsKey(spec.topic().name()))) {
            present.putAll(describe(clients, admin, topics));
            if (System.nanoTime() > deadline) {
                throw clients.failure(new org.apache.kafka.common.errors.TimeoutException("topics do not appear"));
            }
            pause(clients);
        }
    }

    private static void requirePartitions(TopicSpec spec, TopicDescription description) {
        int actual = description.partitions().size();
        if (actual != spec.partitions()) {
            throw misconfigured(
                    spec, "has " + actual + " partitions, expected " + spec.partitions() + " as the trust root says");
        }
    }

    private static Map<String, Config> settings(KafkaClients clients, Admin admin, Collection<TopicSpec> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(spec -> new ConfigResource(
                        ConfigResource.Type.TOPIC, spec.topic().name()))
                .toList();
        Map<String, Config> settings = new HashMap<>();
        admin.describeConfigs(resources).values().forEach((resource, future) -> {
            try {
                settings.put(resource.name(), get(clients, future));
            } catch (AbsentException e) {
                throw new EmbassyException(
                        Problem.TOPIC_MISSING,
                        "The topic " + resource.name() + " at " + clients.bootstrapServers() + " has just disappeared.",
                        e);
            }
        });
        return settings;
    }

    private static void requireSettings(TopicSpec spec, Config config) {
        if (spec.guarded() == TopicSpec.Guard.KEEPS_EVERYTHING) {
            require(spec, config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
            require(spec, config, TopicConfig.RETENTION_MS_CONFIG, FOR_EVER);
            require(spec, config, TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER);
            require(spec, config, TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        }
        requireAtLeast(spec, config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        requireAtLeast(spec, config, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG);
    }

    private static void require(TopicSpec spec, Config config, String setting, String expected) {
        String actual = config.get(setting).value();
        if (!expected.equals(actual)) {
            throw misconfigured(spec, "has " + setting + "=" + actual + ", expected " + expected);
        }
    }

    private static void requireAtLeast(TopicSpec spec, Config config, String setting) {
        String expected = spec.settings().get(setting);
        String actual = config.get(setting).value();
        if (Long.parseLong(actual) < Long.parseLong(expected)) {
            throw misconfigured(spec, "has " + setting + "=" + actual + ", expected at least " + expected);
        }
    }

    private static EmbassyException misconfigured(TopicSpec spec, String how) {
        return new EmbassyException(Problem.TOPIC_MISCONFIGURED, "The topic " + spec.topic() + " " + how + ".");
    }

    private static <T> T get(KafkaClients clients, KafkaFuture<T> future) throws AbsentException {
        try {
            return future.get(KafkaClients.CALL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof TopicExistsException) {
                throw new AbsentException(e.getCause());
            }
            throw clients.failure(e.getCause());
        } catch (TimeoutException e) {
            throw clients.failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failure(e);
        }
    }

    private static void pause(KafkaClients clients) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failure(e);
        }
    }

    /** The topic isn't there (when describing), or is there already (when creating). */
    private static final class AbsentException extends Exception {
        private static final long serialVersionUID = 1L;

        AbsentException(Throwable cause) {
            super(cause);
        }
    }
}
