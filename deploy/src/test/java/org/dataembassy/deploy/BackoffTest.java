package org.dataembassy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void the_first_try_is_due_at_once_and_the_next_ones_after_ever_longer_pauses() {
        Backoff backoff = new Backoff();

        assertThat(backoff.isDue(0)).isTrue();
        backoff.tried(0);
        assertThat(backoff.isDue(999)).isFalse();
        assertThat(backoff.isDue(1_000)).isTrue();
        backoff.tried(1_000);
        assertThat(backoff.isDue(2_999)).isFalse();
        assertThat(backoff.isDue(3_000)).isTrue();
    }

    @Test
    void the_pause_never_exceeds_half_a_minute() {
        Backoff backoff = new Backoff();
        long now = 0;
        for (int i = 0; i < 20; i++) {
            backoff.tried(now);
            now += 30_000;
        }

        assertThat(backoff.isDue(now)).isTrue();
    }

    @Test
    void after_a_calm_time_it_begins_anew() {
        Backoff backoff = new Backoff();
        for (int i = 0; i < 5; i++) {
            backoff.tried(i);
        }

        backoff.tried(1_000_000);

        assertThat(backoff.triesInARow()).isEqualTo(1);
    }
}
