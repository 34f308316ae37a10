package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.StateDigest;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A site service on a real broker, with an encrypted registry; the tests share it and keep to acts of their own. */
final class SiteServiceTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PARTITIONS = 3;
    private static final String REGISTRY = "legislation";

    @TempDir
    static Path folder;

    private static final Map<String, List<SpecificRecord>> PUBLISHED = new TreeMap<>();
    private static LocalBroker broker;
    private static SiteCluster cluster;
    private static ActWriter writer;
    private static SiteService service;
    private static SiteClient client;
    private static int minted;

    @BeforeAll
    static void open() {
        broker = LocalBroker.start();
        cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", PARTITIONS));
        service = cluster.service("one", Map.of());
        client = new SiteClient(service);
        // Nothing is there yet: what is missing shows, and the service goes on by itself.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(reasons()).contains("trust root"));
        cluster.createTopics();
        cluster.publishGenesis();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.get("/readyz").status()).isEqualTo(200));
        writer = cluster.writer(2);
    }

    @AfterAll
    static void close() {
        service.close();
        cluster.close();
        broker.close();
    }

    @Test
    void anActIsAnsweredWithItsProvenance() {
        // given
        String id = mint(0);
        BlockSealer.Sealed block = publish(Acts.published(id, Acts.BEGIN, "All state authority"));
        // when
        JsonNode answer = awaitEvents(id, 1);
        // then
        assertThat(answer.at("/state/text").textValue()).isEqualTo("All state authority");
        JsonNode provenance = answer.get("provenance");
        assertThat(provenance.get("registry").textValue()).isEqualTo("legislation");
        assertThat(provenance.get("epoch").intValue()).isEqualTo(1);
        assertThat(provenance.get("leaf").textValue()).isEqualTo(block.leaf().hex());
        assertThat(provenance.get("blockIndex").longValue())
                .isEqualTo(block.header().blockIndex());
        assertThat(provenance.get("sequence").longValue())
                .isEqualTo(block.header().firstSequence());
        assertThat(provenance.get("status").textValue()).isEqualTo("RUNNING");
        assertThat(provenance.at("/trustRoot/expired").booleanValue()).isFalse();
        SiteClient.Answer posted = client.post("/v1/registries/legislation/query", "{\"entityId\":\"" + id + "\"}");
        assertThat(posted.json().get("state")).isEqualTo(answer.get("state"));
    }

    @Test
    void theStateAsItWasRecordedAndAsItIsInForceIsAnswered() {
        // given
        String id = mint(1);
        publish(Acts.published(id, Acts.BEGIN, "first"));
        publish(Acts.amended(id, Acts.BEGIN.plus(Duration.ofDays(10)), "SECOND", "second"));
        publish(Acts.amended(id, Acts.BEGIN.plus(Duration.ofDays(20)), "THIRD", "third"));
        awaitEvents(id, 3);
        // when, then
        JsonNode asOf = client.entity(REGISTRY, id, "recordedAt", "2026-01-11T00:00:00Z")
                .json();
        assertThat(asOf.at("/state/text").textValue()).isEqualTo("second");
        assertThat(asOf.get("eventCount").longValue()).isEqualTo(2);
        assertThat(client.entity(REGISTRY, id, "recordedAt", "2026-01-10T23:59:59Z")
                        .json()
                        .at("/state/text")
                        .textValue())
                .isEqualTo("first");
        assertThat(client.entity(REGISTRY, id, "inForceOn", "2026-01-15")
                        .json()
                        .at("/state/text")
                        .textValue())
                .isEqualTo("second");
        assertThat(client.entity(REGISTRY, id, "inForceOn", "2025-12-31")
                        .json()
                        .get("state")
                        .isNull())
                .isTrue();
        assertThat(client.entity(REGISTRY, id, "recordedAt", "2025-12-31T00:00:00Z")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theHistoryComesInPages() {
        // given
        String id = mint(0);
        publish(
                Acts.published(id, Acts.BEGIN, "first"),
                Acts.amended(id, Acts.BEGIN.plusSeconds(1), "A", "second"),
                Acts.amended(id, Acts.BEGIN.plusSeconds(2), "B", "third"));
        awaitEvents(id, 3);
        // when
        JsonNode first = client.history(REGISTRY, id, "limit", "2").json();
        JsonNode second = client.history(
                        REGISTRY,
                        id,
                        "limit",
                        "2",
                        "after",
                        first.get("nextAfter").asText())
                .json();
        // then
        assertThat(first.get("events").findValuesAsText("type")).containsExactly("ActPublished", "ActAmended");
        assertThat(second.get("events")).hasSize(1);
        assertThat(second.get("nextAfter").isNull()).isTrue();
        assertThat(second.at("/events/0/recordedAt").textValue()).isEqualTo("2026-01-01T00:00:02Z");
    }

    @Test
    void aLookupAsksEveryPartition() {
        // given
        String one = mint(0);
        String two = mint(1);
        publish(Acts.published(one, Acts.BEGIN, "x"), Acts.amended(one, Acts.BEGIN.plusSeconds(1), "SAME", "x"));
        publish(Acts.published(two, Acts.BEGIN, "y"), Acts.amended(two, Acts.BEGIN.plusSeconds(1), "SAME", "y"));
        awaitEvents(one, 2);
        awaitEvents(two, 2);
        // when
        JsonNode found = client.lookup(REGISTRY, "abbreviation", "SAME").json();
        // then
        assertThat(found.get("found").findValuesAsText("entityId")).containsExactlyInAnyOrder(one, two);
        assertThat(found.get("missingPartitions")).isEmpty();
        assertThat(found.get("provenance")).hasSize(PARTITIONS);
        JsonNode limited =
                client.lookup(REGISTRY, "abbreviation", "SAME", "limit", "1").json();
        assertThat(limited.get("found")).hasSize(1);
        assertThat(limited.get("nextCursor").isTextual()).isTrue();
        String old = one.toUpperCase(java.util.Locale.ROOT);
        assertThat(client.lookup(REGISTRY, "abbreviation", old).json().get("found"))
                .isEmpty();
    }

    @Test
    void manyHitsComeInPagesWithEachOnExactlyOne() {
        // given
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String id = mint(i % 2);
            publish(
                    Acts.published(id, Acts.BEGIN, "x"),
                    Acts.amended(id, Acts.BEGIN.plusSeconds(1), i == 3 ? "ELSE" : "PAGED", "x"));
            awaitEvents(id, 2);
            if (i != 3) {
                ids.add(id);
            }
        }
        // when
        List<String> walked = new ArrayList<>();
        JsonNode page =
                client.lookup(REGISTRY, "abbreviation", "PAGED", "limit", "2").json();
        walked.addAll(page.get("found").findValuesAsText("entityId"));
        while (page.get("nextCursor").isTextual()) {
            page = client.lookup(
                            REGISTRY,
                            "abbreviation",
                            "PAGED",
                            "limit",
                            "2",
                            "cursor",
                            page.get("nextCursor").textValue())
                    .json();
            walked.addAll(page.get("found").findValuesAsText("entityId"));
            assertThat(page.get("provenance")).hasSize(PARTITIONS);
        }
        // then
        assertThat(walked).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(client.lookup(REGISTRY, "abbreviation", "PAGED")
                        .json()
                        .get("found")
                        .findValuesAsText("entityId"))
                .isEqualTo(walked);
        String cursor = client.lookup(REGISTRY, "abbreviation", "PAGED", "limit", "2")
                .json()
                .get("nextCursor")
                .textValue();
        assertThat(client.lookup(REGISTRY, "abbreviation", "ELSE", "cursor", cursor)
                        .json()
                        .get("what")
                        .textValue())
                .contains("cursor");
        assertThat(client.lookup(REGISTRY, "abbreviation", "PAGED", "cursor", "AAAA")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void anEntityIsAnsweredAsOfASequence() {
        // given
        String id = mint(0);
        BlockSealer.Sealed first = publish(Acts.published(id, Acts.BEGIN, "first"));
        publish(Acts.amended(id, Acts.BEGIN.plusSeconds(1), "A", "second"));
        awaitEvents(id, 2);
        long sequence = first.header().firstSequence();
        // when, then
        assertThat(client.entity(REGISTRY, id, "atSequence", Long.toString(sequence))
                        .json()
                        .at("/state/text")
                        .textValue())
                .isEqualTo("first");
        assertThat(client.entity(REGISTRY, id, "atSequence", Long.toString(sequence + 1))
                        .json()
                        .at("/state/text")
                        .textValue())
                .isEqualTo("second");
        SiteClient.Answer beyond = client.entity(REGISTRY, id, "atSequence", "1000000000");
        assertThat(beyond.status()).isEqualTo(404);
        assertThat(beyond.json().get("code").textValue()).isEqualTo("sequence-not-reached");
        assertThat(client.entity(REGISTRY, id, "atSequence", "0", "recordedAt", "2026-01-01T00:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theIdsOfARegistryThatIsNotPublicStayOutOfAddressesAndLogs() {
        // given
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        String code = "canary-39001011234";
        try {
            for (String address : List.of(
                    "/v1/registries/legislation/entities/" + code,
                    "/v1/registries/legislation/entities/" + code + "?recordedAt=2026-01-01T00:00:00Z",
                    "/v1/registries/legislation/entities/" + code + "/history",
                    "/v1/registries/legislation/lookups/abbreviation?value=" + code)) {
                // when
                SiteClient.Answer answer = client.get(address);
                // then
                assertThat(answer.status()).as(address).isEqualTo(400);
                assertThat(answer.json().get("code").textValue()).isEqualTo("only-in-body");
                assertThat(answer.json().get("next").textValue()).contains("POST /v1/registries/{registry}/");
                assertThat(answer.text()).doesNotContain(code);
            }
            for (SiteClient.Answer answer : List.of(
                    client.entity(REGISTRY, code),
                    client.history(REGISTRY, code),
                    client.lookup(REGISTRY, "abbreviation", code),
                    client.post("/v1/registries/legislation/query", "{\"" + code + "\":\"x\"}"),
                    client.post("/v1/registries/legislation/query", "{\"entityId\":" + code + "}"),
                    client.post("/v1/registries/legislation/query?entityId=" + code, "{\"entityId\":\"x\"}"))) {
                assertThat(answer.text()).doesNotContain(code);
            }
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.list)
                .noneMatch(event -> event.getFormattedMessage().contains(code)
                        || String.valueOf(event.getThrowableProxy()).contains(code));
    }

    @Test
    void aBodyIsReadStrictlyAndNoFurtherThanItMayBe() {
        String path = "/v1/registries/legislation/query";
        SiteClient.Answer unknown = client.post(path, "{\"entityId\":\"x\",\"inForce\":\"2026-01-01\"}");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().get("what").textValue()).contains("inForce ", "entityId", "inForceOn");
        for (String body : List.of(
                "[]",
                "",
                "{\"entityId\":1}",
                "{\"entityId\":null}",
                "{\"entityId\":\"a\",\"entityId\":\"b\"}",
                "{\"entityId\":\"a\"}{}",
                "{\"entityId\":\"a\",\"atSequence\":\"1\"}",
                "{\"entityId\":\"a\",\"atSequence\":-1}")) {
            assertThat(client.post(path, body).status()).as(body).isEqualTo(400);
        }
        String large = "{\"entityId\":\"" + "x".repeat(1 << 20) + "\"}";
        assertThat(client.post(path, large).status()).isEqualTo(413);
        assertThat(client.postInChunks(path, large).status()).isEqualTo(413);
    }

    @Test
    void aLargeTextGoesThroughWhole() {
        // given
        String id = mint(1);
        String text = "§ 1 Größe. ".repeat(130_000);
        // when
        publish(Acts.published(id, Acts.BEGIN, text));
        // then
        assertThat(awaitEvents(id, 1).at("/state/text").textValue()).isEqualTo(text);
    }

    @Test
    void missingBlocksHaltThePartitionWhichStillAnswersAndGoesOnWhenACourierBringsThem() {
        // given
        String id = mint(0);
        publish(Acts.published(id, Acts.BEGIN, "before"));
        awaitEvents(id, 1);
        BlockSealer.Sealed lost = seal(Acts.amended(id, Acts.BEGIN.plusSeconds(1), "A", "lost"));
        publish(Acts.amended(id, Acts.BEGIN.plusSeconds(2), "A", "after"));
        // when
        JsonNode halted = await().atMost(PATIENCE)
                .until(
                        () -> client.entity(REGISTRY, id).json(),
                        answer ->
                                "HALTED".equals(answer.at("/provenance/status").textValue()));
        // then
        assertThat(halted.at("/state/text").textValue()).isEqualTo("before");
        assertThat(halted.at("/provenance/halt/reason").textValue()).isEqualTo("BLOCKS_MISSING");
        assertThat(halted.at("/provenance/halt/detail").textValue())
                .contains("block " + lost.header().blockIndex() + " of legislation/0 is missing");
        // and when
        cluster.bring(lost);
        // then
        JsonNode after = awaitEvents(id, 3);
        assertThat(after.at("/state/text").textValue()).isEqualTo("after");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.entity(REGISTRY, id)
                                .json()
                                .at("/provenance/status")
                                .textValue())
                        .isEqualTo("RUNNING"));
    }

    @Test
    void whatIsForgedIsRefusedAndAnswersStayRight() {
        // given
        String id = mint(1);
        BlockSealer.Sealed block = publish(Acts.published(id, Acts.BEGIN, "true"));
        awaitEvents(id, 1);
        BlockSealer.Sealed next = seal(Acts.amended(id, Acts.BEGIN.plusSeconds(1), "A", "still true"));
        byte[] altered = ActWriter.value(next);
        altered[altered.length - 1] ^= 1;
        long before = refused("BODY_DIGEST_MISMATCH");
        // when
        cluster.put(SiteCluster.mirrored(), 1, altered);
        cluster.put(SiteCluster.mirrored(), 1, "not a block".getBytes(StandardCharsets.UTF_8));
        cluster.put(SiteCluster.mirrored(), 1, ActWriter.value(block));
        cluster.mirror(next);
        // then
        assertThat(awaitEvents(id, 2).at("/state/text").textValue()).isEqualTo("still true");
        assertThat(refused("BODY_DIGEST_MISMATCH")).isEqualTo(before + 1);
        assertThat(client.get("/metrics").text())
                .contains("embassy_refused_records{partition=\"1\",reason=\"BODY_DIGEST_MISMATCH\"");
    }

    /** The only test that uses partition 2, which stands still from then on. */
    @Test
    void twoSignedHistoriesHaltTheirPartitionAloneAndTheEvidenceIsThere() {
        // given
        String id = mint(2);
        publish(Acts.published(id, Acts.BEGIN, "first"));
        Head before = writer.head(2);
        BlockSealer.Sealed held = publish(Acts.amended(id, Acts.BEGIN.plusSeconds(1), "A", "held"));
        awaitEvents(id, 2);
        // when
        writer.from(2, before);
        BlockSealer.Sealed other = writer.seal(Acts.amended(id, Acts.BEGIN.plusSeconds(1), "A", "other"));
        writer.from(2, held.after());
        cluster.mirror(other);
        // then
        JsonNode halted = await().atMost(PATIENCE)
                .until(
                        () -> client.entity(REGISTRY, id).json(),
                        answer ->
                                "HALTED".equals(answer.at("/provenance/status").textValue()));
        assertThat(halted.at("/provenance/halt/reason").textValue()).isEqualTo("EQUIVOCATION");
        assertThat(halted.at("/state/text").textValue()).isEqualTo("held");
        JsonNode evidence =
                client.get("/v1/registries/legislation/evidence").json().at("/evidence/0");
        assertThat(evidence.get("leaf").textValue()).isEqualTo(other.leaf().hex());
        assertThat(evidence.get("blocks")).hasSize(2);
        assertThat(client.get("/readyz").status()).isEqualTo(200);
        String elsewhere = mint(0);
        publish(Acts.published(elsewhere, Acts.BEGIN, "goes on"));
        awaitEvents(elsewhere, 1);
    }

    @Test
    void theLagBehindHomesCheckpointIsTold() {
        // given
        String id = mint(1);
        publish(Acts.published(id, Acts.BEGIN, "here"));
        awaitEvents(id, 1);
        BlockSealer.Sealed coming = seal(
                Acts.amended(id, Acts.BEGIN.plusSeconds(1), "A", "coming"),
                Acts.amended(id, Acts.BEGIN.plusSeconds(2), "A", "coming too"));
        // when
        cluster.state(HeadStatement.of(new LedgerId("legislation", 1), writer.head(1)));
        // then
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode freshness = client.entity(REGISTRY, id).json().at("/provenance/freshness");
            assertThat(freshness.get("lagBlocks").asLong(-1)).isEqualTo(1);
            assertThat(freshness.get("lagEvents").asLong(-1)).isEqualTo(2);
            assertThat(freshness.get("ageMillis").asLong())
                    .isGreaterThan(Duration.ofDays(1).toMillis());
        });
        // and when
        cluster.mirror(coming);
        // then
        JsonNode freshness = awaitEvents(id, 3).at("/provenance/freshness");
        assertThat(freshness.get("lagBlocks").asLong(-1)).isZero();
        assertThat(freshness.get("ageMillis").asLong())
                .isLessThan(Duration.ofHours(1).toMillis());
    }

    @Test
    void theStateDigestIsThatOfTheFoldAndSurvivesTheLossOfTheFolder() {
        // given
        String id = mint(0);
        publish(Acts.published(id, Acts.BEGIN, "digested"));
        awaitEvents(id, 1);
        awaitAllApplied();
        JsonNode before = client.get("/v1/registries/legislation/digest").json();
        assertThat(before.get("stateDigest").textValue()).isEqualTo(derivedDigest());
        // when
        service.close();
        cluster.acceptMemoryLoss("another-folder");
        service = cluster.service("another-folder", Map.of());
        client = new SiteClient(service);
        // then
        JsonNode after = await().atMost(PATIENCE)
                .until(() -> client.get("/v1/registries/legislation/digest"), answer -> answer.status() == 200)
                .json();
        assertThat(after.get("stateDigest")).isEqualTo(before.get("stateDigest"));
        assertThat(after.get("entities")).isEqualTo(before.get("entities"));
    }

    @Test
    void nothingLiesInClearOnTheSitesDisksAndTopics() throws IOException {
        // given
        String id = mint(0);
        publish(Acts.published(id, Acts.BEGIN, "an unmistakable sentence"));
        awaitEvents(id, 1);
        // when
        String topics = contents("site-service-ledger-legislation-changelog", PARTITIONS)
                + contents("ledger.site-status", 1)
                + contents("ledger.quarantine", 1);
        StringBuilder disk = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                disk.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        // then
        assertThat(topics).isNotEmpty();
        assertThat(topics.contains("unmistakable")).isFalse();
        assertThat(topics.contains(id)).isFalse();
        assertThat(disk.indexOf("unmistakable")).isNegative();
        assertThat(disk.indexOf(id)).isNegative();
    }

    @Test
    void theSiteStatesItsHeadsInSignedCheckpoints() {
        publish(Acts.published(mint(0), Acts.BEGIN, "stated"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(contents("ledger.checkpoints", 1)).isNotEmpty());
    }

    @Test
    void badQuestionsAreAnsweredByNamingTheParameter() {
        SiteClient.Answer day = client.entity(REGISTRY, "gg", "inForceOn", "yesterday");
        assertThat(day.status()).isEqualTo(400);
        assertThat(day.contentType()).isEqualTo("application/problem+json");
        assertThat(day.json().get("what").textValue()).contains("inForceOn");
        assertThat(client.entity(REGISTRY, "gg", "colour", "red")
                        .json()
                        .get("code")
                        .textValue())
                .isEqualTo("parameter-invalid");
        assertThat(client.get("/v1/registries/weather").json().get("code").textValue())
                .isEqualTo("registry-unknown");
        assertThat(client.lookup(REGISTRY, "colour", "x").status()).isEqualTo(404);
        assertThat(client.post("/v1/registries/legislation/query", "{").status())
                .isEqualTo(400);
        assertThat(client.get("/nowhere").json().get("code").textValue()).isEqualTo("resource-unknown");
        SiteClient.Answer unknown = client.entity(REGISTRY, "no-such-act");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().at("/provenance/head/root").isTextual()).isTrue();
    }

    @Test
    void aSecondServiceOnTheSameFolderIsRefused() {
        assertThatThrownBy(() -> cluster.service(currentFolder(), Map.of()))
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.SITE_RUNNING));
    }

    @Test
    void aTakenPortIsNamed() {
        int port = service.address().getPort();
        assertThatThrownBy(() -> cluster.service("elsewhere", Map.of("http.port", Integer.toString(port))))
                .isInstanceOfSatisfying(
                        EmbassyException.class, e -> assertThat(e.problem()).isEqualTo(Problem.PORT_TAKEN));
    }

    private static String currentFolder() {
        return Files.exists(folder.resolve("another-folder")) ? "another-folder" : "one";
    }

    /** A fresh id in a partition. */
    private static synchronized String mint(int partition) {
        return writer.idIn(partition, minted++);
    }

    private static BlockSealer.Sealed publish(SpecificRecord... events) {
        BlockSealer.Sealed block = seal(events);
        cluster.mirror(block);
        return block;
    }

    private static BlockSealer.Sealed seal(SpecificRecord... events) {
        for (SpecificRecord event : events) {
            PUBLISHED
                    .computeIfAbsent(Acts.entityId(event), id -> new ArrayList<>())
                    .add(event);
        }
        return writer.seal(events);
    }

    private static JsonNode awaitEvents(String id, long count) {
        return await().atMost(PATIENCE)
                .until(
                        () -> client.entity(REGISTRY, id).json(),
                        answer -> answer.path("eventCount").asLong() == count);
    }

    private static void awaitAllApplied() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode heads =
                    client.get("/v1/registries/legislation/heads").json().get("heads");
            assertThat(heads).hasSize(PARTITIONS);
            for (JsonNode head : heads) {
                assertThat(head.at("/head/root").textValue())
                        .isEqualTo(writer.head(head.get("partition").intValue())
                                .root()
                                .hex());
            }
        });
    }

    private static String reasons() {
        return client.get("/readyz").json().get("reasons").toString();
    }

    private static long refused(String reason) {
        long count = 0;
        for (JsonNode partition : client.get("/v1/quarantine").json().get("partitions")) {
            count += partition.get("counts").path(reason).asLong();
        }
        return count;
    }

    /** The same digest by another way: each entity's events folded from nothing, in one go. */
    private static String derivedDigest() {
        return derivedDigest(RegistryModels.named("legislation"));
    }

    private static <S extends SpecificRecord> String derivedDigest(RegistryModel<S> model) {
        StateDigest digest = new StateDigest(model.stateSchema());
        PUBLISHED.keySet().stream().sorted(StateDigest.ENTITY_ORDER).forEach(id -> {
            S state = null;
            long sequence = client.history(REGISTRY, id, "limit", "1")
                    .json()
                    .at("/events/0/sequence")
                    .asLong();
            List<JsonNode> history = new ArrayList<>();
            client.history(REGISTRY, id, "limit", "500").json().get("events").forEach(history::add);
            assertThat(history.get(0).get("sequence").asLong()).isEqualTo(sequence);
            for (int i = 0; i < history.size(); i++) {
                state = model.fold(
                                state,
                                PUBLISHED.get(id).get(i),
                                history.get(i).get("sequence").asLong())
                        .state();
            }
            digest.add(id, StateCodec.encode(state));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /** All records of a topic, as Latin-1. */
    private static String contents(String topic, int partitions) {
        StringBuilder all = new StringBuilder();
        try (KafkaConsumer<byte[], byte[]> consumer = cluster.clients().newConsumer()) {
            List<TopicPartition> assigned = new ArrayList<>();
            for (int i = 0; i < partitions; i++) {
                assigned.add(new TopicPartition(topic, i));
            }
            consumer.assign(assigned);
            consumer.seekToBeginning(assigned);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(assigned));
            while (assigned.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    all.append(latin(record.key())).append(latin(record.value()));
                }
            }
        }
        return all.toString();
    }

    private static String latin(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
