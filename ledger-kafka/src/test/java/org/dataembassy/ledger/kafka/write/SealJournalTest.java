package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.ledger.kafka.write.BlockWriterTest.is;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealJournalTest {
    private static final JournalIdentity IDENTITY = new JournalIdentity(
            Digest.sha256(new byte[] {1}),
            "legislation",
            Site.HOME,
            Digest.sha256(new byte[] {2}),
            Digest.sha256(new byte[] {3}));

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = SealJournal.file(folder, "legislation", Site.HOME);
    }

    @Test
    void what_was_journaled_is_there_after_a_restart() {
        JournalState before;
        try (SealJournal journal = SealJournal.create(file, IDENTITY, new TreeMap<>())) {
            journal.append(transaction(1, 0));
            journal.commit(1, List.of(10L));
            journal.append(transaction(2, 1, 0));
            before = journal.state();
        }

        try (SealJournal journal = SealJournal.open(file).orElseThrow()) {
            assertSame(journal.state(), before);
            assertThat(journal.state().identity()).isEqualTo(IDENTITY);
            assertThat(journal.state().committed().get(0).offset()).isEqualTo(10);
            assertThat(journal.nextNumber()).isEqualTo(3);
        }
    }

    @Test
    void a_last_record_torn_at_any_byte_is_dropped_and_the_rest_kept() throws IOException {
        JournalState complete;
        int end;
        try (SealJournal journal = SealJournal.create(file, IDENTITY, new TreeMap<>())) {
            journal.append(transaction(1, 0));
            complete = journal.state();
            end = (int) Files.size(file);
            journal.append(transaction(2, 0));
        }
        byte[] whole = Files.readAllBytes(file);

        for (int length = end; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            try (SealJournal journal = SealJournal.open(file).orElseThrow()) {
                assertSame(journal.state(), complete);
                journal.append(transaction(2, 0));
                assertThat(journal.state().pending()).hasSize(2);
            }
            assertThat(Files.size(file)).isEqualTo(whole.length);
        }
    }

    @Test
    void zeros_where_the_last_record_was_to_be_are_a_torn_record() throws IOException {
        int end;
        try (SealJournal journal = SealJournal.create(file, IDENTITY, new TreeMap<>())) {
            journal.append(transaction(1, 0));
            end = (int) Files.size(file);
            journal.append(transaction(2, 0));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int from : new int[] {end, end + 5, end + 60}) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, from, torn.length, (byte) 0);
            Files.write(file, torn);

            try (SealJournal journal = SealJournal.open(file).orElseThrow()) {
                assertThat(journal.state().pending()).hasSize(1);
            }
        }
    }

    @Test
    void a_flipped_bit_anywhere_is_an_error_or_a_torn_end_but_never_another_content() throws IOException {
        try (SealJournal journal = SealJournal.create(file, IDENTITY, new TreeMap<>())) {
            journal.append(transaction(1, 0));
            journal.commit(1, List.of(10L));
            journal.append(transaction(2, 0));
        }
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(3);

        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);

            assertThatThrownBy(() -> SealJournal.open(file))
                    .as("bit flipped in byte %d of %d", at, whole.length)
                    .satisfies(is(Problem.JOURNAL_BROKEN));
        }
    }

    @Test
    void a_journal_that_has_grown_is_written_anew_with_what_still_counts() throws IOException {
        JournalState before;
        try (SealJournal journal = SealJournal.create(file, IDENTITY, new TreeMap<>(), 2_000)) {
            for (int number = 1; number <= 50; number++) {
                journal.append(transaction(number, number % 3));
                if (number > 1) {
                    journal.commit(number - 1L, List.of(100L + number));
                }
            }
            before = journal.state();
        }

        assertThat(Files.size(file)).isLessThan(6_000);
        try (SealJournal journal = SealJournal.open(file).orElseThrow()) {
            assertSame(journal.state(), before);
            assertThat(journal.state().committed()).containsOnlyKeys(0, 1, 2);
            assertThat(journal.nextNumber()).isEqualTo(51);
        }
    }

    @Test
    void transactions_and_commits_out_of_order_are_refused() {
        try (SealJournal journal = SealJournal.create(file, IDENTITY, new TreeMap<>())) {
            assertThatThrownBy(() -> journal.append(transaction(2, 0))).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.commit(1, List.of(1L))).isInstanceOf(IllegalArgumentException.class);
            journal.append(transaction(1, 0));
            assertThatThrownBy(() -> journal.commit(1, List.of(1L, 2L))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static JournaledTransaction transaction(long number, int... partitions) {
        return new JournaledTransaction(
                number,
                Arrays.stream(partitions)
                        .mapToObj(partition -> new JournaledBlock(
                                partition,
                                number - 1,
                                Digest.sha256(new byte[] {(byte) partition, (byte) number}),
                                ("a sealed block of some length for partition " + partition)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                        .toList());
    }

    private static void assertSame(JournalState actual, JournalState expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }
}
