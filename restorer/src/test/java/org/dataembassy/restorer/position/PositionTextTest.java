package org.dataembassy.restorer.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTextTest {

    @Test
    void offsets_are_read_in_any_order_with_none_and_head() {
        Position.ToOffset position = PositionText.offsets(" 2:head, 0:41 ,1:none");

        assertThat(position.bounds())
                .containsEntry(0, new Bound.Through(41))
                .containsEntry(1, new Bound.Nothing())
                .containsEntry(2, new Bound.Everything());
        assertThat(position.describe()).isEqualTo("--to-offset 0:41,1:none,2:head");
    }

    @Test
    void sequences_are_read_the_same_way() {
        assertThat(PositionText.sequences("0:0").describe()).isEqualTo("--to-sequence 0:0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | item 1: expected PARTITION:OFFSET",
                "12 | item 1: expected PARTITION:OFFSET",
                "0:1,, | item 2: expected PARTITION:OFFSET",
                "0:1,0:2 | item 2: partition 0 is named twice",
                "x:1 | item 1: the partition is not a whole number",
                "0:-1 | item 1: what follows the colon is not a whole number",
                "0:1.5 | item 1: what follows the colon is not a whole number",
                "0:HEAD | item 1: what follows the colon is not a whole number",
                "0:99999999999999999999 | item 1: what follows the colon is larger than any",
                "100000:1 | item 1: the partition is 100000, expected 0 to 99999",
                "0: | item 1: what follows the colon is not a whole number"
            })
    void what_is_no_position_is_refused_by_item_and_reason(String text, String expected) {
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> PositionText.offsets(text))
                .withMessageStartingWith("--to-offset, ")
                .withMessageContaining(expected)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.POSITION_MALFORMED));
    }

    @Test
    void times_are_the_same_instant_in_any_zone() {
        assertThat(PositionText.time("2022-03-01T13:00:00+01:00"))
                .isEqualTo(PositionText.time("2022-03-01T12:00:00Z"))
                .isEqualTo(new Position.ToTime(Instant.parse("2022-03-01T12:00:00Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2022-03-01", "2022-03-01T12:00:00", "12:00:00Z", "yesterday"})
    void a_time_without_day_time_or_zone_is_refused(String text) {
        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> PositionText.time(text))
                .withMessageContaining("--to-time: expected a date, a time and an offset, such as 2022-03-01T12:00:00Z")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.POSITION_MALFORMED));
    }
}
