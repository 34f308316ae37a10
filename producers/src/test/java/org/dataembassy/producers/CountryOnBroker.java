package org.dataembassy.producers;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.accept.Acceptance;
import org.dataembassy.ledger.accept.Judgement;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.block.OpenedBlock;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.control.ControlFollower;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.kafka.read.BlockReader;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.ledger.kafka.read.LedgerScan;
import org.dataembassy.ledger.kafka.topics.TopicAdmin;
import org.dataembassy.ledger.kafka.topics.TopicCatalogue;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.TrustRoot;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;

/** A country with one registry on the shared broker: topics and trust root made, gone again with close. */
final class CountryOnBroker implements AutoCloseable {
    /** The registry of those who name none. */
    static final String REGISTRY = "legislation";

    static final int PARTITIONS = 4;

    private final long seed;
    private final String registry;
    private final boolean isPublic;
    private final TestTrust trust;
    private final KafkaClients clients;
    private final SchemaRegistryAccess schemaRegistry = SchemaRegistryAccess.of("mock://" + UUID.randomUUID());

    private CountryOnBroker(long seed, String registry, boolean isPublic, String bootstrapServers) {
        this.seed = seed;
        this.registry = registry;
        this.isPublic = isPublic;
        this.clients = KafkaClients.of(bootstrapServers);
        TrustRoot.RegistryEntry entry =
                isPublic ? TestTrust.legislation(PARTITIONS) : TestTrust.encrypted(registry, PARTITIONS);
        this.trust = TestTrust.create(seed, entry);
    }

    static CountryOnBroker create(boolean isPublic) {
        return create(REGISTRY, isPublic);
    }

    /** With one encrypted registry. */
    static CountryOnBroker of(String registry) {
        return create(registry, false);
    }

    private static CountryOnBroker create(String registry, boolean isPublic) {
        CountryOnBroker country = new CountryOnBroker(
                System.nanoTime(), registry, isPublic, LocalBroker.shared().bootstrapServers());
        TopicAdmin.createOrCheck(
                country.clients,
                TopicCatalogue.topicsOf(Site.HOME, country.trust.genesis().root(), 1));
        ControlWriter.publishTrustRoot(country.clients, country.trust.genesis());
        return country;
    }

    /** The same country in another process; not to be closed there. */
    static CountryOnBroker join(List<String> address) {
        return new CountryOnBroker(
                Long.parseLong(address.get(0)), address.get(1), Boolean.parseBoolean(address.get(2)), address.get(3));
    }

    /** For {@link #join}. */
    List<String> address() {
        return List.of(Long.toString(seed), registry, Boolean.toString(isPublic), clients.bootstrapServers());
    }

    KafkaClients clients() {
        return clients;
    }

    PublisherConfig config(Path folder) {
        return PublisherConfig.of(trust.writer(registry, Site.HOME), clients, schemaRegistry, folder);
    }

    /** An event as it was found. */
    record Found(
            LedgerId ledger,
            long sequence,
            long blockIndex,
            long offset,
            List<BlockPlace> transaction,
            SpecificRecord event) {}

    /** Everything on the log, verified and opened as the embassy would; fails on whatever is not accepted. */
    List<Found> verifiedEvents() {
        ControlView view = controlView();
        Ledgers ledgers = new Ledgers(view);
        try (BlockReader reader = BlockReader.open(clients);
                LedgerScan scan = LedgerScan.open(
                        clients, Topics.registry(registry), reader.offsets(Topics.registry(registry)))) {
            for (Optional<BlockRecord> block = scan.next(); block.isPresent(); block = scan.next()) {
                ledgers.take(block.get());
            }
        }
        return ledgers.events;
    }

    ControlView controlView() {
        try (ControlFollower follower =
                ControlFollower.start(ControlFollower.Config.of(clients, Site.HOME, trust.domain()))) {
            return follower.awaitCaughtUp(Duration.ofMinutes(3));
        }
    }

    @Override
    public void close() {
        Set<String> names = TopicCatalogue.topicsOf(Site.HOME, trust.genesis().root(), 1).stream()
                .map(spec -> spec.topic().name())
                .collect(java.util.stream.Collectors.toSet());
        try (Admin admin = clients.newAdmin()) {
            admin.deleteTopics(names);
            await().until(() ->
                    java.util.Collections.disjoint(admin.listTopics().names().get(), names));
        }
    }

    private final class Ledgers {
        private final ControlView view;
        private final Acceptance acceptance =
                new Acceptance(Optional.of(trust.embassy().recipient()));
        private final Map<LedgerId, Head> heads = new HashMap<>();
        private final Map<LedgerId, List<Digest>> leaves = new HashMap<>();
        private final Map<Digest, DataKey> dataKeys = new HashMap<>();
        private final Map<Digest, Schema> schemas = new HashMap<>();
        private final EventCodec codec = new EventCodec();
        private final RegistryModel<?> model = RegistryModels.named(registry);
        private final List<Found> events = new ArrayList<>();

        Ledgers(ControlView view) {
            this.view = view;
        }

        void take(BlockRecord block) {
            LedgerId ledger = new LedgerId(registry, block.partition());
            List<Digest> known = leaves.computeIfAbsent(ledger, l -> new ArrayList<>());
            Judgement judgement = acceptance.judge(
                    ledger,
                    heads.getOrDefault(ledger, Head.EMPTY),
                    view,
                    index -> known.get(Math.toIntExact(index)),
                    id -> Optional.ofNullable(dataKeys.get(id)),
                    block.value());
            if (!(judgement instanceof Judgement.Accepted accepted)) {
                throw new AssertionError(block.place() + ": " + judgement);
            }
            accepted.newDataKey().ifPresent(key -> dataKeys.put(key.id(), key));
            heads.put(ledger, accepted.after());
            known.add(accepted.block().leaf());
            open(ledger, block.offset(), accepted.block());
        }

        private void open(LedgerId ledger, long offset, OpenedBlock block) {
            Map<Integer, Schema> byId = new HashMap<>();
            for (SchemaUse use : block.schemas()) {
                use.text().ifPresent(text -> schemas.put(use.fingerprint(), new Schema.Parser().parse(text)));
                byId.put(use.id(), schemas.get(use.fingerprint()));
            }
            long sequence = block.header().firstSequence();
            for (byte[] event : block.events()) {
                SpecificRecord decoded = codec.decode(event, byId.get(EventCodec.schemaId(event)), model);
                events.add(new Found(
                        ledger,
                        sequence++,
                        block.header().blockIndex(),
                        offset,
                        block.header().transaction(),
                        decoded));
            }
        }
    }
}
