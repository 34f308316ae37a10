package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecentBatchesTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456Z");

    /** Drafts 0 and 1 of every batch here. */
    private static final List<RecentBatches.Block> BLOCKS =
            List.of(new RecentBatches.Block(3, 4, 50, 10), new RecentBatches.Block(1, 8, 700, 3));

    @TempDir
    Path folder;

    @Test
    void transactions_up_to_the_one_in_the_ledger_are_remembered_and_later_ones_forgotten() {
        PackedBatch one = batch(call(2, 3, false));
        PackedBatch two = batch(call(5, 0, false));
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, BLOCKS, one);
            batches.record(11, BLOCKS, two);
            batches.record(12, BLOCKS, batch(call(1, 1, false)));
        }

        try (RecentBatches reopened = RecentBatches.open(folder, 11)) {
            assertThat(reopened.remembered().keySet()).isEqualTo(ids(one, two));
        }
    }

    @Test
    void each_event_is_remembered_with_its_place_and_time() {
        PackedBatch packed = batch(call(1, 1, false), call(2, 0, false));
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, BLOCKS, packed);

            EncodedEvent last = packed.calls().get(1).events().get(1);
            assertThat(batches.remembered().get(last.eventId()))
                    .isEqualTo(new RecentBatches.Remembered(last.eventId(), 3, 4, 52, 59, last.recordedAt()));
            EncodedEvent other = packed.calls().get(0).events().get(1);
            assertThat(batches.remembered().get(other.eventId()))
                    .isEqualTo(new RecentBatches.Remembered(other.eventId(), 1, 8, 700, 702, other.recordedAt()));
        }
    }

    @Test
    void events_with_a_source_position_are_known_by_that_and_not_remembered_here() {
        AcceptedCall without = call(1, 0, false);
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, BLOCKS, batch(call(2, 1, true), without, call(1, 1, true)));

            RecentBatches.Remembered only =
                    batches.remembered().get(without.events().get(0).eventId());
            assertThat(batches.remembered()).hasSize(1);
            assertThat(only.sequence()).isEqualTo(52);
        }
    }

    @Test
    void nothing_is_remembered_of_a_session_that_the_ledger_does_not_know() {
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, BLOCKS, batch(call(1, 0, false)));
        }

        try (RecentBatches reopened = RecentBatches.open(folder, 99)) {
            assertThat(reopened.remembered()).isEmpty();
        }
    }

    @Test
    void a_torn_end_is_left_out() throws IOException {
        PackedBatch one = batch(call(1, 0, false));
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, BLOCKS, one);
        }
        Files.write(folder.resolve("recent-events.bin"), new byte[] {0, 0, 1, 0, 5, 5}, StandardOpenOption.APPEND);

        try (RecentBatches reopened = RecentBatches.open(folder, 10)) {
            assertThat(reopened.remembered().keySet()).isEqualTo(ids(one));
            reopened.record(11, BLOCKS, batch(call(1, 0, false)));
        }
        try (RecentBatches again = RecentBatches.open(folder, 11)) {
            assertThat(again.remembered()).hasSize(2);
        }
    }

    @Test
    void what_is_answered_is_dropped_but_for_the_last() {
        PackedBatch last = batch(call(1, 0, false));
        try (RecentBatches batches = RecentBatches.open(folder, -1)) {
            batches.record(10, BLOCKS, batch(call(1, 0, false)));
            batches.record(11, BLOCKS, last);

            batches.committed(11);

            assertThat(batches.remembered().keySet()).isEqualTo(ids(last));
        }
    }

    /** Of partition 3 first, then of partition 1, each in one block. */
    private static AcceptedCall call(int inThree, int inOne, boolean withSource) {
        List<EncodedEvent> events = new ArrayList<>();
        for (int i = 0; i < inThree + inOne; i++) {
            events.add(
                    new EncodedEvent(i < inThree ? 3 : 1, UUID.randomUUID(), TIME, SampleCalls.SCHEMA, new byte[10]));
        }
        return AcceptedCall.of(events, withSource ? Optional.of(new SourcePosition("outbox", 5)) : Optional.empty());
    }

    private static PackedBatch batch(AcceptedCall... calls) {
        return BlockSizes.usual().pack(List.of(calls));
    }

    private static Set<UUID> ids(PackedBatch... batches) {
        return Arrays.stream(batches)
                .flatMap(batch -> batch.calls().stream())
                .flatMap(call -> call.events().stream())
                .map(EncodedEvent::eventId)
                .collect(Collectors.toSet());
    }
}
