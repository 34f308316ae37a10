package org.dataembassy.site.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.schemas.SchemaFingerprint;
import org.dataembassy.site.materialise.BlockFold;
import org.dataembassy.site.store.StoreLayout;

/**
 * Builds the topology: for each registry, in the order of the trust root,
 *
 * <pre>
 * source (own, mirrored and import topic) -> verify -> materialise
 *                                              \-> ledger.quarantine, ledger.site-status
 * </pre>
 *
 * <p>Both steps share the registry's one store. Registries are only ever appended to a trust root, so the numbers of the
 * sub-topologies, and with them the names of task folders, stay.
 */
public final class SiteTopology {
    private SiteTopology() {}

    public static Topology build(TrustRoot root, SiteParts parts) {
        Topology topology = new Topology();
        for (TrustRoot.RegistryEntry registry : root.registries()) {
            addRegistry(topology, registry, parts);
        }
        return topology;
    }

    private static void addRegistry(Topology topology, TrustRoot.RegistryEntry registry, SiteParts parts) {
        RegistryNodes nodes = new RegistryNodes(registry.name());
        Optional<RegistryModel<?>> model = modelOf(registry.name());
        Optional<Digest> stateSchema = model.map(m -> Digest.of(SchemaFingerprint.of(m.stateSchema())));
        topology.addSource(
                AutoOffsetReset.earliest(),
                nodes.source(),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.ledgerPattern(registry.name()));
        topology.addProcessor(nodes.verify(), () -> new VerifyProcessor(parts, nodes, stateSchema), nodes.source());
        // A registry without a model is halted by the verify step, which then hands on nothing.
        topology.addProcessor(
                nodes.materialise(),
                () -> new MaterialiseProcessor(
                        parts, nodes, model.map(m -> foldOf(m, registry, parts)).orElse(null)),
                nodes.verify());
        topology.addStateStore(store(registry.name()), nodes.verify(), nodes.materialise());
        topology.addSink(
                nodes.quarantine(),
                Topics.QUARANTINE.name(),
                new StringSerializer(),
                new ByteArraySerializer(),
                nodes.verify());
        topology.addSink(
                nodes.status(),
                Topics.SITE_STATUS.name(),
                new StringSerializer(),
                new ByteArraySerializer(),
                nodes.verify());
    }

    private static <S extends SpecificRecord> BlockFold<S> foldOf(
            RegistryModel<S> model, TrustRoot.RegistryEntry registry, SiteParts parts) {
        return new BlockFold<>(model, registry.partitions(), parts.events());
    }

    private static Optional<RegistryModel<?>> modelOf(String registry) {
        for (RegistryModel<?> model : RegistryModels.all()) {
            if (model.registry().equals(registry)) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String registry) {
        Map<String, String> changelog = new HashMap<>();
        // A text may be as large as an event.
        changelog.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(BlockLimits.MIN_KAFKA_MESSAGE_BYTES));
        changelog.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(StoreLayout.storeName(registry)),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(changelog);
    }
}
