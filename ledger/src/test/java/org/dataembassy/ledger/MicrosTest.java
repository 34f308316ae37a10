package org.dataembassy.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MicrosTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "1600-02-29T12:34:56.789012Z",
                "1969-12-31T23:59:59.999999Z",
                "1970-01-01T00:00:00.000001Z",
                "9999-12-31T23:59:59.999999Z"
            })
    void an_instant_of_any_year_comes_back_from_its_microseconds(String text) {
        Instant instant = Instant.parse(text);

        long micros = Micros.of(instant);

        assertThat(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)).isEqualTo(instant);
    }
}
