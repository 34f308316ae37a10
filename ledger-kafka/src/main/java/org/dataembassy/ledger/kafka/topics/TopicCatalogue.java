package org.dataembassy.ledger.kafka.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.trust.TrustRoot;

/** Which topics a site's cluster has, and how. Derived from the trust root alone. */
public final class TopicCatalogue {
    /** What a record batch of a ledger topic may have at most; also for MirrorMaker's producer and consumer. Bytes. */
    public static final int MAX_MESSAGE_BYTES = BlockLimits.MIN_KAFKA_MESSAGE_BYTES;

    private static final String FOR_EVER = "-1";
    private static final long HOUR_MILLIS = 3_600_000L;
    private static final long QUARANTINE_BYTES = 1L << 30;

    private TopicCatalogue() {}

    /** All topics of a site's cluster: its own, those mirrored from the other site, and those for couriers. */
    public static List<TopicSpec> topicsOf(Site site, TrustRoot root, int replicationFactor) {
        List<TopicSpec> all = new ArrayList<>();
        short replicas = (short) replicationFactor;
        all.add(keeping(Topics.CONTROL, 1, replicas));
        all.add(keeping(Topics.CONTROL.mirroredFrom(site.other()), 1, replicas));
        all.add(checkpoints(Topics.CHECKPOINTS, replicas));
        all.add(checkpoints(Topics.CHECKPOINTS.mirroredFrom(site.other()), replicas));
        all.add(quarantine(replicas));
        all.add(siteStatus(replicas));
        for (TrustRoot.RegistryEntry registry : root.registries()) {
            Topic<Void, SealedBlock> own = Topics.registry(registry.name());
            all.add(keeping(own, registry.partitions(), replicas));
            all.add(keeping(own.mirroredFrom(site.other()), registry.partitions(), replicas));
            all.add(keeping(Topics.importOf(registry.name()), registry.partitions(), replicas));
        }
        return all;
    }

    /** The same, for an admin client. */
    public static List<NewTopic> newTopics(Site site, TrustRoot root, int replicationFactor) {
        return topicsOf(site, root, replicationFactor).stream()
                .map(TopicSpec::newTopic)
                .toList();
    }

    private static TopicSpec keeping(Topic<?, ?> topic, int partitions, short replicas) {
        Map<String, String> settings = common(replicas);
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER);
        settings.put(TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER);
        return new TopicSpec(topic, partitions, replicas, settings, TopicSpec.Guard.KEEPS_EVERYTHING);
    }

    /** An hour is enough: the hourly ones are on control too. */
    private static TopicSpec checkpoints(Topic<?, ?> topic, short replicas) {
        Map<String, String> settings = common(replicas);
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString(HOUR_MILLIS));
        settings.put(TopicConfig.SEGMENT_MS_CONFIG, Long.toString(HOUR_MILLIS / 4));
        return new TopicSpec(topic, 1, replicas, settings, TopicSpec.Guard.PASSING);
    }

    /** Bounded by bytes, so that whoever floods a ledger topic can't fill the site's disk. */
    private static TopicSpec quarantine(short replicas) {
        Map<String, String> settings = common(replicas);
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER);
        settings.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(QUARANTINE_BYTES));
        return new TopicSpec(Topics.QUARANTINE, 1, replicas, settings, TopicSpec.Guard.PASSING);
    }

    private static TopicSpec siteStatus(short replicas) {
        Map<String, String> settings = common(replicas);
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        return new TopicSpec(Topics.SITE_STATUS, 1, replicas, settings, TopicSpec.Guard.PASSING);
    }

    private static Map<String, String> common(short replicas) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_MESSAGE_BYTES));
        // A site whose clock is behind must not refuse what the other site has recorded.
        settings.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        settings.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
        settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replicas >= 3 ? "2" : "1");
        settings.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer");
        return settings;
    }
}
