package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentBatchesTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456Z");

    @TempDir
    Path folder;

    @Test
    void transactions_up_to_the_one_in_the_ledger_are_remembered_and_later_ones_forgotten() {
        RecentBatches.Remembered one = event();
        RecentBatches.Remembered two = event();
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, List.of(one));
            batches.record(11, List.of(two));
            batches.record(12, List.of(event()));
        }

        try (RecentBatches reopened = RecentBatches.open(folder, 11)) {
            assertThat(reopened.remembered().values()).containsExactlyInAnyOrder(one, two);
        }
    }

    @Test
    void nothing_is_remembered_of_a_session_that_the_ledger_does_not_know() {
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, List.of(event()));
        }

        try (RecentBatches reopened = RecentBatches.open(folder, 99)) {
            assertThat(reopened.remembered()).isEmpty();
        }
    }

    @Test
    void a_torn_end_is_left_out() throws IOException {
        RecentBatches.Remembered one = event();
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, List.of(one));
        }
        Files.write(folder.resolve("recent-batches.bin"), new byte[] {0, 0, 1, 0, 5, 5}, StandardOpenOption.APPEND);

        try (RecentBatches reopened = RecentBatches.open(folder, 10)) {
            assertThat(reopened.remembered().values()).containsExactly(one);
            reopened.record(11, List.of(event()));
        }
        try (RecentBatches again = RecentBatches.open(folder, 11)) {
            assertThat(again.remembered()).hasSize(2);
        }
    }

    @Test
    void what_is_answered_is_dropped_but_for_the_last() {
        RecentBatches.Remembered last = event();
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, List.of(event()));
            batches.record(11, List.of(last));

            batches.committed(11);

            assertThat(batches.remembered().values()).containsExactly(last);
        }
    }

    private static RecentBatches.Remembered event() {
        return new RecentBatches.Remembered(UUID.randomUUID(), 3, 4, 50, 60, TIME);
    }
}
