package org.dataembassy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void what_had_come_before_the_first_look_is_not_counted() {
        Iterator<Long> looks = List.of(0L, 10L, 60L, 100L).iterator();

        Progress progress = Progress.watch(looks::next, 0, 100, System.nanoTime(), () -> true);

        assertThat(progress.counted()).isEqualTo(90);
    }

    @Test
    void what_came_nearly_all_at_once_is_counted_from_the_start() {
        Iterator<Long> looks = List.of(0L, 80L, 100L).iterator();

        Progress progress = Progress.watch(looks::next, 0, 100, System.nanoTime(), () -> true);

        assertThat(progress.counted()).isEqualTo(100);
    }

    @Test
    void more_than_there_should_be_is_a_broken_run() {
        assertThatThrownBy(() -> Progress.watch(() -> 101, 0, 100, System.nanoTime(), () -> true))
                .hasMessageContaining("101");
    }

    @Test
    void what_is_watched_may_die() {
        assertThatThrownBy(() -> Progress.watch(() -> 3, 0, 100, System.nanoTime(), () -> false))
                .hasMessageContaining("only 3 of 100");
    }
}
