package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.dataembassy.registry.population.Sex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalCodeTest {

    /** Check digits computed apart from the class under test, by hand from the definition; the last two need both stages. */
    @ParameterizedTest
    @CsvSource({
        "37605030299,1976-05-03,MALE,29",
        "49812319995,1998-12-31,FEMALE,999",
        "18501010000,1885-01-01,MALE,0",
        "60503040086,2005-03-04,FEMALE,8",
        "82107311235,2121-07-31,FEMALE,123",
        "50101010016,2001-01-01,MALE,1",
        "50101010620,2001-01-01,MALE,62"
    })
    void a_code_says_day_and_sex(String code, LocalDate bornOn, Sex sex, int serial) {
        PersonalCode personal = new PersonalCode(code);

        assertThat(personal.bornOn()).isEqualTo(bornOn);
        assertThat(personal.sex()).isEqualTo(sex);
        assertThat(personal.serial()).isEqualTo(serial);
        assertThat(PersonalCode.of(bornOn, sex, serial)).isEqualTo(personal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3760503029",
                "376050302990",
                "3760503029x",
                "37605030298",
                "07605030299",
                "97605030299",
                "37613030290",
                "37602300290",
                "37600030299",
                "٣٧٦٠٥٠٣٠٢٩٩"
            })
    void what_is_no_code_is_refused_without_being_quoted(String code) {
        assertThat(PersonalCode.isValid(code)).isFalse();
        assertThat(PersonalCode.parse(code)).isEmpty();
        assertThatThrownBy(() -> new PersonalCode(code))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(code.isEmpty() || !e.getMessage().contains(code))
                        .isTrue());
    }

    @Test
    void null_is_no_code() {
        assertThat(PersonalCode.isValid(null)).isFalse();
    }

    @Test
    void a_code_does_not_show_in_logs() {
        assertThat(new PersonalCode("37605030299").toString()).doesNotContain("376");
    }

    @Test
    void a_leap_day_is_a_day_in_a_leap_year_only() {
        assertThat(PersonalCode.of(LocalDate.of(2000, 2, 29), Sex.MALE, 1).bornOn())
                .isEqualTo("2000-02-29");
        assertThat(PersonalCode.of(LocalDate.of(1900, 3, 1), Sex.MALE, 1).value())
                .startsWith("3000301");
        assertThat(PersonalCode.isValid("30002290018")).isFalse();
    }

    @Test
    void days_and_serials_that_no_code_can_say_are_refused() {
        assertThatThrownBy(() -> PersonalCode.of(LocalDate.of(1799, 12, 31), Sex.MALE, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PersonalCode.of(LocalDate.of(2200, 1, 1), Sex.MALE, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PersonalCode.of(LocalDate.of(2000, 1, 1), Sex.MALE, 1_000))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void one_mistyped_digit_is_nearly_always_seen() {
        Random random = new Random(585);
        int seen = 0;
        int tried = 20_000;
        for (int i = 0; i < tried; i++) {
            char[] digits = PersonalCode.of(
                            LocalDate.of(1900, 1, 1).plusDays(random.nextInt(45_000)),
                            random.nextBoolean() ? Sex.MALE : Sex.FEMALE,
                            random.nextInt(1_000))
                    .value()
                    .toCharArray();
            int at = random.nextInt(11);
            digits[at] = (char) ('0' + (digits[at] - '0' + 1 + random.nextInt(9)) % 10);
            seen += PersonalCode.isValid(new String(digits)) ? 0 : 1;
        }
        assertThat(seen).isGreaterThan(tried * 98 / 100);
    }

    @Test
    void every_day_and_sex_of_a_century_comes_back() {
        List<Sex> sexes = List.of(Sex.MALE, Sex.FEMALE);
        for (LocalDate day = LocalDate.of(1950, 1, 1); day.getYear() < 2050; day = day.plusDays(7)) {
            for (Sex sex : sexes) {
                PersonalCode code = PersonalCode.of(day, sex, (int) (day.toEpochDay() & 511));
                assertThat(code.bornOn()).isEqualTo(day);
                assertThat(code.sex()).isEqualTo(sex);
            }
        }
    }
}
