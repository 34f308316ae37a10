package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView.KeyClosing;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.keys.KeyStoreFile;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.PublicKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;
import org.dataembassy.ledger.trust.TrustRootChange;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What whoever stole a registry's signing key can do at a running site on a real broker, and how it ends. In this order,
 * since trust roots follow each other; each theft has a partition of its own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StolenSigningKeyTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PARTITIONS = 5;

    @TempDir
    private static Path folder;

    private static LocalBroker broker;
    private static SiteCluster cluster;
    private static SiteService service;
    private static SiteClient client;
    private static WriterKeys keys;
    private static SignedTrustRoot root;
    private static ActWriter writer;
    private static ActWriter thief;
    private static ActWriter successor;

    @BeforeAll
    static void open() {
        broker = LocalBroker.start();
        cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", PARTITIONS))
                .prepared();
        service = cluster.service("one", Map.of());
        client = new SiteClient(service);
        keys = cluster.writerKeys();
        root = TrustFiles.readTrustRoot(folder.resolve("trust/trust-root.dsse.json"));
        writer = cluster.writer(1);
        thief = writer(keys.blockKeys().get(0), 2);
        successor = writer(keys.blockKeys().get(1), 3);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.get("/readyz").status()).isEqualTo(200));
    }

    @AfterAll
    static void close() {
        service.close();
        cluster.close();
        broker.close();
    }

    @Test
    @Order(1)
    void a_block_that_a_thief_signs_at_the_head_is_believed() {
        publish(writer, 0, 2);
        thief.from(0, writer.head(0));

        publish(thief, 0, 1);

        awaitHead(0, 3);
        assertThat(status(0)).isEqualTo("RUNNING");
    }

    @Test
    @Order(2)
    void the_true_writers_next_block_then_shows_the_theft_and_halts_the_partition() {
        cluster.mirror(writer.seal(Acts.amended(act(0), at(9), "TRUE", "what the registry recorded")));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(0)).isEqualTo("HALTED"));
        assertThat(head(0)).isEqualTo(3);
        assertThat(client.entity("legislation", act(0))
                        .json()
                        .at("/provenance/status")
                        .textValue())
                .isEqualTo("HALTED");
    }

    @Test
    @Order(3)
    void a_closed_signing_key_signs_nothing_more_and_the_next_one_goes_on() {
        publish(writer, 1, 2);
        awaitHead(1, 2);
        successor.from(1, writer.head(1));
        close(keys.blockKeys().get(0), Map.of(1, 2L));

        thief.from(1, writer.head(1));
        cluster.mirror(thief.seal(Acts.amended(act(1), at(7), "THIEF", "forged")));
        awaitRefused(1, Reason.SIGNING_KEY_CLOSED);
        publish(successor, 1, 1);

        awaitHead(1, 3);
        assertThat(status(1)).isEqualTo("RUNNING");
        assertThat(client.entity("legislation", act(1)).json().at("/state/text").textValue())
                .isEqualTo("text 2");
    }

    @Test
    @Order(4)
    void a_false_closing_below_accepted_blocks_unseats_none_of_them_at_the_site() {
        publish(successor, 2, 3);
        awaitHead(2, 3);

        close(keys.blockKeys().get(1), Map.of(1, 3L, 2, 1L));
        cluster.mirror(successor.seal(Acts.amended(act(2), at(8), "X", "after")));

        awaitRefused(2, Reason.SIGNING_KEY_CLOSED);
        assertThat(head(2)).isEqualTo(3);
        assertThat(client.entity("legislation", act(2)).json().at("/state/text").textValue())
                .isEqualTo("text 2");
    }

    @Test
    @Order(5)
    void a_block_of_a_signing_key_that_nobody_listed_yet_waits_and_is_judged_again_when_the_officials_have() {
        SigningKey third = SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(33));
        ActWriter later = writer(third, 4);

        cluster.mirror(later.seal(Acts.published(act(3), Acts.BEGIN, "text 0")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(3)).isEqualTo("PARKED"));
        assertThat(head(3)).isZero();
        publish(TrustRootChange.of(root)
                .add(new PublicKeys.OfWriter(
                        keys.domain(),
                        "legislation",
                        Site.HOME,
                        keys.statementKey().verifyingKey(),
                        List.of(third.verifyingKey())))
                .propose());

        awaitHead(3, 1);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(3)).isEqualTo("RUNNING"));
        successor = later;
    }

    @Test
    @Order(6)
    void blocks_beyond_the_block_from_which_a_key_is_struck_out_are_refused_and_those_before_stay() {
        publish(successor, 4, 2);
        awaitHead(4, 2);
        String third = root.root()
                .signingKeys()
                .get(root.root().signingKeys().size() - 1)
                .verifyingKey()
                .keyId()
                .hex();

        publish(TrustRootChange.of(root)
                .strikeOut(third, Map.of(0, 0L, 1, 0L, 2, 0L, 3, 1L, 4, 2L))
                .propose());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.get("/v1/control")
                                .json()
                                .at("/trustRoot/version")
                                .intValue())
                        .isEqualTo(3));
        BlockSealer.Sealed again = successor.seal(Acts.amended(act(4), at(8), "THIEF", "forged"));
        cluster.mirror(again);

        awaitRefused(4, Reason.SIGNING_KEY_NOT_VALID_HERE);
        assertThat(head(4)).isEqualTo(2);
        assertThat(client.entity("legislation", act(4)).json().at("/state/text").textValue())
                .isEqualTo("text 1");
    }

    @Test
    @Order(7)
    void a_draft_that_one_official_signed_changes_nothing_on_the_topic() {
        TrustProposal draft = TrustRootChange.of(root)
                .expires(Instant.parse("2027-01-01T00:00:00Z"))
                .propose()
                .signedBy(official(1), root);

        cluster.put(Topics.CONTROL.mirroredFrom(Site.HOME).name(), 0, draft.envelope());
        SignedTrustRoot next = publish(TrustRootChange.of(root)
                .expires(Instant.parse("2028-01-01T00:00:00Z"))
                .propose());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.get("/v1/control")
                                .json()
                                .at("/trustRoot/digest")
                                .textValue())
                        .isEqualTo(next.digest().hex()));
        assertThat(client.get("/readyz").text()).doesNotContain("two of version");
    }

    private static void publish(ActWriter by, int partition, int blocks) {
        for (int i = 0; i < blocks; i++) {
            long index = by.head(partition).nextBlockIndex();
            cluster.mirror(
                    index == 0
                            ? by.seal(Acts.published(act(partition), Acts.BEGIN, "text 0"))
                            : by.seal(Acts.amended(act(partition), at(index), "A", "text " + index)));
        }
    }

    private static SignedTrustRoot publish(TrustProposal draft) {
        SignedTrustRoot next =
                draft.signedBy(official(1), root).signedBy(official(3), root).complete(root);
        cluster.put(Topics.CONTROL.mirroredFrom(Site.HOME).name(), 0, next.envelope());
        root = next;
        return next;
    }

    private static Optional<StatementSigner> statements = Optional.empty();

    /** As the writer's statement key says it, whoever has that. */
    private static void close(SigningKey signingKey, Map<Integer, Long> at) {
        if (statements.isEmpty()) {
            statements = Optional.of(new StatementSigner(keys.domain(), keys.statementKey(), Optional.empty()));
        }
        Map<LedgerId, Long> firstRefused = new HashMap<>();
        at.forEach((partition, block) -> firstRefused.put(new LedgerId("legislation", partition), block));
        byte[] closing = statements
                .get()
                .signNext(
                        new ControlStatement.KeyClosed(
                                new KeyClosing(signingKey.verifyingKey().keyId(), firstRefused, Instant.EPOCH)),
                        Instant.EPOCH);
        int closed = client.get("/v1/control").json().get("closedSigningKeys").intValue();
        cluster.put(Topics.CONTROL.mirroredFrom(Site.HOME).name(), 0, closing);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(client.get("/v1/control")
                                .json()
                                .get("closedSigningKeys")
                                .intValue())
                        .isEqualTo(closed + 1));
    }

    private static SigningKey official(int number) {
        Path store = folder.resolve("trust/officials/official-" + number + ".p12");
        return KeyStoreFile.readOfficial(
                store, KeyStoreFile.readPassphrase(store.resolveSibling("official-" + number + ".pass")));
    }

    private static ActWriter writer(SigningKey signingKey, long seed) {
        return new ActWriter(
                TrustFiles.readTrustRoot(folder.resolve("trust/trust-root.dsse.json")),
                new WriterKeys("legislation", Site.HOME, keys.domain(), List.of(signingKey), keys.statementKey()),
                seed);
    }

    private static String act(int partition) {
        return writer.idIn(partition, 0);
    }

    private static Instant at(long index) {
        return Acts.BEGIN.plusSeconds(index);
    }

    private static void awaitHead(int partition, long blocks) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(head(partition)).isEqualTo(blocks));
    }

    private static void awaitRefused(int partition, Reason reason) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            long count = 0;
            for (JsonNode one : client.get("/v1/quarantine").json().get("partitions")) {
                if (one.get("partition").intValue() == partition) {
                    count += one.get("counts").path(reason.name()).asLong();
                }
            }
            assertThat(count).as(client.get("/v1/quarantine").text()).isEqualTo(1);
        });
    }

    private static long head(int partition) {
        return local(partition).at("/head/nextBlockIndex").longValue();
    }

    private static String status(int partition) {
        return local(partition).path("status").asText();
    }

    private static JsonNode local(int partition) {
        for (JsonNode one : client.get("/v1/registries/legislation").json().get("local")) {
            if (one.get("partition").intValue() == partition) {
                return one;
            }
        }
        throw new AssertionError("no partition " + partition);
    }
}
