package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.dataembassy.ledger.kafka.write.Batch;
import org.dataembassy.ledger.kafka.write.BlockDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedBatchTest {
    private static final int KIB = 1024;

    @Test
    void events_of_one_partition_that_have_gathered_share_a_block_up_to_four_thousand() {
        PackedBatch packed = BlockSizes.usual().pack(List.of(SampleCalls.events(0, 6_000, 10)));

        assertThat(counts(packed)).containsExactly(4_000, 2_000);
    }

    @Test
    void where_small_blocks_are_asked_for_no_load_makes_them_larger() {
        PackedBatch packed = new BlockSizes(OptionalInt.of(10)).pack(List.of(SampleCalls.events(0, 6_005, 10)));

        assertThat(counts(packed)).hasSize(601).endsWith(10, 5);
    }

    @Test
    void a_transaction_of_small_blocks_stays_within_what_its_headers_name_cheaply() {
        assertThat(new BlockSizes(OptionalInt.of(1)).transactionEvents(4)).isEqualTo(BlockSizes.SMALL_BLOCKS);
    }

    @Test
    void a_transaction_under_load_has_one_full_block_for_each_partition_though_they_fill_unevenly() {
        Random random = new Random(7);
        List<AcceptedCall> calls = new ArrayList<>();
        for (int left = BlockSizes.usual().transactionEvents(4); left > 0; left--) {
            calls.add(SampleCalls.events(random.nextInt(4), 1, 10));
        }

        assertThat(counts(BlockSizes.usual().pack(calls)))
                .hasSize(4)
                .allSatisfy(count -> assertThat(count).isGreaterThan(3_000));
    }

    @Test
    void a_transaction_of_many_partitions_stays_within_what_a_broker_takes_at_once() {
        assertThat(BlockSizes.usual().transactionEvents(1_000)).isEqualTo(PendingCalls.TRANSACTION_EVENTS);
    }

    @Test
    void a_block_ends_before_its_events_exceed_a_mebibyte() {
        PackedBatch packed = BlockSizes.usual().pack(List.of(SampleCalls.events(0, 6, 400 * KIB)));

        assertThat(counts(packed)).containsExactly(2, 2, 2);
    }

    @Test
    void a_larger_event_has_a_block_of_its_own() {
        PackedBatch packed = BlockSizes.usual()
                .pack(List.of(SampleCalls.call(
                        SampleCalls.event(0, 10), SampleCalls.event(0, 1_100 * KIB), SampleCalls.event(0, 10))));

        assertThat(counts(packed)).containsExactly(1, 1, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatever_comes_every_event_is_where_its_place_says_and_each_partition_keeps_its_order(long seed) {
        Random random = new Random(seed);
        List<AcceptedCall> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<EncodedEvent> events = new ArrayList<>();
            for (int j = random.nextInt(20); j >= 0; j--) {
                events.add(SampleCalls.event(
                        random.nextInt(5), 1 + random.nextInt(random.nextInt(50) == 0 ? 300 * KIB : 500)));
            }
            calls.add(SampleCalls.call(events.toArray(EncodedEvent[]::new)));
        }

        PackedBatch packed = BlockSizes.usual().pack(calls);

        List<EncodedEvent> all =
                calls.stream().flatMap(call -> call.events().stream()).toList();
        for (int i = 0; i < all.size(); i++) {
            BlockDraft draft = packed.drafts().get(packed.places().draft(i));
            assertThat(draft.partition()).isEqualTo(all.get(i).partition());
            assertThat(draft.events().get(packed.places().indexInDraft(i)))
                    .isSameAs(all.get(i).bytes());
        }
        assertThat(packed.places().size()).isEqualTo(all.size());
        for (int partition = 0; partition < 5; partition++) {
            int p = partition;
            assertThat(packed.drafts().stream()
                            .filter(draft -> draft.partition() == p)
                            .flatMap(draft -> draft.events().stream()))
                    .containsExactlyElementsOf(all.stream()
                            .filter(event -> event.partition() == p)
                            .map(EncodedEvent::bytes)
                            .toList());
        }
        assertThat(packed.drafts()).hasSizeLessThanOrEqualTo(Batch.MAX_BLOCKS);
    }

    private static List<Integer> counts(PackedBatch packed) {
        return packed.drafts().stream().map(draft -> draft.events().size()).toList();
    }
}
