package org.dataembassy.producers.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.dataembassy.registry.population.Sex;
import org.dataembassy.schemas.population.PersonalCode;
import org.junit.jupiter.api.Test;

class PersonalCodesTest {
    private static final int DAY = (int) LocalDate.of(2000, 2, 29).toEpochDay();

    private final PersonalCodes codes = new PersonalCodes(DAY - 1, DAY + 1);

    @Test
    void every_serial_of_a_day_is_given_once_and_then_none() {
        Set<Long> given = new HashSet<>();
        for (int i = 0; i < PersonalCode.SERIALS; i++) {
            PersonalCode code =
                    new PersonalCode(Long.toString(codes.next(DAY, true).orElseThrow()));
            assertThat(code.bornOn()).isEqualTo(LocalDate.of(2000, 2, 29));
            assertThat(code.sex()).isEqualTo(Sex.FEMALE);
            given.add(Long.parseLong(code.value()));
        }

        OptionalLong next = codes.next(DAY, true);

        assertThat(given).hasSize(PersonalCode.SERIALS);
        assertThat(next).isEmpty();
        assertThat(codes.next(DAY, false)).isPresent();
    }

    @Test
    void who_finds_a_day_used_up_gets_the_nearest_one_that_is_not_and_never_one_to_come() {
        useUp(DAY);
        assertThat(codes.nearestFree(DAY, true, DAY)).isEqualTo(DAY - 1);

        useUp(DAY - 1);
        assertThat(codes.nearestFree(DAY, true, DAY + 1)).isEqualTo(DAY + 1);
        assertThatThrownBy(() -> codes.nearestFree(DAY, true, DAY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_crowded_country_goes_on_with_codes_of_days_nearby() {
        World world = new World(SimulationPlan.of(1, 10, 1));
        int born = world.openingDay - 10_000;
        Set<Long> given = new HashSet<>();

        for (int i = 0; i < 5_000; i++) {
            int person = world.newPerson(born, world.openingDay, true);
            given.add(world.people.code[person]);
            assertThat(world.people.birthDay[person]).isBetween(born - 3, born + 3);
        }

        assertThat(given).hasSize(5_000);
    }

    private void useUp(int day) {
        while (codes.next(day, true).isPresent()) {
            // until there is none
        }
    }
}
