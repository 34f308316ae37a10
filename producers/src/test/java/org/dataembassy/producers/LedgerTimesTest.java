package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;

class LedgerTimesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.123456789Z");
    private static final Instant NOW_MICROS = Instant.parse("2026-11-22T10:00:00.123456Z");
    private static final Instant EARLIER = Instant.parse("2026-11-22T09:00:00Z");
    private static final Instant LATER = Instant.parse("2026-11-22T10:04:00Z");
    private static final Instant FAR_AHEAD = Instant.parse("2026-11-22T10:05:00.2Z");

    @Test
    void live_events_get_the_present_time_whatever_they_carry() {
        LedgerTimes times = new LedgerTimes(RecordedAt.LIVE, 1, Map.of());

        assertThat(times.next(0, null, NOW)).isEqualTo(NOW_MICROS);
        assertThat(times.next(0, EARLIER, NOW)).isEqualTo(NOW_MICROS);
        assertThat(times.next(0, LATER, NOW)).isEqualTo(NOW_MICROS);
    }

    @Test
    void live_time_stands_still_while_the_clock_is_behind_the_ledger() {
        LedgerTimes times = new LedgerTimes(RecordedAt.LIVE, 2, Map.of(0, LATER));

        assertThat(times.next(0, null, NOW)).isEqualTo(LATER);
        assertThat(times.next(1, null, NOW)).isEqualTo(NOW_MICROS);
    }

    @Test
    void a_clock_far_behind_the_ledger_is_refused() {
        LedgerTimes times = new LedgerTimes(RecordedAt.LIVE, 1, Map.of(0, FAR_AHEAD));

        assertProblem(() -> times.next(0, null, NOW), Problem.RECORDED_AT_AHEAD);
    }

    @Test
    void a_time_over_five_minutes_ahead_is_refused_in_either_mode() {
        for (RecordedAt mode : RecordedAt.values()) {
            LedgerTimes times = new LedgerTimes(mode, 1, Map.of());

            assertProblem(() -> times.next(0, FAR_AHEAD, NOW), Problem.RECORDED_AT_AHEAD);
        }
    }

    @Test
    void historical_times_are_kept_and_may_be_equal_but_never_run_backwards_within_a_ledger() {
        LedgerTimes times = new LedgerTimes(RecordedAt.HISTORICAL, 2, Map.of());

        assertThat(times.next(0, NOW, NOW)).isEqualTo(NOW_MICROS);
        assertThat(times.next(0, NOW, NOW)).isEqualTo(NOW_MICROS);
        assertThat(times.next(1, EARLIER, NOW)).isEqualTo(EARLIER);
        assertProblem(() -> times.next(0, EARLIER, NOW), Problem.RECORDED_AT_BACKWARDS);
    }

    @Test
    void a_draft_leaves_no_trace() {
        LedgerTimes times = new LedgerTimes(RecordedAt.HISTORICAL, 1, Map.of());

        times.draft().next(0, NOW, NOW);

        assertThat(times.next(0, EARLIER, NOW)).isEqualTo(EARLIER);
    }

    private static void assertProblem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Problem problem) {
        assertThatThrownBy(call)
                .isInstanceOf(EmbassyException.class)
                .extracting(e -> ((EmbassyException) e).problem())
                .isEqualTo(problem);
    }
}
