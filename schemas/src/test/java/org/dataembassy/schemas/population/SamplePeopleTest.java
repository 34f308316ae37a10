package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.Person;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.StateCodec;
import org.junit.jupiter.api.Test;

/** The sample that other modules' tests use. */
final class SamplePeopleTest {

    @Test
    void it_has_every_kind_of_event_and_breaks_no_rule() {
        Persons persons = new Persons().record(People.sample());

        assertThat(People.sample().stream()
                        .map(event -> event.getSchema().getFullName())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(persons.model.eventSchemas().stream()
                        .map(s -> s.getFullName())
                        .toList());
        for (String code : persons.states.keySet()) {
            assertThat(persons.anomalies(code))
                    .as("person born %s", new PersonalCode(code).bornOn())
                    .isEmpty();
        }
    }

    @Test
    void events_have_about_two_hundred_bytes_and_states_well_under_six_hundred() {
        int bytes = 0;
        for (SpecificRecord event : People.sample()) {
            int size = EventCodec.frame(1, event).length;
            bytes += size;
            assertThat(size).isLessThan(300);
        }
        System.out.printf(
                "sample events: %d bytes on average%n", bytes / People.sample().size());

        for (Person person : new Persons().record(People.sample()).states.values()) {
            int size = StateCodec.encode(person).length;
            System.out.printf("a state of %d events: %d bytes%n", person.getEventCount(), size);
            assertThat(size).isLessThan(600);
        }
    }
}
