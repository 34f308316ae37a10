package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataembassy.schemas.population.People.MARI;
import static org.dataembassy.schemas.population.People.corrected;
import static org.dataembassy.schemas.population.People.home;
import static org.dataembassy.schemas.population.People.id;
import static org.dataembassy.schemas.population.People.meta;
import static org.dataembassy.schemas.population.People.moved;
import static org.dataembassy.schemas.population.People.name;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a correction replaces, what it takes back, and that what was recorded stays to be seen. */
final class PersonCorrectionTest {

    private final Persons persons = new Persons();

    @BeforeEach
    void given_two_moves() {
        persons.record(
                People.born(meta(MARI, 1, "1980-05-17"), name("Mari", "Põld")),
                moved(meta(MARI, 2, "2000-01-01"), "A", "0793"),
                moved(meta(MARI, 3, "2005-01-01"), "B", "0793"));
    }

    @Test
    void a_correction_takes_the_place_of_what_it_corrects() {
        persons.record(corrected(correcting(4, "2000-02-01", 2), home("A2", "0784")));

        assertThat(homeOn("2000-01-31")).isNull();
        assertThat(homeOn("2000-02-01")).isEqualTo("A2");
        assertThat(homeOn("2005-01-01")).isEqualTo("B");
        assertThat(persons.anomalies(MARI)).isEmpty();
    }

    @Test
    void a_correction_of_a_correction_counts_and_either_may_be_named() {
        persons.record(
                corrected(correcting(4, "2000-01-01", 2), home("A2", "0793")),
                corrected(correcting(5, "2000-01-01", 4), home("A3", "0793")));
        assertThat(homeOn("2000-01-01")).isEqualTo("A3");

        persons.record(corrected(correcting(6, "2000-01-01", 2), home("A4", "0793")));

        assertThat(homeOn("2000-01-01")).isEqualTo("A4");
        assertThat(persons.anomalies(MARI)).isEmpty();
    }

    @Test
    void an_event_annulled_is_as_if_it_had_not_been() {
        persons.record(corrected(correcting(4, "2005-01-01", 3), null));

        assertThat(homeOn("2006-01-01")).isEqualTo("A");
        assertThat(persons.foundBy(MARI)).contains("dwelling=A").doesNotContain("dwelling=B");
    }

    @Test
    void annulling_the_original_annuls_it_through_all_its_corrections() {
        persons.record(
                corrected(correcting(4, "2005-01-01", 3), home("B2", "0793")),
                corrected(correcting(5, "2005-01-01", 3), null));

        assertThat(homeOn("2006-01-01")).isEqualTo("A");
    }

    @Test
    void an_annulment_taken_back_brings_the_event_back() {
        persons.record(
                corrected(correcting(4, "2005-01-01", 3), null), corrected(correcting(5, "2005-01-01", 4), null));

        assertThat(homeOn("2006-01-01")).isEqualTo("B");
    }

    @Test
    void a_correction_taken_back_brings_back_what_stood_before_it() {
        persons.record(
                corrected(correcting(4, "2005-01-01", 3), home("B2", "0793")),
                corrected(correcting(5, "2005-01-01", 3), home("B3", "0793")),
                corrected(correcting(6, "2005-01-01", 5), null));
        assertThat(homeOn("2006-01-01")).isEqualTo("B2");

        persons.record(corrected(correcting(7, "2005-01-01", 6), null));
        assertThat(homeOn("2006-01-01")).isEqualTo("B3");

        persons.record(corrected(correcting(8, "2005-01-01", 7), null));
        assertThat(homeOn("2006-01-01")).isEqualTo("B2");
        assertThat(persons.anomalies(MARI)).isEmpty();
    }

    @Test
    void an_annulment_may_be_replaced_by_what_should_have_been_said() {
        persons.record(
                corrected(correcting(4, "2005-01-01", 3), null),
                corrected(correcting(5, "2005-06-01", 4), home("B2", "0793")));

        assertThat(homeOn("2005-05-31")).isEqualTo("A");
        assertThat(homeOn("2005-06-01")).isEqualTo("B2");
    }

    @Test
    void of_two_moves_on_one_day_the_later_stays_the_later_though_the_first_is_corrected() {
        persons.record(
                moved(meta(MARI, 4, "2005-01-01"), "C", "0793"),
                corrected(correcting(5, "2005-01-01", 3), home("B2", "0793")));

        assertThat(homeOn("2005-01-01")).isEqualTo("C");
    }

    @Test
    void a_birth_corrected_changes_all_that_it_said_and_leaves_the_rest() {
        persons.record(corrected(correcting(4, "1980-05-17", 1), People.birth(MARI, name("Maria", "Poeld"))));

        assertThat(persons.json(MARI).at("/name/familyName").textValue()).isEqualTo("Poeld");
        assertThat(persons.json(MARI).get("citizenships")).hasSize(1);
        assertThat(homeOn("2006-01-01")).isEqualTo("B");
        assertThat(persons.anomalies(MARI)).isEmpty();
    }

    @Test
    void a_death_annulled_gives_back_life() {
        persons.record(People.died(meta(MARI, 4, "2010-01-01")), corrected(correcting(5, "2010-01-01", 4), null));

        assertThat(persons.json(MARI).get("alive").booleanValue()).isTrue();
        assertThat(homeOn("2011-01-01")).isEqualTo("B");
    }

    @Test
    void any_event_that_names_what_it_corrects_replaces_it() {
        persons.record(moved(meta(MARI, 4, "2000-01-01", null, id(2)), "A2", "0793"));

        assertThat(homeOn("2000-01-01")).isEqualTo("A2");
        assertThat(persons.anomalies(MARI)).isEmpty();
    }

    @Test
    void a_replacement_of_nothing_known_is_applied_and_can_itself_be_corrected() {
        persons.record(
                corrected(correcting(4, "2007-01-01", 77), home("X", "0793")),
                corrected(correcting(5, "2007-01-01", 4), home("X2", "0793")));

        assertThat(homeOn("2008-01-01")).isEqualTo("X2");
        assertThat(persons.anomalies(MARI)).containsExactly("CORRECTED_EVENT_UNKNOWN");
    }

    @Test
    void a_correction_that_names_no_event_id_corrects_nothing() {
        for (String text : List.of("", "nonsense", "1-1-1-1-1", "x".repeat(36))) {
            persons.record(corrected(meta(MARI, 40 + text.length(), "2005-01-01", null, text), null));
        }
        persons.record(corrected(meta(MARI, 90, "2005-01-01"), home("X", "0793")));

        assertThat(persons.anomalies(MARI)).containsExactly("CORRECTED_EVENT_UNKNOWN x5");
        assertThat(homeOn("2006-01-01")).isEqualTo("X");
    }

    @Test
    void as_recorded_the_state_before_a_correction_still_says_what_was_believed() {
        SpecificRecord correction = corrected(correcting(4, "2000-01-01", 2), home("A2", "0793"));
        assertThat(homeOn("2000-01-01")).isEqualTo("A");

        persons.record(correction);

        assertThat(homeOn("2000-01-01")).isEqualTo("A2");
        assertThat(persons.json(MARI).at("/history/residences")).hasSize(3);
        assertThat(persons.json(MARI).at("/history/events/1/stands").booleanValue())
                .isFalse();
        assertThat(persons.json(MARI).at("/history/events/3/record").intValue()).isEqualTo(1);
    }

    private String homeOn(String day) {
        return persons.jsonOn(MARI, day).at("/residence/dwelling").textValue();
    }

    private static EventMeta correcting(long n, String effectiveOn, long corrects) {
        return meta(MARI, n, effectiveOn, null, id(corrects));
    }
}
