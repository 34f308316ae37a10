package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingCallsTest {
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(20);

    private final PendingCalls pending = new PendingCalls(LINGER, 200, PendingCalls.TRANSACTION_EVENTS);

    @Test
    void nothing_is_due_while_there_is_nothing() {
        assertThat(pending.dueInNanos(5)).isEqualTo(Long.MAX_VALUE);
        assertThat(pending.take()).isEmpty();
    }

    @Test
    void a_transaction_is_due_when_its_first_call_has_waited_for_the_linger() {
        pending.add(SampleCalls.events(0, 1, 100), 1_000);
        pending.add(SampleCalls.events(1, 1, 100), 1_000 + LINGER / 2);

        assertThat(pending.dueInNanos(1_000)).isEqualTo(LINGER);
        assertThat(pending.dueInNanos(1_000 + LINGER / 2)).isEqualTo(LINGER / 2);
        assertThat(pending.dueInNanos(1_000 + 3 * LINGER)).isZero();
        assertThat(pending.take()).hasSize(2);
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void a_thousand_events_of_one_partition_are_due_at_once() {
        pending.add(SampleCalls.events(0, 999, 1), 0);
        pending.add(SampleCalls.events(1, 999, 1), 0);
        assertThat(pending.dueInNanos(0)).isEqualTo(LINGER);

        pending.add(SampleCalls.events(1, 1, 1), 0);

        assertThat(pending.dueInNanos(0)).isZero();
        assertThat(pending.take()).hasSize(3);
        assertThat(pending.dueInNanos(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_body_of_256_kibibytes_is_due_at_once() {
        pending.add(SampleCalls.events(3, 1, 256 * 1024), 0);

        assertThat(pending.dueInNanos(0)).isZero();
    }

    @Test
    void a_transaction_ends_before_a_call_that_would_not_fit_and_never_within_one() {
        AcceptedCall small = SampleCalls.events(0, 1, 100);
        AcceptedCall large = SampleCalls.events(0, 3, 4 << 20);
        pending.add(small, 0);
        pending.add(large, 0);
        pending.add(small, 0);

        assertThat(pending.take()).isEqualTo(List.of(small));
        assertThat(pending.take()).isEqualTo(List.of(large));
        assertThat(pending.take()).isEqualTo(List.of(small));
    }

    @Test
    void a_transaction_has_no_more_partitions_than_its_blocks_headers_can_name() {
        for (int partition = 0; partition < 200; partition++) {
            pending.add(SampleCalls.events(partition, 1, 10), 0);
        }

        assertThat(pending.take()).hasSize(PendingCalls.TRANSACTION_PARTITIONS);
        assertThat(pending.take()).hasSize(200 - PendingCalls.TRANSACTION_PARTITIONS);
    }

    @Test
    void there_is_plenty_when_a_transaction_is_full_of_events_or_of_bytes() {
        PendingCalls small = new PendingCalls(LINGER, 2, 100);
        small.add(SampleCalls.events(0, 60, 1), 0);
        small.add(SampleCalls.events(1, 39, 1), 0);
        assertThat(small.isPlenty()).isFalse();
        small.add(SampleCalls.events(1, 1, 1), 0);
        assertThat(small.isPlenty()).isTrue();
        assertThat(small.take()).hasSize(3);
        assertThat(small.isPlenty()).isFalse();

        small.add(SampleCalls.events(0, 1, 1 << 20), 0);
        assertThat(small.isPlenty()).isFalse();
        small.add(SampleCalls.events(0, 1, 1 << 20), 0);
        assertThat(small.isPlenty()).isTrue();
    }
}
