package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataembassy.schemas.population.People.MARI;
import static org.dataembassy.schemas.population.People.meta;
import static org.dataembassy.schemas.population.People.person;

import java.time.LocalDate;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.Sex;
import org.dataembassy.schemas.StateCodec;
import org.junit.jupiter.api.Test;

/** A state stays small, whatever happens to somebody. */
final class PersonSizeTest {

    private final Persons persons =
            new Persons().record(People.born(meta(MARI, 1, "1980-05-17"), People.name("Mari", "Põld")));
    private int n = 2;

    @Test
    void forty_moves_six_marriages_and_fifteen_children_make_a_few_kilobytes() {
        for (int i = 0; i < 40; i++) {
            record(People.moved(meta(MARI, n, day(i)), "EE0001234" + i + "-7", "0793"));
        }
        for (int i = 0; i < 6; i++) {
            String spouse = People.code("1975-01-0" + (i + 1), Sex.MALE, i);
            record(People.married(meta(MARI, n, day(100 * i)), person(spouse)));
            record(People.divorced(meta(MARI, n, day(100 * i + 50)), person(spouse), MarriageEndGround.COURT));
        }
        for (int i = 0; i < 15; i++) {
            record(People.hasChild(meta(MARI, n, day(i * 30)), People.code("2004-01-01", Sex.FEMALE, i)));
        }

        int bytes = StateCodec.encode(persons.of(MARI)).length;
        System.out.printf("a state of %d events: %d bytes%n", persons.of(MARI).getEventCount(), bytes);
        assertThat(bytes).isLessThan(8 * 1024);
        assertThat(persons.of(MARI).getCut()).isZero();
        assertThat(persons.anomalies(MARI)).isEmpty();
    }

    @Test
    void ten_thousand_moves_keep_the_latest_and_say_what_was_left_out() {
        for (int i = 0; i < 10_000; i++) {
            record(People.moved(meta(MARI, n, day(i)), "EE" + i, "0793"));
        }

        assertThat(persons.of(MARI).getEvents()).hasSize(PersonLimits.MAX_EVENTS);
        assertThat(persons.of(MARI).getCut()).isEqualTo(10_001 - PersonLimits.MAX_EVENTS);
        assertThat(persons.json(MARI).at("/residence/dwelling").textValue()).isEqualTo("EE9999");
        assertThat(persons.json(MARI).at("/name/familyName").textValue()).isEqualTo("Põld");
        assertThat(StateCodec.encode(persons.of(MARI)).length).isLessThan(40 * 1024);
    }

    @Test
    void what_was_corrected_goes_first_when_there_is_too_much() {
        record(People.moved(meta(MARI, n, day(0)), "EE0", "0793"));
        long corrected = n - 1;
        record(People.corrected(meta(MARI, n, day(0), null, People.id(corrected)), People.home("EE1", "0793")));
        while (persons.of(MARI).getEvents().size() < PersonLimits.MAX_EVENTS) {
            record(People.naturalised(meta(MARI, n, day(n)), "FI"));
        }

        record(People.naturalised(meta(MARI, n, day(n)), "FI"));

        assertThat(persons.of(MARI).getCut()).isEqualTo(1);
        assertThat(persons.json(MARI).at("/residence/dwelling").textValue()).isEqualTo("EE1");
        record(People.corrected(meta(MARI, n, day(0), null, People.id(corrected + 1)), People.home("EE2", "0793")));
        assertThat(persons.json(MARI).at("/residence/dwelling").textValue()).isEqualTo("EE2");
    }

    private void record(SpecificRecord event) {
        persons.record(event);
        n++;
    }

    private static String day(int i) {
        return LocalDate.of(2004, 1, 1).plusDays(i).toString();
    }
}
