package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.Changelog;
import org.dataembassy.site.testkit.DerivedState;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever owns the broker or the disk changes stores, changelogs and the memory while the service is down. */
final class StoreIntegrityTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PARTITIONS = 2;
    private static final String DATA = "one";

    @TempDir
    static Path folder;

    private static final Map<String, List<DerivedState.Recorded>> PUBLISHED = new TreeMap<>();
    private static LocalBroker broker;
    private static SiteCluster cluster;
    private static ActWriter writer;
    private static int minute;

    private SiteService service;
    private SiteClient client;

    @BeforeAll
    static void open() {
        broker = LocalBroker.start();
        cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", PARTITIONS))
                .prepared();
        writer = cluster.writer(2);
        for (int i = 0; i < 6; i++) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                publish(Acts.published(writer.idIn(partition, i), next(), "text " + i));
            }
        }
    }

    @AfterAll
    static void close() {
        cluster.close();
        broker.close();
    }

    @BeforeEach
    void aSiteThatHasWorkedIsClosed() {
        try (SiteService first = cluster.service(DATA, Map.of())) {
            service = first;
            client = new SiteClient(first);
            awaitAll();
            // The older state of the tests below is from here.
            publish(Acts.amended(writer.idIn(0, 1), next(), "M" + minute, "amended in minute " + minute));
            publish(Acts.amended(writer.idIn(1, 1), next(), "M" + minute, "amended in minute " + minute));
            awaitAll();
            assertThat(client.get("/readyz").json().get("alarms")).isEmpty();
        }
    }

    /** What is done to partition 0's changelog. */
    enum Vandalism {
        OLDER_VALUE,
        DELETED_ENTRY,
        SWAPPED_ENTRIES,
        FOREIGN_ENTRY,
        NO_HEAD,
        OLDER_STATE,
        EMPTIED;

        void of(Changelog changelog) {
            List<ConsumerRecord<byte[], byte[]>> records = changelog.records();
            Map<Bytes, byte[]> now = Changelog.stateAfter(records, records.size());
            Map<Bytes, byte[]> changes = new LinkedHashMap<>();
            List<Bytes> entities =
                    now.keySet().stream().filter(place -> place.get()[0] == 3).toList();
            switch (this) {
                case OLDER_VALUE ->
                    records.stream()
                            .filter(record -> record.key()[0] == 3 && record.value() != null)
                            .filter(record -> now.containsKey(Bytes.wrap(record.key()))
                                    && !java.util.Arrays.equals(now.get(Bytes.wrap(record.key())), record.value()))
                            .findFirst()
                            .ifPresent(record -> changes.put(Bytes.wrap(record.key()), record.value()));
                case DELETED_ENTRY -> changes.put(entities.get(0), null);
                case SWAPPED_ENTRIES -> {
                    changes.put(entities.get(0), now.get(entities.get(1)));
                    changes.put(entities.get(1), now.get(entities.get(0)));
                }
                case FOREIGN_ENTRY -> changes.put(Bytes.wrap(new byte[] {3, 1, 2, 3}), now.get(entities.get(0)));
                case NO_HEAD -> changes.put(Bytes.wrap(new byte[1]), null);
                case OLDER_STATE -> {
                    changelog.makeIt(Changelog.stateAfter(records, olderHead(records)));
                    return;
                }
                case EMPTIED -> now.keySet().forEach(place -> changes.put(place, null));
            }
            assertThat(changes).isNotEmpty();
            changelog.write(changes);
        }

        /** As after a head that isn't the last one: a state that was true once. */
        private static int olderHead(List<ConsumerRecord<byte[], byte[]>> records) {
            List<Integer> heads = new ArrayList<>();
            for (int i = 0; i < records.size(); i++) {
                if (records.get(i).key().length == 1 && records.get(i).key()[0] == 0) {
                    heads.add(i + 1);
                }
            }
            return heads.get(heads.size() - 2);
        }
    }

    @ParameterizedTest
    @EnumSource(Vandalism.class)
    void aChangelogThatSomebodyWroteToIsFoundAtRestoreAndTheStoreRebuilt(Vandalism vandalism) throws IOException {
        // given
        deleteRecursively(dataFolder().resolve("streams"));
        vandalism.of(new Changelog(cluster.clients(), 0));
        // when, then
        assertRebuilt("rebuilt from the ledger after");
    }

    @Test
    void aLocalStateFromAnOlderTimeIsFoundAndTheStoreRebuilt() throws IOException {
        // given
        Path older = folder.resolve("older-" + minute);
        copy(dataFolder().resolve("streams"), older);
        try (SiteService one = cluster.service(DATA, Map.of())) {
            service = one;
            client = new SiteClient(one);
            publish(Acts.amended(writer.idIn(0, 2), next(), "L" + minute, "later"));
            awaitAll();
        }
        deleteRecursively(dataFolder().resolve("streams"));
        copy(older, dataFolder().resolve("streams"));
        // The changelog is cut back too, or Kafka Streams would fill up the older state from it, rightly.
        Changelog changelog = new Changelog(cluster.clients(), 0);
        List<ConsumerRecord<byte[], byte[]>> records = changelog.records();
        changelog.makeIt(Changelog.stateAfter(records, Vandalism.olderHead(records)));
        // when, then
        assertRebuilt("an older one put back");
    }

    private void assertRebuilt(String said) {
        try (SiteService again = cluster.service(DATA, Map.of())) {
            service = again;
            client = new SiteClient(again);
            awaitAll();
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode alarms = client.get("/readyz").json().get("alarms");
                assertThat(alarms).hasSize(1);
                assertThat(alarms.get(0).textValue()).contains("legislation/0").contains(said);
            });
            assertThat(client.get("/v1/registries/legislation/digest")
                            .json()
                            .get("stateDigest")
                            .textValue())
                    .isEqualTo(DerivedState.digest(RegistryModels.named("legislation"), PUBLISHED));
            assertThat(client.get("/metrics").text())
                    .contains("embassy_store_rebuilt{partition=\"0\",registry=\"legislation\"} 1.0")
                    .contains("embassy_store_rebuilt{partition=\"1\",registry=\"legislation\"}");
            for (JsonNode partition :
                    client.get("/v1/registries/legislation").json().get("local")) {
                assertThat(partition.get("status").textValue()).isEqualTo("RUNNING");
            }
            assertThat(client.entity("legislation", writer.idIn(0, 1)).status()).isEqualTo(200);
            // and it goes on
            publish(Acts.amended(writer.idIn(0, 3), next(), "N" + minute, "goes on"));
            awaitAll();
        }
    }

    @Test
    void aLostMemoryIsSaidAndAFreshCheckpointOfTheWriterMakesUpForIt() throws IOException {
        // given
        Files.delete(dataFolder().resolve("memory"));
        try (SiteService again = cluster.service(DATA, Map.of())) {
            client = new SiteClient(again);
            // when
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(client.get("/readyz").text())
                            .contains("this site's memory is lost")
                            .contains("no checkpoint of the writer"));
            SiteClient.Answer refused = client.entity("legislation", writer.idIn(0, 0));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("code").textValue()).isIn("memory-lost", "store-unavailable");
            cluster.state(
                    HeadStatement.of(new LedgerId("legislation", 0), writer.head(0)),
                    HeadStatement.of(new LedgerId("legislation", 1), writer.head(1)));
            // then
            service = again;
            awaitAll();
            assertThat(client.get("/readyz").json().get("alarms").get(0).textValue())
                    .contains("memory was lost and began anew: checkpoints");
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(dataFolder().resolve("memory")).exists());
        }
    }

    @Test
    void aLostMemoryIsMadeUpForByAnOperatorsWordOnce() throws IOException {
        // given
        Files.delete(dataFolder().resolve("memory"));
        Path word = dataFolder().resolve(MemoryKeeper.ACCEPT_LOSS);
        cluster.acceptMemoryLoss(DATA);
        try (SiteService again = cluster.service(DATA, Map.of())) {
            service = again;
            client = new SiteClient(again);
            // when, then
            awaitAll();
            assertThat(client.get("/readyz").json().get("alarms").get(0).textValue())
                    .contains("an operator has accepted the loss");
            assertThat(word).doesNotExist();
        }
    }

    @Test
    void anOlderMemoryIsCarriedForwardAndADamagedOneRefused() throws IOException {
        // given
        Path memory = dataFolder().resolve("memory");
        byte[] older = Files.readAllBytes(memory);
        try (SiteService one = cluster.service(DATA, Map.of())) {
            service = one;
            client = new SiteClient(one);
            publish(Acts.amended(writer.idIn(0, 4), next(), "O" + minute, "later"));
            awaitAll();
        }
        byte[] newer = Files.readAllBytes(memory);
        Files.write(memory, older);
        try (SiteService one = cluster.service(DATA, Map.of())) {
            service = one;
            client = new SiteClient(one);
            awaitAll();
            assertThat(client.get("/readyz").json().get("alarms")).isEmpty();
        }
        // when
        byte[] damaged = newer.clone();
        damaged[damaged.length / 2] ^= 1;
        Files.write(memory, damaged);
        // then
        assertThatThrownBy(() -> cluster.service(DATA, Map.of()))
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SITE_MEMORY_UNUSABLE));
        Files.write(memory, newer);
    }

    private void awaitAll() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(client.get("/readyz").status()).isEqualTo(200);
            for (int partition = 0; partition < PARTITIONS; partition++) {
                JsonNode head =
                        client.get("/v1/registries/legislation/heads").json().at("/heads/" + partition);
                assertThat(head.at("/status").asText()).isEqualTo("RUNNING");
                assertThat(head.at("/head/root").asText())
                        .isEqualTo(writer.head(head.get("partition").intValue())
                                .root()
                                .hex());
            }
        });
    }

    private static java.time.Instant next() {
        return Acts.BEGIN.plus(Duration.ofMinutes(minute++));
    }

    private static void publish(SpecificRecord event) {
        BlockSealer.Sealed sealed = writer.seal(event);
        PUBLISHED
                .computeIfAbsent(Acts.entityId(event), id -> new ArrayList<>())
                .add(new DerivedState.Recorded(event, sealed.header().firstSequence()));
        cluster.mirror(sealed);
    }

    private static Path dataFolder() {
        return folder.resolve(DATA);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
