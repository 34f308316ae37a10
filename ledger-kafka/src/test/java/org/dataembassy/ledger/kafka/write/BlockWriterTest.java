package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockWriterTest {
    @TempDir
    private Path folder;

    @Test
    void a_batch_over_several_partitions_is_committed_and_its_places_are_told() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 3);
                BlockWriter writer = open(land)) {
            Batch batch =
                    new Batch(List.of(Batches.draft(2, 5), Batches.draft(0, 1), Batches.draft(2, 4)), new TreeMap<>());

            WrittenTransaction written = get(writer.write(batch));

            assertThat(written.blocks()).extracting(WrittenBlock::partition).containsExactly(2, 0, 2);
            assertThat(written.blocks()).extracting(WrittenBlock::blockIndex).containsExactly(0L, 0L, 1L);
            assertThat(written.blocks()).extracting(WrittenBlock::firstSequence).containsExactly(0L, 0L, 5L);
            assertThat(new WholeLog(land).requireSignedOnceAndWhole())
                    .containsExactlyInAnyOrderEntriesOf(withoutEmpty(writer.heads()));
        }
    }

    @Test
    void a_second_writer_goes_on_where_the_first_ended() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 2)) {
            Map<Integer, Head> before;
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.from("outbox", 17, 0, 1)));
                get(first.write(Batches.from("file", 4, 1)));
                before = first.heads();
            }

            try (BlockWriter second = open(land)) {
                assertThat(second.heads()).isEqualTo(before);
                assertThat(second.sources()).containsExactlyEntriesOf(new TreeMap<>(Map.of("file", 4L, "outbox", 17L)));
                get(second.write(Batches.of(0)));
            }

            assertThat(new WholeLog(land).requireSignedOnceAndWhole().get(0).nextBlockIndex())
                    .isEqualTo(2);
        }
    }

    @Test
    void close_seals_and_commits_what_was_accepted() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 2)) {
            List<CompletionStage<WrittenTransaction>> answers = new ArrayList<>();
            BlockWriter writer = open(land);
            for (int i = 0; i < 40; i++) {
                answers.add(writer.write(Batches.of(i % 2)));
            }

            boolean all = writer.close(TestLand.PATIENCE);

            assertThat(all).isTrue();
            assertThat(answers).allMatch(answer -> answer.toCompletableFuture().isDone());
            Map<Integer, Head> heads = new WholeLog(land).requireSignedOnceAndWhole();
            assertThat(heads.values()).extracting(Head::nextBlockIndex).containsExactly(20L, 20L);
        }
    }

    @Test
    void a_registry_that_is_not_public_is_encrypted_and_opens_with_a_sites_secret() throws Exception {
        try (TestLand land = TestLand.withEncryptedRegistry(folder, 2)) {
            for (int session = 0; session < 2; session++) {
                try (BlockWriter writer = open(land)) {
                    get(writer.write(Batches.of(0, 1)));
                    get(writer.write(Batches.of(1)));
                }
            }

            assertThat(new WholeLog(land).requireSignedOnceAndWhole().get(1).nextBlockIndex())
                    .isEqualTo(4);
        }
    }

    @Test
    void a_writer_with_another_journal_takes_over_and_the_first_is_fenced() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            BlockWriter first = open(land);
            get(first.write(Batches.of(0)));
            try (BlockWriter second = open(land, land.config(folder.resolve("elsewhere")), Step.Hook.NONE)) {
                CompletionStage<WrittenTransaction> late = first.write(Batches.of(0));

                assertThatThrownBy(() -> get(late)).satisfies(is(Problem.WRITER_FENCED));
                assertThatThrownBy(() -> first.write(Batches.of(0))).satisfies(is(Problem.WRITER_FENCED));
                get(second.write(Batches.of(0)));
            }
            first.close();

            assertThat(new WholeLog(land).requireWhole().get(0).nextBlockIndex())
                    .isEqualTo(2);
        }
    }

    @Test
    void two_writers_on_one_journal_are_refused() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1);
                BlockWriter first = open(land)) {
            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.JOURNAL_LOCKED));

            get(first.write(Batches.of(0)));
        }
    }

    @Test
    void after_the_journal_was_lost_the_signing_key_is_closed_and_the_next_one_goes_on() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 2)) {
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.of(0, 1)));
                get(first.write(Batches.of(1)));
            }
            Files.delete(journal(land));

            try (BlockWriter second = open(land)) {
                get(second.write(Batches.of(0, 1)));

                assertThat(second.signingKeyId())
                        .isEqualTo(land.keys().blockKeys().get(1).verifyingKey().keyId());
            }

            ControlView.KeyClosing closing = land.follower
                    .awaitCaughtUp(TestLand.PATIENCE)
                    .closings()
                    .get(land.keys().blockKeys().get(0).verifyingKey().keyId());
            assertThat(closing.firstRefusedBlock())
                    .containsEntry(new LedgerId(land.registry, 0), 1L)
                    .containsEntry(new LedgerId(land.registry, 1), 2L);
            assertThat(new WholeLog(land).requireSignedOnceAndWhole().get(1).nextBlockIndex())
                    .isEqualTo(3);
        }
    }

    @Test
    void an_old_copy_of_the_journal_counts_as_lost() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            try (BlockWriter first = open(land)) {
                get(first.write(Batches.of(0)));
            }
            byte[] old = Files.readAllBytes(journal(land));
            try (BlockWriter second = open(land)) {
                get(second.write(Batches.of(0)));
            }
            Files.write(journal(land), old);

            try (BlockWriter third = open(land)) {
                get(third.write(Batches.of(0)));

                assertThat(third.signingKeyId())
                        .isEqualTo(land.keys().blockKeys().get(1).verifyingKey().keyId());
            }

            assertThat(new WholeLog(land).requireSignedOnceAndWhole().get(0).nextBlockIndex())
                    .isEqualTo(3);
        }
    }

    @Test
    void a_journal_lost_twice_leaves_no_signing_key_and_says_so() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            for (int i = 0; i < 2; i++) {
                try (BlockWriter writer = open(land)) {
                    get(writer.write(Batches.of(0)));
                }
                Files.delete(journal(land));
            }

            assertThatThrownBy(() -> open(land)).satisfies(is(Problem.KEY_MISSING));
        }
    }

    @Test
    void the_other_sites_registry_is_not_written() {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            ControlView elsewhere = elsewhere(land.follower.view(), land.registry);

            assertThatThrownBy(() -> open(land, () -> elsewhere, land.config(), Step.Hook.NONE))
                    .satisfies(is(Problem.REGISTRY_ELSEWHERE));
        }
    }

    @Test
    void a_writer_ends_when_control_gives_the_registry_to_the_other_site() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            ControlView[] view = {land.follower.view()};
            try (BlockWriter writer = open(land, () -> view[0], land.config(), Step.Hook.NONE)) {
                get(writer.write(Batches.of(0)));
                view[0] = elsewhere(view[0], land.registry);

                CompletionStage<WrittenTransaction> late = writer.write(Batches.of(0));

                assertThatThrownBy(() -> get(late)).satisfies(is(Problem.REGISTRY_ELSEWHERE));
                assertThat(writer.failure()).isPresent();
            }
            assertThat(new WholeLog(land).requireWhole().get(0).nextBlockIndex())
                    .isEqualTo(1);
        }
    }

    @Test
    void the_journal_is_for_its_owner_only() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1);
                BlockWriter writer = open(land)) {
            get(writer.write(Batches.of(0)));

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(journal(land))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void what_no_writer_can_hold_is_refused_before_it_is_taken() throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1);
                BlockWriter writer = open(land)) {
            assertThatThrownBy(() -> writer.write(Batches.of(1))).hasMessageContaining("partitions 0 to 0");
            assertThatThrownBy(() -> Batches.draft(0, 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() ->
                            new BlockDraft(0, List.of(new byte[5 << 20]), TestLand.now(), TestLand.now(), List.of()))
                    .satisfies(is(Problem.EVENT_TOO_LARGE));

            get(writer.write(Batches.of(0)));
        }
    }

    static BlockWriter open(TestLand land) {
        return open(land, land.config(), Step.Hook.NONE);
    }

    static BlockWriter open(TestLand land, BlockWriterConfig config, Step.Hook hook) {
        return open(land, land.follower::view, config, hook);
    }

    static BlockWriter open(TestLand land, Supplier<ControlView> control, BlockWriterConfig config, Step.Hook hook) {
        ControlWriter statements = land.statements();
        land.follower.awaitCaughtUp(TestLand.PATIENCE);
        return BlockWriter.open(config, land.keys(), control, statements, TestLand.CLOCK, new SecureRandom(), hook);
    }

    static Path journal(TestLand land) {
        return SealJournal.file(land.config().journalFolder(), land.registry, Site.HOME);
    }

    static WrittenTransaction get(CompletionStage<WrittenTransaction> answer) {
        try {
            return answer.toCompletableFuture()
                    .orTimeout(TestLand.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EmbassyException named) {
                throw named;
            }
            throw e;
        }
    }

    static java.util.function.Consumer<Throwable> is(Problem problem) {
        return thrown -> {
            assertThat(thrown).isInstanceOf(EmbassyException.class);
            assertThat(((EmbassyException) thrown).problem())
                    .as(thrown.getMessage())
                    .isEqualTo(problem);
        };
    }

    private static Map<Integer, Head> withoutEmpty(Map<Integer, Head> heads) {
        Map<Integer, Head> written = new TreeMap<>(heads);
        written.values().removeIf(head -> head.nextBlockIndex() == 0);
        return written;
    }

    private static ControlView elsewhere(ControlView view, String registry) {
        Map<String, List<Epoch>> epochs = new java.util.HashMap<>(view.epochs());
        epochs.put(registry, List.of(new Epoch(1, view.domain(), Site.EMBASSY, Optional.empty())));
        return new ControlView(
                view.version() + 1,
                view.domain(),
                view.trustRoot(),
                epochs,
                view.closings(),
                view.schemas(),
                view.authors(),
                view.alarms());
    }
}
