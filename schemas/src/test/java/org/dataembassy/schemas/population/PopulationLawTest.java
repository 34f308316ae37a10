package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataembassy.schemas.population.People.ANTS;
import static org.dataembassy.schemas.population.People.JAAN;
import static org.dataembassy.schemas.population.People.LIIS;
import static org.dataembassy.schemas.population.People.MARI;
import static org.dataembassy.schemas.population.People.foreigner;
import static org.dataembassy.schemas.population.People.parent;
import static org.dataembassy.schemas.population.People.person;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.Enrolment;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.MaritalStatus;
import org.dataembassy.registry.population.Marriage;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.RecordCorrected;
import org.dataembassy.registry.population.Sex;
import org.dataembassy.schemas.population.PopulationCommand.EnrolPerson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Marriages, families, guardians and deaths, as a lawyer would ask about them. */
final class PopulationLawTest {

    private static final String PEETER = People.code("1982-01-01", Sex.MALE, 2);

    private final Registrar registrar = new Registrar();

    @BeforeEach
    void given_three_who_could_marry() {
        registrar.given(ANTS);
        registrar.given(JAAN);
        registrar.given(MARI);
        registrar.given(PEETER);
    }

    @Test
    void one_is_of_age_on_the_birthday_and_not_the_day_before() {
        registrar.refuses(PopulationRefusal.UNDER_AGE, registrar.marry(MARI, "1998-05-16", person(JAAN)));
        registrar.does(registrar.marry(MARI, "1998-05-17", person(JAAN)));
    }

    @Test
    void a_marriage_recorded_late_may_not_overlap_one_that_began_later() {
        registrar.does(registrar.marry(MARI, "2003-06-21", person(JAAN)));
        registrar.does(registrar.divorce(MARI, "2010-01-01", person(JAAN), MarriageEndGround.COURT));

        registrar.refuses(PopulationRefusal.ALREADY_MARRIED, registrar.marry(MARI, "2001-01-01", person(PEETER)));
        registrar.refuses(PopulationRefusal.ALREADY_MARRIED, registrar.marry(PEETER, "2005-01-01", person(MARI)));
        registrar.does(registrar.marry(PEETER, "2010-01-01", person(MARI)));
    }

    @Test
    void a_marriage_ends_once() {
        registrar.does(registrar.marry(MARI, "2003-06-21", person(JAAN)));
        registrar.does(registrar.divorce(MARI, "2010-01-01", person(JAAN), MarriageEndGround.COURT));
        registrar.refuses(
                PopulationRefusal.NOT_MARRIED,
                registrar.divorce(JAAN, "2009-01-01", person(MARI), MarriageEndGround.COURT));
        registrar.does(registrar.marry(MARI, "2012-01-01", person(JAAN)));
        registrar.refuses(
                PopulationRefusal.NOT_MARRIED,
                registrar.divorce(JAAN, "2009-01-01", person(MARI), MarriageEndGround.COURT));
        registrar.does(registrar.divorce(JAAN, "2013-01-01", person(MARI), MarriageEndGround.COURT));
    }

    @Test
    void whoever_was_enrolled_as_married_marries_again_only_after_that_marriage_is_recorded_and_ended() {
        String guest = People.code("1970-01-01", Sex.MALE, 4);
        Enrolment enrolment = People.enrolment(guest, People.name("Antti", "Järvinen"), "FI");
        enrolment.setMaritalStatus(MaritalStatus.MARRIED);
        registrar.does(new EnrolPerson(guest, registrar.at("2010-02-01"), enrolment));
        registrar.does(registrar.move(guest, "2009-12-01", "EE4"));

        registrar.refuses(PopulationRefusal.ALREADY_MARRIED, registrar.marry(guest, "2015-01-01", person(MARI)));
        registrar.refuses(PopulationRefusal.ALREADY_MARRIED, registrar.marry(MARI, "2015-01-01", person(guest)));

        registrar.does(registrar.marry(guest, "2010-01-01", foreigner("Aino", "Järvinen")));
        registrar.does(
                registrar.divorce(guest, "2014-01-01", foreigner("Aino", "Järvinen"), MarriageEndGround.SPOUSE_DIED));
        registrar.does(registrar.marry(guest, "2015-01-01", person(MARI)));
    }

    @Test
    void nobody_marries_a_child_a_grandchild_a_sibling_or_one_born_so_and_adopted_by_others() {
        String child = People.code("1998-01-01", Sex.FEMALE, 11);
        String sister = People.code("1999-01-01", Sex.FEMALE, 12);
        String grandchild = People.code("2003-01-01", Sex.FEMALE, 13);
        registrar.given(child, parent(JAAN, ParenthoodGround.ACKNOWLEDGEMENT));
        registrar.given(sister, parent(JAAN, ParenthoodGround.ACKNOWLEDGEMENT));
        String son = People.code("1999-06-01", Sex.MALE, 14);
        registrar.given(son, parent(JAAN, ParenthoodGround.ACKNOWLEDGEMENT));
        registrar.given(grandchild, parent(sister, ParenthoodGround.BIRTH));

        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(JAAN, "2021-06-01", person(child)));
        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(child, "2021-06-01", person(JAAN)));
        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(JAAN, "2021-06-01", person(grandchild)));
        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(grandchild, "2021-06-01", person(JAAN)));
        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(son, "2021-06-01", person(child)));

        registrar.does(registrar.parent(child, "2010-01-01", person(ANTS), ParenthoodGround.ADOPTION, person(JAAN)));
        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(child, "2021-06-01", person(JAAN)));
        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(child, "2021-06-01", person(son)));
        registrar.refuses(PopulationRefusal.CLOSE_RELATIVES, registrar.marry(child, "2021-06-01", person(ANTS)));
        registrar.does(registrar.marry(child, "2021-06-01", person(PEETER)));
    }

    @Test
    void whom_a_court_found_not_to_be_the_father_is_no_relative() {
        String child = People.code("1998-01-01", Sex.FEMALE, 11);
        registrar.given(child, parent(JAAN, ParenthoodGround.ACKNOWLEDGEMENT));
        registrar.does(registrar.parent(child, "2010-01-01", person(ANTS), ParenthoodGround.COURT, person(JAAN)));

        registrar.does(registrar.marry(child, "2021-06-01", person(JAAN)));
    }

    @Test
    void nobody_is_born_adopted_and_nobody_dead_is_adopted() {
        registrar.refuses(
                PopulationRefusal.WRONG_COMMAND, registrar.birth(LIIS, parent(MARI, ParenthoodGround.ADOPTION)));
        registrar.does(registrar.birth(LIIS, parent(MARI, ParenthoodGround.BIRTH)));
        registrar.refuses(PopulationRefusal.CAPACITY_RESTRICTED, adoptionByJaanOnceRestricted());
        registrar.does(registrar.death(LIIS, "2020-01-01"));

        registrar.refuses(
                PopulationRefusal.PERSON_DEAD,
                registrar.parent(LIIS, "2020-01-01", person(ANTS), ParenthoodGround.ADOPTION, null));
        registrar.does(registrar.parent(LIIS, "2020-01-02", person(ANTS), ParenthoodGround.COURT, null));
    }

    private PopulationCommand adoptionByJaanOnceRestricted() {
        registrar.does(registrar.restrict(JAAN, "2010-01-01", CapacityExtent.FULL, null, null));
        return registrar.parent(LIIS, "2012-01-01", person(JAAN), ParenthoodGround.ADOPTION, null);
    }

    @Test
    void an_adopter_is_twenty_five_and_a_father_by_marriage_may_have_died_before_the_birth_but_not_long_before() {
        String child = People.code("2006-06-01", Sex.MALE, 21);
        registrar.does(registrar.birth(child));
        registrar.refuses(
                PopulationRefusal.UNDER_AGE,
                registrar.parent(child, "2006-12-31", person(PEETER), ParenthoodGround.ADOPTION, null));
        registrar.does(registrar.parent(child, "2007-01-01", person(PEETER), ParenthoodGround.ADOPTION, null));

        registrar.does(registrar.death(JAAN, "2005-01-01"));
        registrar.does(registrar.birth(LIIS, parent(JAAN, ParenthoodGround.PRESUMPTION)));
        registrar.refuses(
                PopulationRefusal.PERSON_DEAD,
                registrar.birth(People.code("2006-01-01", Sex.MALE, 22), parent(JAAN, ParenthoodGround.PRESUMPTION)));
        registrar.refuses(
                PopulationRefusal.PERSON_DEAD,
                registrar.birth(
                        People.code("2005-06-01", Sex.MALE, 22), parent(JAAN, ParenthoodGround.ACKNOWLEDGEMENT)));
    }

    @Test
    void a_birth_or_enrolment_names_at_most_two_parents_and_nobody_twice() {
        Enrolment enrolment = People.enrolment(LIIS, People.name("Liis", "Tamm"), "EE");
        enrolment.setParents(List.of(
                parent(MARI, ParenthoodGround.BIRTH),
                parent(JAAN, ParenthoodGround.COURT),
                parent(ANTS, ParenthoodGround.ADOPTION)));
        registrar.refuses(
                PopulationRefusal.TOO_MANY_PARENTS, new EnrolPerson(LIIS, registrar.at("2010-01-01"), enrolment));
        registrar.refuses(
                PopulationRefusal.TOO_MANY_PARENTS,
                registrar.birth(
                        LIIS,
                        parent(MARI, ParenthoodGround.BIRTH),
                        parent(JAAN, ParenthoodGround.PRESUMPTION),
                        parent(ANTS, ParenthoodGround.OTHER)));
        registrar.refuses(
                PopulationRefusal.RELATION_KNOWN,
                registrar.birth(LIIS, parent(MARI, ParenthoodGround.BIRTH), parent(MARI, ParenthoodGround.OTHER)));
    }

    @Test
    void a_death_widows_and_bereaves_and_leaves_no_guardian_behind_even_one_to_come() {
        registrar.does(registrar.birth(LIIS));
        registrar.does(registrar.marry(MARI, "2003-06-21", person(JAAN)));
        registrar.does(registrar.guard(LIIS, "2015-01-01", JAAN, GuardianshipKind.MINOR, null));
        String ward = People.code("2012-01-01", Sex.MALE, 31);
        registrar.does(registrar.birth(ward));
        registrar.does(registrar.guard(ward, "2022-06-01", JAAN, GuardianshipKind.MINOR, null));

        var events = registrar.does(registrar.death(JAAN, "2021-12-01"));

        assertThat(events)
                .extracting(SpecificRecord::getSchema)
                .extracting("name")
                .containsExactly("DeathRegistered", "DivorceRegistered", "GuardianshipEnded", "RecordCorrected");
        assertThat(((RecordCorrected) events.get(3)).getReplacement()).isNull();
        assertThat(registrar.persons.json(MARI).get("maritalStatus").textValue())
                .isEqualTo("WIDOWED");
        assertThat(registrar.persons.jsonOn(LIIS, "2021-12-01").get("guardians"))
                .isEmpty();
        assertThat(registrar.persons.jsonOn(ward, "2022-06-01").get("guardians"))
                .isEmpty();
        registrar.does(registrar.guard(ward, "2022-06-01", ANTS, GuardianshipKind.MINOR, null));
    }

    @Test
    void a_wards_death_frees_the_guardian() {
        registrar.does(registrar.birth(LIIS));
        registrar.does(registrar.guard(LIIS, "2015-01-01", JAAN, GuardianshipKind.MINOR, null));

        registrar.does(registrar.death(LIIS, "2016-01-01"));

        assertThat(registrar.persons.jsonOn(JAAN, "2016-01-01").get("wards")).isEmpty();
    }

    @Test
    void a_guardians_death_is_registered_as_a_death_and_not_as_an_end() {
        registrar.does(registrar.birth(LIIS));
        registrar.does(registrar.guard(LIIS, "2015-01-01", JAAN, GuardianshipKind.MINOR, null));

        registrar.refuses(
                PopulationRefusal.WRONG_COMMAND,
                registrar.release(LIIS, "2016-01-01", JAAN, GuardianshipEndGround.DIED));
        registrar.refuses(
                PopulationRefusal.RELATION_KNOWN,
                registrar.guard(LIIS, "2016-01-01", JAAN, GuardianshipKind.MINOR, null));
        registrar.does(registrar.marry(MARI, "2003-06-21", person(PEETER)));
        registrar.refuses(
                PopulationRefusal.WRONG_COMMAND,
                registrar.divorce(MARI, "2016-01-01", person(PEETER), MarriageEndGround.SPOUSE_DIED));
    }

    @Test
    void a_guardian_is_of_age_and_a_guardian_of_an_adult_needs_a_ward_whose_capacity_is_restricted() {
        registrar.does(registrar.birth(LIIS));
        registrar.refuses(
                PopulationRefusal.NO_GUARDIAN_NEEDED,
                registrar.guard(MARI, "2015-01-01", JAAN, GuardianshipKind.ADULT, null));
        registrar.does(registrar.restrict(MARI, "2015-01-01", CapacityExtent.FULL, null, "2018-01-01"));
        registrar.refuses(
                PopulationRefusal.UNDER_AGE, registrar.guard(MARI, "2015-01-01", LIIS, GuardianshipKind.ADULT, null));
        registrar.refuses(
                PopulationRefusal.NO_GUARDIAN_NEEDED,
                registrar.guard(MARI, "2018-01-01", JAAN, GuardianshipKind.ADULT, null));
        registrar.does(registrar.guard(MARI, "2017-12-31", JAAN, GuardianshipKind.ADULT, null));
        registrar.refuses(
                PopulationRefusal.MALFORMED_FIELD,
                registrar.restrict(MARI, "2016-01-01", CapacityExtent.LIFTED, null, "2019-01-01"));
        registrar.does(registrar.restrict(MARI, "2016-01-01", CapacityExtent.LIFTED, null, null));
    }

    @Test
    void what_was_before_a_death_may_be_recorded_after_it_of_one_person_but_not_between_two() {
        registrar.does(registrar.death(JAAN, "2020-02-02"));

        registrar.does(registrar.move(JAAN, "2020-02-01", "EE7"));
        registrar.does(registrar.gain(JAAN, "2019-01-01", "FI"));
        registrar.refuses(PopulationRefusal.PERSON_DEAD, registrar.lose(JAAN, "2020-02-02", "FI"));
        registrar.refuses(PopulationRefusal.PERSON_DEAD, registrar.marry(MARI, "2019-01-01", person(JAAN)));
        registrar.refuses(PopulationRefusal.PERSON_DEAD, registrar.marry(JAAN, "2019-01-01", person(MARI)));

        assertThat(registrar.persons.json(JAAN).get("residence").isNull()).isTrue();
    }

    @Test
    void of_the_dead_only_the_citizenships_held_at_death_are_told() {
        registrar.does(registrar.gain(JAAN, "2022-06-01", "FI"));
        assertThat(registrar.persons.json(JAAN).get("citizenships")).hasSize(2);

        registrar.does(registrar.death(JAAN, "2021-12-01"));

        assertThat(registrar.persons.json(JAAN).get("citizenships")).hasSize(1);
    }

    @Test
    void a_correction_may_not_put_a_fact_into_the_future_nor_name_a_stranger() {
        String stranger = People.code("1990-01-01", Sex.MALE, 7);
        registrar.does(registrar.marry(MARI, "2003-06-21", person(JAAN)));
        long marriage = registrar.last();
        registrar.does(registrar.gain(PEETER, "2021-01-01", "FI"));
        long gain = registrar.last();

        registrar.refuses(
                PopulationRefusal.UNKNOWN_PERSON,
                registrar.correct(MARI, "2003-06-21", marriage, new Marriage(person(stranger), "EE", null)));
        registrar.refuses(
                PopulationRefusal.SELF_RELATION,
                registrar.correct(MARI, "2003-06-21", marriage, new Marriage(person(MARI), "EE", null)));
        registrar.refuses(
                PopulationRefusal.IN_THE_FUTURE,
                registrar.correct(MARI, "2022-06-01", marriage, new Marriage(person(JAAN), "EE", null)));
        registrar.refuses(PopulationRefusal.IN_THE_FUTURE, registrar.correct(MARI, "2022-06-01", marriage, null));
        registrar.does(registrar.correct(MARI, "2003-06-22", marriage, new Marriage(person(JAAN), "EE", null)));
        registrar.does(registrar.correct(
                PEETER,
                "2022-06-01",
                gain,
                registrar.gain(PEETER, "2022-06-01", "SE").gain()));
    }
}
