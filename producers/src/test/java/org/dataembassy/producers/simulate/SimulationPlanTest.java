package org.dataembassy.producers.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.dataembassy.producers.SourcePosition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SimulationPlanTest {
    static Stream<Arguments> impossible() {
        return Stream.of(
                Arguments.of(0, 1, "2015-01-01", "people: expected 1 to 10000000, got 0"),
                Arguments.of(10_000_001, 1, "2015-01-01", "people: expected 1 to 10000000, got 10000001"),
                Arguments.of(1, -1, "2015-01-01", "years: expected 0 to 200, got -1"),
                Arguments.of(1, 201, "2015-01-01", "years: expected 0 to 200, got 201"),
                Arguments.of(1, 1, "1979-12-31", "start: expected 1980-01-01 to 2099-12-31, got 1979-12-31"),
                Arguments.of(1, 200, "2015-01-01", "years: from 2015-01-01 expected at most 185, got 200"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void a_value_out_of_range_is_refused_by_name_with_the_range(int people, int years, String start, String message) {
        assertThatThrownBy(() -> new SimulationPlan(1, people, years, LocalDate.parse(start)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void the_longest_and_largest_name_is_one_that_a_header_can_carry() {
        SimulationPlan plan =
                new SimulationPlan(Long.MIN_VALUE, SimulationPlan.MAX_PEOPLE, 100, LocalDate.of(2099, 12, 31));

        assertThat(new SourcePosition(plan.sourceId(), 1).id()).contains("seed=" + Long.MIN_VALUE);
    }

    @Test
    void nothing_is_published_that_would_be_recorded_in_the_future() {
        Clock clock = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);

        new Simulation(SimulationPlan.of(1, 1, 11), OptionalLong.empty(), clock, () -> 0).requirePast();
        Simulation tooLong = new Simulation(SimulationPlan.of(1, 1, 12), OptionalLong.empty(), clock, () -> 0);

        assertThatThrownBy(tooLong::requirePast)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("years: from 2015-01-01 to today, expected at most 11, got 12");
        Simulation tooLate = new Simulation(
                new SimulationPlan(1, 1, 0, LocalDate.of(2026, 6, 2)), OptionalLong.empty(), clock, () -> 0);
        assertThatThrownBy(tooLate::requirePast)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("start: to be published, expected 2026-06-01 or earlier, got 2026-06-02");
    }
}
