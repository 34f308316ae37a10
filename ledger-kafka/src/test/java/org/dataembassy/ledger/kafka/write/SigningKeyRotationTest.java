package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.get;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.is;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.open;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockHeader;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.keys.WriterKeys;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.trust.PublicKeys;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRootChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The planned change of a registry's signing key on a real broker, and deaths in the middle of it. */
class SigningKeyRotationTest {
    @TempDir
    private Path folder;

    @Test
    void the_present_key_is_closed_at_the_committed_heads_and_the_next_one_goes_on() throws Exception {
        try (TestLand land = TestLand.withEncryptedRegistry(folder, 2)) {
            write(land, Batches.of(0, 1), Batches.of(0));

            SigningKeyRotation.Outcome outcome = rotate(land, Optional.empty());

            assertThat(outcome.closed()).contains(keyId(land, 0));
            assertThat(outcome.next()).isEqualTo(keyId(land, 1));
            assertThat(land.follower.view().closings().get(keyId(land, 0)).firstRefusedBlock())
                    .isEqualTo(Map.of(new LedgerId(land.registry, 0), 2L, new LedgerId(land.registry, 1), 1L));
            write(land, Batches.of(0, 1));
            assertThat(signers(land)).containsExactlyInAnyOrder("0#0:0", "0#1:0", "1#0:0", "0#2:1", "1#1:1");
            new WholeLog(land).requireSignedOnceAndWhole();
        }
    }

    @Test
    void run_again_it_changes_nothing() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            write(land, Batches.of(0));
            rotate(land, Optional.empty());

            SigningKeyRotation.Outcome again = rotate(land, Optional.empty());
            SigningKeyRotation.Outcome named = rotate(land, Optional.of(keyId(land, 0)));

            assertThat(again.closed()).isEmpty();
            assertThat(named.closed()).isEmpty();
            assertThat(again.next()).isEqualTo(keyId(land, 1));
            assertThat(land.follower.view().closings()).containsOnlyKeys(keyId(land, 0));
        }
    }

    @Test
    void a_key_that_is_named_is_closed_although_it_has_signed_nothing_yet() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            open(land).close();

            assertThat(rotate(land, Optional.empty()).closed()).isEmpty();
            assertThat(rotate(land, Optional.of(keyId(land, 0))).closed()).contains(keyId(land, 0));
        }
    }

    @Test
    void without_a_next_key_nothing_is_closed_and_it_says_what_to_do() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            write(land, Batches.of(0));
            rotate(land, Optional.empty());
            write(land, Batches.of(0));

            assertThatThrownBy(() -> rotate(land, Optional.empty()))
                    .satisfies(is(Problem.KEY_MISSING))
                    .hasMessageContaining("stays in use; add one to the key store")
                    .hasMessageContaining("officials");

            assertThat(land.follower.view().closings()).containsOnlyKeys(keyId(land, 0));
            write(land, Batches.of(0));
            new WholeLog(land).requireSignedOnceAndWhole();
        }
    }

    @Test
    void a_key_that_the_next_trust_root_lists_goes_on() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            write(land, Batches.of(0));
            rotate(land, Optional.empty());
            write(land, Batches.of(0));
            SigningKey third = SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(3));
            WriterKeys more = withMore(land.keys(), third);
            assertThatThrownBy(() -> rotate(land, more, Optional.empty(), Step.Hook.NONE))
                    .satisfies(is(Problem.KEY_MISSING));

            ControlWriter.publishTrustRoot(land.clients, listing(land, more));
            SigningKeyRotation.Outcome outcome = rotate(land, more, Optional.empty(), Step.Hook.NONE);

            assertThat(outcome.closed()).contains(keyId(land, 1));
            assertThat(outcome.next()).isEqualTo(third.verifyingKey().keyId());
        }
    }

    @Test
    void while_a_publisher_runs_it_is_refused_and_the_publisher_goes_on() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1);
                BlockWriter running = open(land)) {
            get(running.write(Batches.of(0)));

            assertThatThrownBy(() -> rotate(land, Optional.empty())).satisfies(is(Problem.JOURNAL_LOCKED));

            get(running.write(Batches.of(0)));
            assertThat(land.follower.view().closings()).isEmpty();
        }
    }

    @Test
    void from_a_folder_without_the_journal_nothing_is_closed() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            write(land, Batches.of(0));

            assertThatThrownBy(() -> SigningKeyRotation.run(
                            land.config(folder.resolve("elsewhere")),
                            land.keys(),
                            land.follower::view,
                            land.statements(),
                            TestLand.CLOCK,
                            Optional.empty()))
                    .satisfies(is(Problem.JOURNAL_MISSING));

            assertThat(land.follower.awaitCaughtUp(TestLand.PATIENCE).closings())
                    .isEmpty();
        }
    }

    @Test
    void what_was_sealed_and_not_sent_is_sent_before_its_key_is_closed() throws Exception {
        try (TestLand land = TestLand.withEncryptedRegistry(folder, 1)) {
            BlockWriter dying = open(land, land.config(), WriterDeathTest.deathAt(Step.JOURNALED, 2));
            get(dying.write(Batches.from("outbox", 0, 0)));
            dying.write(Batches.from("outbox", 1, 0))
                    .toCompletableFuture()
                    .handle((written, failure) -> null)
                    .join();
            dying.close();

            SigningKeyRotation.Outcome outcome = rotate(land, Optional.empty());

            assertThat(outcome.heads().get(0).nextBlockIndex()).isEqualTo(2);
            write(land, Batches.from("outbox", 2, 0));
            assertThat(signers(land)).containsExactlyInAnyOrder("0#0:0", "0#1:0", "0#2:1");
            new WholeLog(land).requireSignedOnceAndWhole();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"NEW_JOURNAL", "KEY_CLOSED"})
    void a_death_at_any_step_is_finished_by_running_it_again_or_by_the_writer(Step step) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2; round++) {
            try (TestLand land = TestLand.withPublicRegistry(folder.resolve("round" + round), 2)) {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    write(land, random.nextBoolean() ? Batches.of(0, 1) : Batches.of(random.nextInt(2)));
                }
                assertThatThrownBy(() -> rotate(land, land.keys(), Optional.empty(), WriterDeathTest.deathAt(step, 1)))
                        .as("seed %d, round %d", seed, round)
                        .isInstanceOf(WriterDeathTest.Death.class);

                if (round == 0) {
                    assertThat(rotate(land, Optional.empty()).next())
                            .as("seed %d", seed)
                            .isEqualTo(keyId(land, 1));
                }
                write(land, Batches.of(0, 1));

                assertThat(land.follower.awaitCaughtUp(TestLand.PATIENCE).closings())
                        .as("seed %d, round %d", seed, round)
                        .containsOnlyKeys(keyId(land, 0));
                assertThat(signers(land)).as("seed %d, round %d", seed, round).anyMatch(one -> one.endsWith(":1"));
                new WholeLog(land).requireSignedOnceAndWhole();
            }
        }
    }

    private static void write(TestLand land, Batch... batches) throws Exception {
        try (BlockWriter writer = open(land)) {
            for (Batch batch : batches) {
                get(writer.write(batch));
            }
        }
    }

    private static SigningKeyRotation.Outcome rotate(TestLand land, Optional<Digest> away) {
        return rotate(land, land.keys(), away, Step.Hook.NONE);
    }

    private static SigningKeyRotation.Outcome rotate(
            TestLand land, WriterKeys keys, Optional<Digest> away, Step.Hook hook) {
        ControlWriter statements = land.statements();
        land.follower.awaitCaughtUp(TestLand.PATIENCE);
        return SigningKeyRotation.run(land.config(), keys, land.follower::view, statements, TestLand.CLOCK, away, hook);
    }

    private static WriterKeys withMore(WriterKeys keys, SigningKey one) {
        List<SigningKey> all = new ArrayList<>(keys.blockKeys());
        all.add(one);
        return new WriterKeys(keys.registry(), keys.site(), keys.domain(), all, keys.statementKey());
    }

    private static SignedTrustRoot listing(TestLand land, WriterKeys keys) {
        SignedTrustRoot before = land.trust.genesis();
        return TrustRootChange.of(before)
                .add(new PublicKeys.OfWriter(
                        keys.domain(),
                        land.registry,
                        Site.HOME,
                        keys.statementKey().verifyingKey(),
                        keys.blockKeys().stream().map(SigningKey::verifyingKey).toList()))
                .propose()
                .signedBy(land.trust.officials().get(0), before)
                .signedBy(land.trust.officials().get(2), before)
                .complete(before);
    }

    private static Digest keyId(TestLand land, int index) {
        return land.keys().blockKeys().get(index).verifyingKey().keyId();
    }

    /** {@code partition#block:signing key} of everything committed. */
    private static List<String> signers(TestLand land) throws Exception {
        List<String> signers = new ArrayList<>();
        for (var read : new WholeLog(land).records("read_committed")) {
            BlockHeader header =
                    BlockHeader.decode(SealedBlock.decode(read.value()).header());
            int key = header.signingKeyId().equals(keyId(land, 0)) ? 0 : 1;
            signers.add(read.partition() + "#" + header.blockIndex() + ":" + key);
        }
        return signers;
    }
}
