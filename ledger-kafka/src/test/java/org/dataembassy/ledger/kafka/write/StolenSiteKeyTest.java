package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.get;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.is;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.open;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.kafka.control.StatedHeads;
import org.dataembassy.ledger.kafka.control.TrustRootPublishing;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.trust.PublicKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustProposal;
import org.dataembassy.ledger.trust.TrustRootChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever stole a site's statement key can do to a writer, and how it ends; and trust roots on a real topic. */
class StolenSiteKeyTest {
    @TempDir
    private Path folder;

    @Test
    void a_false_checkpoint_of_a_stolen_site_key_stops_a_start_until_the_officials_have_ended_it() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter writer = open(land)) {
                get(writer.write(Batches.of(0)));
                state(land, 1_000);
                get(writer.write(Batches.of(0)));
            }
            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.LOG_LOST_BLOCKS));

            publish(land, replacingTheEmbassysKey(land));

            try (BlockWriter writer = open(land)) {
                get(writer.write(Batches.of(0)));
            }
            assertThat(new WholeLog(land).requireSignedOnceAndWhole().get(0).nextBlockIndex())
                    .isEqualTo(3);
        }
    }

    @Test
    void after_a_theft_every_block_above_what_a_site_had_stated_before_is_in_question() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            Instant first = TestLand.now();
            LedgerId ledger = new LedgerId(land.registry, 0);
            state(land, land.trust.embassy().statementKey(), 3, first);
            state(land, land.trust.embassy().statementKey(), 7, first.plusSeconds(10));
            state(land, land.trust.embassy().statementKey(), 9, first.plusSeconds(20));
            // A writer's own statement and a stranger's say nothing here.
            state(land, land.keys().statementKey(), 50, first);
            state(land, SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(9)), 60, first);

            SortedMap<LedgerId, StatedHeads.Stated> stated =
                    StatedHeads.until(land.clients, Site.HOME, land.follower.view(), first.plusSeconds(10));

            assertThat(stated).containsOnlyKeys(ledger);
            assertThat(stated.get(ledger).head().blocks()).isEqualTo(7);
            assertThat(stated.get(ledger).issuedAt()).isEqualTo(first.plusSeconds(10));
            assertThat(StatedHeads.until(land.clients, Site.HOME, land.follower.view(), first.minusSeconds(1)))
                    .isEmpty();
        }
    }

    @Test
    void under_quorum_nothing_is_published_and_what_is_published_again_changes_nothing() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            SignedTrustRoot genesis = land.trust.genesis();
            TrustProposal draft = replacingTheEmbassysKey(land);

            assertThatThrownBy(() ->
                            send(land, draft.signedBy(land.trust.officials().get(0), genesis)))
                    .satisfies(is(Problem.TRUST_UNDER_QUORUM))
                    .hasMessageContaining("official-2, official-3");
            assertThat(land.follower.awaitCaughtUp(TestLand.PATIENCE).trustRoot())
                    .isEqualTo(genesis);

            assertThat(publish(land, draft).added()).isTrue();
            assertThat(publish(land, draft).added()).isFalse();
            assertThat(land.follower
                            .awaitCaughtUp(TestLand.PATIENCE)
                            .trustRoot()
                            .root()
                            .version())
                    .isEqualTo(2);
        }
    }

    @Test
    void another_draft_of_a_version_that_is_on_control_is_not_published() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            publish(land, replacingTheEmbassysKey(land));
            SignedTrustRoot genesis = land.trust.genesis();
            TrustProposal other = TrustRootChange.of(genesis).threshold(3).propose();

            assertThatThrownBy(() -> publish(land, other))
                    .satisfies(is(Problem.TRUST_ROOT_INVALID))
                    .hasMessageContaining("version: expected 3");

            assertThat(land.follower.awaitCaughtUp(TestLand.PATIENCE).trustRootForked())
                    .isFalse();
        }
    }

    private static TrustProposal replacingTheEmbassysKey(TestLand land) {
        SigningKey fresh = SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(8));
        return TrustRootChange.of(land.trust.genesis())
                .add(new PublicKeys.OfSite(
                        land.trust.domain(),
                        Site.EMBASSY,
                        fresh.verifyingKey(),
                        land.trust.embassy().recipient().recipientKey()))
                .endStatements(
                        land.trust
                                .embassy()
                                .statementKey()
                                .verifyingKey()
                                .keyId()
                                .hex(),
                        0)
                .propose();
    }

    private static TrustRootPublishing.Outcome publish(TestLand land, TrustProposal draft) {
        SignedTrustRoot genesis = land.trust.genesis();
        return send(
                land,
                draft.signedBy(land.trust.officials().get(0), genesis)
                        .with(draft.signedBy(land.trust.officials().get(1), genesis)));
    }

    private static TrustRootPublishing.Outcome send(TestLand land, TrustProposal draft) {
        return TrustRootPublishing.publish(
                land.clients,
                Site.HOME,
                land.trust.domain(),
                Optional.of(land.trust.genesis()),
                draft,
                TestLand.PATIENCE);
    }

    private static void state(TestLand land, long blocks) throws Exception {
        state(land, land.trust.embassy().statementKey(), blocks, TestLand.now());
    }

    private static void state(TestLand land, SigningKey author, long blocks, Instant issuedAt) throws Exception {
        StatementSigner thief = new StatementSigner(land.trust.domain(), author, Optional.empty());
        byte[] checkpoint = thief.signCheckpoint(
                new ControlStatement.Checkpoint(
                        List.of(new HeadStatement(
                                new LedgerId(land.registry, 0), blocks, blocks, Digest.sha256(new byte[] {1}))),
                        1,
                        land.trust.domain(),
                        List.of()),
                issuedAt);
        byte[] recordKey = author.verifyingKey().keyId().hex().getBytes(StandardCharsets.US_ASCII);
        try (KafkaProducer<byte[], byte[]> producer = land.clients.newProducer()) {
            producer.send(new ProducerRecord<>(Topics.CHECKPOINTS.name(), 0, recordKey, checkpoint))
                    .get();
        }
    }
}
