package org.dataembassy.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataembassy.kafka.runtime.BrokerSettings;
import org.dataembassy.ledger.Site;

/**
 * One direction of MirrorMaker: topics of a source cluster, copied to a target cluster under the source's name
 * ({@code registry.x} of home becomes {@code home.registry.x} at the embassy). It runs at the target. The other direction
 * is the same with the sites exchanged.
 *
 * <p>The settings are those of Kafka 4.3.1, read in its sources; where a default would do harm the reason stands beside.
 *
 * @param source where the topics are written
 * @param sourceBootstrap bootstrap servers of the source
 * @param targetBootstrap bootstrap servers of the target
 * @param topics full names of the source's topics, at least one
 */
record MirrorFlow(Site source, String sourceBootstrap, String targetBootstrap, List<String> topics) {

    private static final String MAX_BYTES = Integer.toString(BrokerSettings.MAX_MESSAGE_BYTES);

    /**
     * How long the transactions of a killed MirrorMaker stay open. The one that takes its place begins by reading Connect's
     * topics to their end, past every open transaction, and only then takes over their transactional ids: nothing but this
     * time-out ends them, and until then nothing is copied (the producer's default is a minute). A transaction holds what one
     * poll gave, megabytes at most; one that takes longer fails its task, and the process begins again where it last
     * committed. Unit: milliseconds.
     */
    private static final String TRANSACTION_TIMEOUT_MILLIS = "10000";

    MirrorFlow {
        topics = List.copyOf(topics);
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("MirrorMaker has no topics to copy");
        }
        for (String topic : topics) {
            requireNoAlias(topic);
        }
    }

    /**
     * MirrorMaker takes a name's part before the first dot for a cluster if it is one's alias, concludes that the topic
     * came from there, and silently doesn't copy it.
     */
    private static void requireNoAlias(String topic) {
        String first = topic.split("\\.", 2)[0];
        for (Site site : Site.values()) {
            if (site.label().equals(first)) {
                throw new IllegalArgumentException("MirrorMaker would silently skip topic " + topic
                        + ": its name begins with the alias of a cluster");
            }
        }
    }

    Site target() {
        return source.other();
    }

    /** MirrorMaker's configuration, by its names. */
    Map<String, String> settings(int internalRestPort) {
        Map<String, String> all = new LinkedHashMap<>();
        addClusters(all);
        addWhatIsCopied(all);
        addWhatIsNot(all);
        addExactlyOnce(all, internalRestPort);
        addLargeBlocks(all);
        addSmallAndQuick(all);
        return all;
    }

    private void addClusters(Map<String, String> all) {
        all.put("clusters", source.label() + "," + target().label());
        all.put(source.label() + ".bootstrap.servers", sourceBootstrap);
        all.put(target().label() + ".bootstrap.servers", targetBootstrap);
    }

    private void addWhatIsCopied(Map<String, String> all) {
        String flow = source.label() + "->" + target().label();
        all.put(flow + ".enabled", "true");
        // These are patterns: a dot in a name is quoted, so that nothing else matches.
        all.put(flow + ".topics", topics.stream().map(MirrorFlow::exactly).collect(Collectors.joining(",")));
        all.put(target().label() + "->" + source.label() + ".enabled", "false");
        all.put("replication.policy.class", "org.apache.kafka.connect.mirror.DefaultReplicationPolicy");
        all.put("replication.factor", "1");
        all.put("refresh.topics.interval.seconds", "5");
        all.put("tasks.max", "2");
    }

    private static void addWhatIsNot(Map<String, String> all) {
        // A retention shortened at the source would purge the copy.
        all.put("sync.topic.configs.enabled", "false");
        all.put("sync.topic.acls.enabled", "false");
        // Heartbeats start the reverse direction, which writes into the source cluster.
        all.put("emit.heartbeats.enabled", "false");
        all.put("heartbeats.replication.enabled", "false");
        // Its topic is made all the same, in the target, and three replicas cannot be had here.
        all.put("heartbeats.topic.replication.factor", "1");
        // Offsets are addresses in one topic; nobody's place in one is derived from a place in the other.
        all.put("emit.checkpoints.enabled", "false");
        all.put("emit.offset-syncs.enabled", "false");
        all.put("sync.group.offsets.enabled", "false");
        all.put("refresh.groups.enabled", "false");
    }

    private void addExactlyOnce(Map<String, String> all, int internalRestPort) {
        all.put(target().label() + ".exactly.once.source.support", "enabled");
        // Without it a worker that isn't the leader can't pass its tasks' configuration on (KIP-710).
        all.put("dedicated.mode.enable.internal.rest", "true");
        all.put("listeners", "http://127.0.0.1:" + internalRestPort);
        // Otherwise blocks of aborted transactions are copied too.
        all.put(source.label() + ".consumer.isolation.level", "read_committed");
        // Of the tasks, and of Connect itself for what it keeps about them.
        all.put(target().label() + ".producer.transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS);
        all.put(target().label() + ".transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS);
        // A block that is damaged on home's disk is refused at the embassy, which names it; here it would end the task.
        all.put(source.label() + ".consumer.check.crcs", "false");
    }

    private void addLargeBlocks(Map<String, String> all) {
        all.put(target().label() + ".producer.max.request.size", MAX_BYTES);
        all.put(source.label() + ".consumer.max.partition.fetch.bytes", MAX_BYTES);
        all.put(source.label() + ".consumer.fetch.max.bytes", Integer.toString(2 * BrokerSettings.MAX_MESSAGE_BYTES));
    }

    /** So that a killed process is back at work within seconds, and Connect's own topics stay small. */
    private void addSmallAndQuick(Map<String, String> all) {
        String target = target().label();
        all.put(target + ".session.timeout.ms", "3000");
        all.put(target + ".heartbeat.interval.ms", "500");
        all.put(target + ".rebalance.timeout.ms", "5000");
        all.put(target + ".scheduled.rebalance.max.delay.ms", "0");
        all.put("task.shutdown.graceful.timeout.ms", "2000");
        all.put("consumer.poll.timeout.millis", "500");
        // Otherwise every class of the class path is looked at, twice; the connectors are declared as services.
        all.put("plugin.discovery", "service_load");
        all.put(target + ".plugin.discovery", "service_load");
        all.put("offset.storage.replication.factor", "1");
        all.put("offset.storage.partitions", "1");
        all.put("status.storage.replication.factor", "1");
        all.put("status.storage.partitions", "1");
        all.put("config.storage.replication.factor", "1");
    }

    private static String exactly(String topic) {
        return topic.replace(".", "\\.");
    }
}
