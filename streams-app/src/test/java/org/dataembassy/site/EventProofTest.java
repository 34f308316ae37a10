package org.dataembassy.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dataembassy.kafka.runtime.LocalBroker;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.kafka.control.CosignatureReader;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.proof.ProofVerifier;
import org.dataembassy.ledger.proof.ProvenEvent;
import org.dataembassy.ledger.proof.RestsOn;
import org.dataembassy.ledger.proof.TrustRootFile;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.SiteClient;
import org.dataembassy.site.testkit.SiteCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proofs by HTTP from a site service on a real broker, of an encrypted registry, verified with the genesis alone. */
final class EventProofTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path folder;

    private static LocalBroker broker;
    private static SiteCluster cluster;
    private static SiteService service;
    private static SiteClient client;

    @BeforeAll
    static void open() {
        broker = LocalBroker.start();
        cluster = SiteCluster.found(broker, folder, TestTrust.encrypted("legislation", 1))
                .prepared();
        service = cluster.service("one", Map.of());
        client = new SiteClient(service);
    }

    @AfterAll
    static void close() {
        service.close();
        cluster.close();
        broker.close();
    }

    @Test
    void a_proof_says_on_what_it_rests_before_and_after_the_embassy_has_cosigned() throws Exception {
        // given seven blocks that nobody has stated
        ActWriter writer = cluster.writer(2);
        List<BlockSealer.Sealed> blocks = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            blocks.add(writer.seal(Acts.published("act-" + i, Acts.BEGIN, "text " + i)));
        }
        cluster.mirror(blocks.toArray(BlockSealer.Sealed[]::new));
        await().atMost(PATIENCE).until(() -> client.get(address(6)).status() == 200);

        // when no checkpoint has come
        assertThat(proven(client.get(address(3)).json()).restsOn()).isEqualTo(RestsOn.BLOCK_SIGNATURE);

        // when the writer's has
        cluster.state(
                HeadStatement.of(new LedgerId("legislation", 0), blocks.get(6).after()));
        await().atMost(PATIENCE)
                .until(() ->
                        client.get(address(3)).json().get("restsOn").textValue().equals("cosigned-checkpoint"));

        // then each event's proof holds, under what the embassy has cosigned
        for (int sequence = 0; sequence < 7; sequence++) {
            ProvenEvent proven = proven(client.get(address(sequence)).json());
            assertThat(proven.sequence()).isEqualTo(sequence);
            assertThat(proven.leaf()).isEqualTo(blocks.get(sequence).leaf());
            assertThat(proven.checkpoint().orElseThrow().blocks()).isEqualTo(7);
            assertThat(proven.checkpoint()
                            .orElseThrow()
                            .cosigned()
                            .orElseThrow()
                            .site())
                    .isEqualTo(Site.EMBASSY);
        }
        // and by the ids of entity and event, which travel in the body
        JsonNode history = client.history("legislation", "act-4").json();
        String eventId = history.at("/events/0/eventId").textValue();
        SiteClient.Answer byIds = client.post(
                "/v1/registries/legislation/proof", "{\"entityId\":\"act-4\",\"eventId\":\"" + eventId + "\"}");
        assertThat(proven(byIds.json()).sequence())
                .isEqualTo(history.at("/events/0/sequence").longValue());
        // and what was cosigned is on the embassy's own topic, for MirrorMaker to bring home
        assertThat(onTopic().checkpoint().blocks()).isEqualTo(7);
        assertThat(onTopic().checkpoint().root())
                .isEqualTo(blocks.get(6).after().root());
        assertThat(client.get("/readyz").json().get("alarms")).isEmpty();
    }

    @Test
    void what_is_not_there_is_said_to_be_unknown() {
        await().atMost(PATIENCE).until(() -> client.get("/readyz").status() == 200);

        assertThat(client.get(address(1_000_000)).status()).isEqualTo(404);
        assertThat(client.get("/v1/registries/legislation/partitions/5/events/0/proof")
                        .json()
                        .get("code")
                        .textValue())
                .isEqualTo("partition-unknown");
        assertThat(client.get("/v1/registries/legislation/partitions/x/events/0/proof")
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/v1/registries/dreams/partitions/0/events/0/proof")
                        .status())
                .isEqualTo(404);
    }

    private static String address(long sequence) {
        return "/v1/registries/legislation/partitions/0/events/" + sequence + "/proof";
    }

    private static ProvenEvent proven(JsonNode answer) throws IOException {
        ProvenEvent proven = ProofVerifier.verify(
                answer.get("proof").toString().getBytes(StandardCharsets.UTF_8),
                TrustRootFile.parse(genesisFile()),
                Instant.now());
        assertThat(answer.get("restsOn").textValue()).isEqualTo(proven.restsOn().label());
        return proven;
    }

    private static byte[] genesisFile() throws IOException {
        return Files.readAllBytes(folder.resolve("trust/trust-root.dsse.json"));
    }

    private static CosignedCheckpoint onTopic() throws IOException {
        ControlView view = ControlView.of(SignedTrustRoot.parse(genesisFile()));
        try (CosignatureReader reader =
                CosignatureReader.open(cluster.clients(), List.of(Topics.COSIGNATURES), () -> view, Site.EMBASSY)) {
            return reader.refresh().get(new LedgerId("legislation", 0));
        }
    }
}
