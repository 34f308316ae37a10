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
    void events_of_one_partition_share_a_block_up_to_a_thousand() {
        PackedBatch packed = BlockSizes.usual().pack(List.of(SampleCalls.events(0, 1_500, 10)));

        assertThat(counts(packed)).containsExactly(1_000, 500);
    }

    @Test
    void under_load_blocks_hold_more() {
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
        assertThat(new BlockSizes(OptionalInt.of(1)).transactionEvents()).isEqualTo(BlockSizes.SMALL_BLOCKS);
        assertThat(BlockSizes.usual().transactionEvents()).isEqualTo(PendingCalls.TRANSACTION_EVENTS);
    }

    @Test
    void a_block_ends_before_its_body_exceeds_256_kibibytes() {
        PackedBatch packed = BlockSizes.usual().pack(List.of(SampleCalls.events(0, 6, 100 * KIB)));

        assertThat(counts(packed)).containsExactly(2, 2, 2);
    }

    @Test
    void a_larger_event_has_a_block_of_its_own() {
        PackedBatch packed = BlockSizes.usual()
                .pack(List.of(SampleCalls.call(
                        SampleCalls.event(0, 10), SampleCalls.event(0, 300 * KIB), SampleCalls.event(0, 10))));

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
            PackedBatch.Place place = packed.places().get(i);
            BlockDraft draft = packed.drafts().get(place.draft());
            assertThat(draft.partition()).isEqualTo(all.get(i).partition());
            assertThat(draft.events().get(place.indexInDraft()))
                    .isSameAs(all.get(i).bytes());
        }
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
