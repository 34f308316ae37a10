package org.dataembassy.ledger.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PartitioningTest {
    @Test
    void an_entity_lies_where_kafkas_own_partitioner_would_put_it() {
        // Golden values: a change would send an entity's later events to another ledger.
        assertThat(Partitioning.partitionOf("RT-2002-35-216", 12)).isEqualTo(9);
        assertThat(Partitioning.partitionOf("õäöü", 7)).isEqualTo(6);
    }

    @Test
    void every_partition_is_used_and_none_beyond() {
        assertThat(java.util.stream.IntStream.range(0, 1_000)
                        .map(i -> Partitioning.partitionOf("act-" + i, 8))
                        .distinct()
                        .sorted())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void an_empty_entity_id_is_refused() {
        assertThatThrownBy(() -> Partitioning.partitionOf("", 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
