package org.dataembassy.site.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.SiteService;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every attack on a real topic, each in a partition of its own, all before one site service: what one of them stops is
 * its partition. While they run, no head is ever anything but a prefix of what the registry truly sealed.
 */
final class AttackedTopicsTest {
    private static final long SEED = 20_261_122;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String REGISTRY = "/v1/registries/legislation/";

    /** Enough for all; the last one is attacked by nobody, and gives the blocks that are moved elsewhere. */
    private static final int PARTITIONS = 72;

    @TempDir
    static Path folder;

    private static final List<TopicAttack> ATTACKS = new ArrayList<>();
    private static final List<Ground> GROUNDS = new ArrayList<>();
    private static final Set<String> UNTRUE = new TreeSet<>();
    private static LocalBroker broker;
    private static SiteCluster cluster;
    private static SiteService service;
    private static SiteClient client;

    @BeforeAll
    static void attackEverything() {
        System.out.println("attacked topics: seed " + SEED);
        broker = LocalBroker.start();
        cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", PARTITIONS))
                .prepared();
        service = cluster.service("site", Map.of());
        client = new SiteClient(service);
        ActWriter writer = cluster.writer(SEED);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            GROUNDS.add(new Ground(cluster, writer, partition));
        }
        ATTACKS.addAll(new TopicAttacks(
                        SEED,
                        cluster.writerKeys().blockKeys().get(0),
                        KeyStoreFile.readSite(store("embassy/site.p12"), passphrase("embassy/site.pass"))
                                .statementKey(),
                        official(),
                        GROUNDS.get(PARTITIONS - 1))
                .all());
        assertThat(ATTACKS).as("attacks, one a partition").hasSizeLessThan(PARTITIONS);
        onEach(ground -> {
            for (int i = 0; i < attackOn(ground).clean(); i++) {
                ground.mirror(i);
            }
        });
        GROUNDS.get(PARTITIONS - 1).mirrorFrom(0);
        awaitHeads("the clean blocks", ground -> attackOn(ground).clean(), false);
        onEach(ground -> attackOn(ground).act().accept(ground));
        awaitHeads(
                "the attacks",
                ground -> attackOn(ground).halt().isPresent() ? attackOn(ground).halted() : Ground.BLOCKS,
                true);
    }

    @AfterAll
    static void close() {
        service.close();
        cluster.close();
        broker.close();
    }

    static List<TopicAttack> attacks() {
        return ATTACKS;
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whatIsDoneToATopicIsDetectedBeforeItIsBelievedAndStopsItsPartitionAtMost(TopicAttack attack) {
        // given
        Ground ground = GROUNDS.get(ATTACKS.indexOf(attack));
        JsonNode head = head(ground.partition());
        // then
        assertThat(noted(ground.partition()))
                .containsAll(attack.seen().stream().map(Reason::name).toList());
        if (attack.halt().isEmpty()) {
            assertThat(head.get("status").textValue()).isEqualTo(waits(ground.partition()) ? "PARKED" : "RUNNING");
            assertThat(text(ground)).isEqualTo("text " + (Ground.BLOCKS - 1));
            return;
        }
        assertThat(head.get("status").textValue()).isEqualTo("HALTED");
        assertThat(head.at("/halt/reason").textValue())
                .isEqualTo(attack.halt().get().name());
        assertThat(text(ground)).isEqualTo("text " + (attack.halted() - 1));
        attack.help().ifPresent(help -> {
            // when a courier brings what is missing
            help.accept(ground);
            // then
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(head(ground.partition()).get("status").textValue()).isEqualTo("RUNNING");
                assertThat(head(ground.partition()).at("/head/root").textValue())
                        .isEqualTo(ground.lastRoot());
            });
            assertThat(text(ground)).isEqualTo("text " + (Ground.BLOCKS - 1));
        });
    }

    @Test
    void noHeadIsEverAnythingButAPrefixOfWhatWasTrulySealed() {
        assertThat(UNTRUE).isEmpty();
    }

    private interface Sealed {
        int of(Ground ground);
    }

    /** Waits until every attacked partition has applied so many true blocks, and stands if it must. */
    private static void awaitHeads(String what, Sealed blocks, boolean settled) {
        await(what).atMost(PATIENCE).untilAsserted(() -> {
            for (JsonNode head : client.get(REGISTRY + "heads").json().get("heads")) {
                int partition = head.get("partition").intValue();
                String root = head.at("/head/root").textValue();
                if (!GROUNDS.get(partition).trueRoots().contains(root)) {
                    UNTRUE.add("partition " + partition + ": " + root);
                }
            }
            List<String> late = new ArrayList<>();
            onEach(ground -> {
                JsonNode head = head(ground.partition());
                int expected = blocks.of(ground);
                boolean there = head.at("/head/nextBlockIndex").longValue() == expected;
                boolean stands = !settled
                        || attackOn(ground).halt().isPresent()
                                == "HALTED".equals(head.get("status").textValue());
                if (!there || !stands) {
                    late.add(attackOn(ground) + ": expected " + expected + " blocks, is "
                            + head.at("/head/nextBlockIndex") + " " + head.get("status") + " "
                            + head.at("/halt/reason"));
                }
            });
            assertThat(late).isEmpty();
        });
    }

    private static void onEach(java.util.function.Consumer<Ground> action) {
        IntStream.range(0, ATTACKS.size()).mapToObj(GROUNDS::get).forEach(action);
    }

    private static TopicAttack attackOn(Ground ground) {
        return ATTACKS.get(ground.partition());
    }

    private static JsonNode head(int partition) {
        for (JsonNode head : client.get(REGISTRY + "heads").json().get("heads")) {
            if (head.get("partition").intValue() == partition) {
                return head;
            }
        }
        throw new AssertionError("the site does not hold partition " + partition + " yet");
    }

    private static Set<String> noted(int partition) {
        Set<String> reasons = new TreeSet<>();
        for (JsonNode one : client.get("/v1/quarantine").json().get("partitions")) {
            if (one.get("partition").intValue() == partition) {
                one.get("counts").fieldNames().forEachRemaining(reasons::add);
                one.get("evidence").fieldNames().forEachRemaining(reasons::add);
            }
        }
        for (JsonNode one : client.get("/v1/registries/legislation").json().get("local")) {
            if (one.get("partition").intValue() == partition) {
                one.get("parked")
                        .forEach(parked -> reasons.add(parked.get("reason").textValue()));
            }
        }
        return reasons;
    }

    /** Whether a record waits that control could still explain, such as one by a signing key that nobody has named yet. */
    private static boolean waits(int partition) {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.rule() == 2)
                .map(Reason::name)
                .anyMatch(noted(partition)::contains);
    }

    private static String text(Ground ground) {
        return client.post(REGISTRY + "query", "{\"entityId\":\"" + ground.act() + "\"}")
                .json()
                .at("/state/text")
                .textValue();
    }

    private static SigningKey official() {
        return KeyStoreFile.readOfficial(store("officials/official-1.p12"), passphrase("officials/official-1.pass"));
    }

    private static Path store(String name) {
        return folder.resolve("trust").resolve(name);
    }

    private static char[] passphrase(String name) {
        return KeyStoreFile.readPassphrase(store(name));
    }
}
