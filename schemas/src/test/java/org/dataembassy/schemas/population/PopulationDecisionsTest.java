package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.schemas.population.People.ANTS;
import static org.dataembassy.schemas.population.People.JAAN;
import static org.dataembassy.schemas.population.People.LIIS;
import static org.dataembassy.schemas.population.People.MARI;
import static org.dataembassy.schemas.population.People.foreigner;
import static org.dataembassy.schemas.population.People.id;
import static org.dataembassy.schemas.population.People.name;
import static org.dataembassy.schemas.population.People.parent;
import static org.dataembassy.schemas.population.People.person;
import static org.dataembassy.schemas.population.Registrar.recording;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.GuardianshipEndGround;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.NameGround;
import org.dataembassy.registry.population.Naming;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.registry.population.Sex;
import org.dataembassy.schemas.Recording;
import org.dataembassy.schemas.population.PopulationCommand.ChangeResidence;
import org.dataembassy.schemas.population.PopulationCommand.CorrectRecord;
import org.dataembassy.schemas.population.PopulationCommand.EstablishGuardianship;
import org.dataembassy.schemas.population.PopulationCommand.RegisterBirth;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every command and every reason to refuse one. What the law says of cases is in PopulationLawTest. */
final class PopulationDecisionsTest {

    private static final String STRANGER = People.code("1990-01-01", Sex.MALE, 7);

    private final Registrar registrar = new Registrar();

    @BeforeEach
    void given_a_family_and_a_guest() {
        registrar.does(registrar.enrol(ANTS, "2010-02-01"));
        registrar.given(MARI);
        registrar.given(JAAN);
        registrar.does(registrar.marry(MARI, "2003-06-21", person(JAAN)));
        registrar.given(LIIS, parent(MARI, ParenthoodGround.BIRTH), parent(JAAN, ParenthoodGround.PRESUMPTION));
        registrar.does(registrar.move(ANTS, "2010-02-01", "EE3"));
    }

    @Test
    void every_command_is_accepted_and_says_the_same_of_all_whom_it_concerns() {
        registrar.does(registrar.rename(MARI, "2003-06-21", "Mari", "Käärik"));
        registrar.does(registrar.gain(ANTS, "2019-05-05", "EE"));
        registrar.does(registrar.lose(ANTS, "2019-06-01", "FI"));
        assertThat(codes(
                        registrar.does(registrar.divorce(MARI, "2020-01-10", person(JAAN), MarriageEndGround.CONSENT))))
                .containsExactly(MARI, JAAN);
        registrar.does(registrar.emigrate(JAAN, "2020-03-01"));
        registrar.does(registrar.restrict(MARI, "2020-10-01", CapacityExtent.PARTIAL, "sale of land", "2025-10-01"));
        assertThat(codes(registrar.does(registrar.guard(MARI, "2020-10-01", ANTS, GuardianshipKind.ADULT, null))))
                .containsExactly(MARI, ANTS);
        assertThat(registrar
                        .persons
                        .jsonOn(ANTS, "2020-10-01")
                        .at("/wards/0/code")
                        .textValue())
                .isEqualTo(MARI);
        assertThat(codes(registrar.does(registrar.release(MARI, "2020-12-01", ANTS, GuardianshipEndGround.RELEASED))))
                .containsExactly(MARI, ANTS);
        assertThat(codes(registrar.does(
                        registrar.parent(LIIS, "2021-01-01", person(ANTS), ParenthoodGround.ADOPTION, person(JAAN)))))
                .containsExactly(LIIS, JAAN, LIIS, ANTS);
        assertThat(registrar.persons.json(JAAN).get("children")).isEmpty();
        assertThat(registrar.persons.json(ANTS).at("/children/0/code").textValue())
                .isEqualTo(LIIS);
        assertThat(registrar.persons.json(LIIS).get("parents").findValuesAsText("code"))
                .containsExactlyInAnyOrder(MARI, ANTS);
        registrar.does(registrar.move(LIIS, "2021-02-01", "EE9"));
        registrar.does(registrar.correct(LIIS, "2021-02-02", registrar.last(), People.home("EE10", "0784")));
        registrar.does(registrar.death(ANTS, "2021-02-20"));

        assertThat(registrar.accepted)
                .containsExactlyInAnyOrder((Class[]) PopulationCommand.class.getPermittedSubclasses());
    }

    @Test
    void a_marriage_and_a_divorce_are_the_same_whoever_of_the_two_is_named_first() {
        registrar.does(registrar.divorce(JAAN, "2010-01-10", person(MARI), MarriageEndGround.COURT));
        registrar.does(registrar.marry(JAAN, "2012-01-10", person(MARI)));

        assertThat(registrar.persons.foundBy(MARI)).contains("spouse=" + JAAN);
        assertThat(registrar.persons.foundBy(JAAN)).contains("spouse=" + MARI);
    }

    @Test
    void the_events_of_a_command_share_a_case_and_come_out_the_same_when_it_is_decided_again() {
        PopulationCommand command = registrar.divorce(MARI, "2010-01-10", person(JAAN), MarriageEndGround.COURT);

        PopulationDecision again = PopulationDecisions.decide(registrar.persons.states::get, command);
        List<SpecificRecord> events = registrar.does(command);

        assertThat(again).isEqualTo(new PopulationDecision.Accepted(events));
        assertThat(events)
                .extracting(event -> ((EventMeta) event.get(0)).getCaseId())
                .containsOnly(command.recording().eventId().toString());
        assertThat(events)
                .extracting(event -> ((EventMeta) event.get(0)).getEventId())
                .doesNotHaveDuplicates();
    }

    @Test
    void every_reason_of_refusal_is_reached() {
        known();
        relations();
        standing();
        corrections();
        forms();
        law();

        assertThat(registrar.refused).containsExactlyInAnyOrder(PopulationRefusal.values());
    }

    private void known() {
        registrar.refuses(PopulationRefusal.UNKNOWN_PERSON, registrar.rename(STRANGER, "2020-01-01", "A", "B"));
        registrar.refuses(PopulationRefusal.UNKNOWN_PERSON, registrar.marry(ANTS, "2020-01-01", person(STRANGER)));
        registrar.refuses(
                PopulationRefusal.UNKNOWN_PERSON,
                registrar.guard(LIIS, "2020-01-01", STRANGER, GuardianshipKind.MINOR, null));
        registrar.refuses(
                PopulationRefusal.UNKNOWN_PERSON, registrar.birth(newborn(), parent(STRANGER, ParenthoodGround.BIRTH)));
        registrar.refuses(PopulationRefusal.UNKNOWN_PERSON, registrar.death(STRANGER, "2020-01-01"));
        registrar.refuses(PopulationRefusal.REGISTERED_TWICE, registrar.birth(MARI));
        registrar.refuses(PopulationRefusal.REGISTERED_TWICE, registrar.enrol(MARI, "2020-01-01"));
        registrar.refuses(PopulationRefusal.CODE_MISMATCH, registrar.rename("123", "2020-01-01", "A", "B"));
        Birth otherDay = People.birth(newborn(), name("A", "B"));
        registrar.refuses(
                PopulationRefusal.CODE_MISMATCH, new RegisterBirth(newborn(), registrar.at("2021-05-06"), otherDay));
        registrar.refuses(PopulationRefusal.BEFORE_BIRTH, registrar.move(LIIS, "2005-03-03", "EE2"));
        registrar.refuses(PopulationRefusal.BEFORE_BIRTH, registrar.death(LIIS, "2005-03-03"));
    }

    private void relations() {
        registrar.refuses(PopulationRefusal.SELF_RELATION, registrar.marry(ANTS, "2020-01-01", person(ANTS)));
        registrar.refuses(
                PopulationRefusal.SELF_RELATION,
                registrar.divorce(ANTS, "2020-01-01", person(ANTS), MarriageEndGround.COURT));
        registrar.refuses(
                PopulationRefusal.SELF_RELATION,
                registrar.parent(LIIS, "2020-01-01", person(LIIS), ParenthoodGround.COURT, null));
        registrar.refuses(
                PopulationRefusal.SELF_RELATION,
                registrar.guard(LIIS, "2020-01-01", LIIS, GuardianshipKind.MINOR, null));
        registrar.refuses(PopulationRefusal.ALREADY_MARRIED, registrar.marry(ANTS, "2020-01-01", person(MARI)));
        registrar.refuses(PopulationRefusal.ALREADY_MARRIED, registrar.marry(MARI, "2020-01-01", person(ANTS)));
        registrar.refuses(
                PopulationRefusal.NOT_MARRIED,
                registrar.divorce(ANTS, "2020-01-01", person(MARI), MarriageEndGround.COURT));
        registrar.refuses(
                PopulationRefusal.NOT_MARRIED,
                registrar.divorce(MARI, "2003-06-20", person(JAAN), MarriageEndGround.COURT));
        registrar.refuses(
                PopulationRefusal.TOO_MANY_PARENTS,
                registrar.parent(LIIS, "2020-01-01", person(ANTS), ParenthoodGround.ADOPTION, null));
        registrar.refuses(
                PopulationRefusal.PARENT_NOT_OLDER,
                registrar.parent(JAAN, "2020-01-01", person(MARI), ParenthoodGround.COURT, null));
        registrar.refuses(
                PopulationRefusal.RELATION_KNOWN,
                registrar.parent(LIIS, "2020-01-01", person(MARI), ParenthoodGround.COURT, null));
        registrar.refuses(
                PopulationRefusal.RELATION_UNKNOWN,
                registrar.parent(LIIS, "2020-01-01", person(ANTS), ParenthoodGround.ADOPTION, person(ANTS)));
        registrar.refuses(
                PopulationRefusal.RELATION_UNKNOWN,
                registrar.release(LIIS, "2020-01-01", ANTS, GuardianshipEndGround.RELEASED));
    }

    private void standing() {
        registrar.refuses(PopulationRefusal.CITIZENSHIP_HELD, registrar.gain(MARI, "2020-01-01", "EE"));
        registrar.refuses(PopulationRefusal.CITIZENSHIP_NOT_HELD, registrar.lose(MARI, "2020-01-01", "FI"));
        registrar.refuses(
                PopulationRefusal.NOT_RESTRICTED,
                registrar.restrict(MARI, "2020-01-01", CapacityExtent.LIFTED, null, null));
        registrar.refuses(PopulationRefusal.NOTHING_CHANGES, registrar.move(MARI, "2020-01-01", "EE1"));
        registrar.refuses(PopulationRefusal.NOTHING_CHANGES, registrar.rename(MARI, "2020-01-01", "Kim", "Tamm"));
        registrar.does(registrar.emigrate(JAAN, "2020-01-01"));
        registrar.refuses(PopulationRefusal.EMIGRATED_TWICE, registrar.emigrate(JAAN, "2020-02-01"));
    }

    private void corrections() {
        registrar.does(registrar.move(LIIS, "2012-01-01", "EE5"));
        long move = registrar.last();
        registrar.refuses(PopulationRefusal.CORRECTED_EVENT_UNKNOWN, registrar.correct(LIIS, "2012-01-01", 777, null));
        registrar.refuses(
                PopulationRefusal.CORRECTED_EVENT_UNKNOWN,
                new CorrectRecord(LIIS, registrar.correcting("2012-01-01", "no id"), "misread", null));
        registrar.refuses(
                PopulationRefusal.CORRECTION_OF_ANOTHER_KIND,
                registrar.correct(LIIS, "2012-01-01", move, new Naming(name("A", "B"), NameGround.OTHER)));
        registrar.does(registrar.correct(LIIS, "2012-01-01", move, null));
        long annulment = registrar.last();
        registrar.refuses(PopulationRefusal.NOTHING_CHANGES, registrar.correct(LIIS, "2012-01-01", move, null));
        registrar.does(registrar.correct(LIIS, "2012-01-01", annulment, null));
        registrar.refuses(PopulationRefusal.NOTHING_CHANGES, registrar.correct(LIIS, "2012-01-01", annulment, null));
        registrar.refuses(
                PopulationRefusal.EVENT_ID_REPEATED,
                new ChangeResidence(
                        LIIS, recording(move, registrar.last() + 1, "2013-01-01", null), People.home("EE6", "0793")));
        registrar.refuses(
                PopulationRefusal.TIME_RUNS_BACKWARDS,
                new ChangeResidence(LIIS, recording(5_000, 1, "2013-01-01", null), People.home("EE6", "0793")));
    }

    private void forms() {
        registrar.refuses(PopulationRefusal.MALFORMED_FIELD, registrar.gain(MARI, "2020-01-01", "fi"));
        registrar.refuses(PopulationRefusal.MALFORMED_FIELD, registrar.rename(MARI, "2020-01-01", "Mari", "Ka\u0308a"));
        registrar.refuses(PopulationRefusal.MALFORMED_FIELD, registrar.rename(MARI, "2020-01-01", " Mari", "Tamm"));
        registrar.refuses(PopulationRefusal.MALFORMED_FIELD, registrar.rename(MARI, "2020-01-01", "Ma\nri", "Tamm"));
        registrar.refuses(PopulationRefusal.MALFORMED_FIELD, registrar.move(MARI, "2020-01-01", "no dwelling"));
        registrar.refuses(
                PopulationRefusal.MALFORMED_FIELD, registrar.marry(ANTS, "2020-01-01", new Relative(null, null)));
        registrar.refuses(
                PopulationRefusal.MALFORMED_FIELD,
                registrar.restrict(MARI, "2020-01-01", CapacityExtent.FULL, null, "2020-01-01"));
        registrar.refuses(
                PopulationRefusal.MALFORMED_FIELD,
                registrar.guard(LIIS, "2020-01-01", ANTS, GuardianshipKind.MINOR, "2019-12-31"));
        registrar.refuses(
                PopulationRefusal.OVERLONG_FIELD, registrar.rename(MARI, "2020-01-01", "x".repeat(201), "Tamm"));
        registrar.refuses(
                PopulationRefusal.OVERLONG_FIELD,
                registrar.restrict(MARI, "2020-01-01", CapacityExtent.PARTIAL, "x".repeat(501), null));
        registrar.refuses(PopulationRefusal.MISSING_FIELD, registrar.rename(MARI, "2020-01-01", "", " "));
        registrar.refuses(
                PopulationRefusal.MISSING_FIELD,
                registrar.restrict(MARI, "2020-01-01", CapacityExtent.PARTIAL, " ", null));
        Recording r = registrar.at("2020-01-01");
        Recording nobody = new Recording(r.eventId(), r.recordedAt(), r.effectiveOn(), " ", r.basis(), null, null);
        registrar.refuses(
                PopulationRefusal.MISSING_FIELD, new ChangeResidence(MARI, nobody, People.home("EE2", "0793")));
        registrar.refuses(
                PopulationRefusal.MISSING_FIELD,
                new CorrectRecord(MARI, registrar.correcting("2020-01-01", id(2)), "", null));
        registrar.refuses(
                PopulationRefusal.WRONG_COMMAND,
                new ChangeResidence(MARI, registrar.correcting("2020-01-01", id(2)), People.home("EE2", "0793")));
        registrar.refuses(PopulationRefusal.IN_THE_FUTURE, registrar.move(MARI, "2022-01-03", "EE2"));
    }

    private void law() {
        registrar.refuses(PopulationRefusal.UNDER_AGE, registrar.marry(LIIS, "2020-01-01", person(ANTS)));
        registrar.refuses(PopulationRefusal.UNDER_AGE, registrar.marry(ANTS, "2020-01-01", person(LIIS)));
        registrar.refuses(
                PopulationRefusal.UNDER_AGE, registrar.restrict(LIIS, "2020-01-01", CapacityExtent.FULL, null, null));
        registrar.refuses(
                PopulationRefusal.NO_GUARDIAN_NEEDED,
                registrar.guard(ANTS, "2020-01-01", MARI, GuardianshipKind.ADULT, null));
        registrar.refuses(
                PopulationRefusal.NO_GUARDIAN_NEEDED,
                registrar.guard(MARI, "2020-01-01", ANTS, GuardianshipKind.MINOR, null));
        registrar.refuses(
                PopulationRefusal.NOT_RESIDENT,
                registrar.guard(LIIS, "2020-03-01", JAAN, GuardianshipKind.MINOR, null));
        registrar.refuses(
                PopulationRefusal.CLOSE_RELATIVES,
                registrar.parent(MARI, "2020-01-01", person(LIIS), ParenthoodGround.COURT, null));
        registrar.does(registrar.restrict(MARI, "2020-05-01", CapacityExtent.FULL, null, null));
        registrar.refuses(
                PopulationRefusal.CAPACITY_RESTRICTED,
                registrar.guard(LIIS, "2020-05-01", MARI, GuardianshipKind.MINOR, null));
        registrar.refuses(
                PopulationRefusal.NOTHING_CHANGES,
                registrar.restrict(MARI, "2020-06-01", CapacityExtent.FULL, null, null));
        registrar.does(registrar.death(ANTS, "2021-02-20"));
        registrar.refuses(PopulationRefusal.DIED_TWICE, registrar.death(ANTS, "2021-02-20"));
        registrar.refuses(PopulationRefusal.PERSON_DEAD, registrar.move(ANTS, "2021-02-20", "EE7"));
        registrar.refuses(
                PopulationRefusal.PERSON_DEAD, registrar.guard(LIIS, "2021-03-01", ANTS, GuardianshipKind.MINOR, null));
        registrar.refuses(
                PopulationRefusal.AFTER_DEATH,
                new CorrectRecord(
                        ANTS,
                        registrar.correcting("2021-02-21", residenceOf(ANTS)),
                        "misread",
                        People.home("EE8", "0793")));
        registrar.refuses(
                PopulationRefusal.NOT_RESIDENT, registrar.marry(childless(), "2020-01-01", foreigner("S", "L")));
    }

    @Test
    void no_refusal_quotes_what_it_refuses() {
        List<PopulationCommand> commands = List.of(
                registrar.rename(MARI, "2020-01-01", " Geheim", "Geheim"),
                registrar.rename(MARI, "2020-01-01", "Geheim".repeat(40), "Geheim"),
                registrar.rename("Geheim", "2020-01-01", "A", "B"),
                registrar.gain(MARI, "2020-01-01", "Geheim"),
                registrar.move(MARI, "2020-01-01", "Geheim"),
                registrar.marry(ANTS, "2020-01-01", person("Geheim")),
                registrar.marry(MARI, "2020-01-01", person(JAAN)),
                registrar.death(STRANGER, "2020-01-01"),
                new CorrectRecord(MARI, registrar.correcting("2020-01-01", "Geheim"), "Geheim", null),
                new EstablishGuardianship(
                        LIIS, registrar.at("2020-01-01"), People.guardian("Geheim"), GuardianshipKind.MINOR, null));

        for (PopulationCommand command : commands) {
            assertThat(PopulationDecisions.decide(registrar.persons.states::get, command))
                    .isInstanceOfSatisfying(
                            PopulationDecision.Refused.class,
                            no -> assertThat(no.detail())
                                    .isNotBlank()
                                    .doesNotContain("Geheim")
                                    .doesNotContain(MARI, JAAN, STRANGER));
        }
    }

    @Test
    void a_command_without_a_party_cannot_be_made() {
        Recording at = registrar.at("2020-01-01");

        assertThatThrownBy(() -> new EstablishGuardianship(LIIS, at, null, GuardianshipKind.MINOR, null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> registrar.parent(LIIS, "2020-01-01", null, ParenthoodGround.COURT, null))
                .isInstanceOf(NullPointerException.class);
    }

    /** Somebody of age whose home nobody knows. */
    private String childless() {
        String code = People.code("1985-05-05", Sex.FEMALE, 9);
        registrar.does(registrar.birth(code));
        return code;
    }

    private String residenceOf(String code) {
        var person = registrar.persons.of(code);
        int number = person.getResidences().get(0).getEvent();
        return EventIds.uuid(PersonEvents.numbered(person.getEvents(), number).getEventId())
                .toString();
    }

    private static String newborn() {
        return People.code("2021-05-05", Sex.FEMALE, 3);
    }

    private static List<String> codes(List<SpecificRecord> events) {
        return events.stream()
                .map(event -> ((EventMeta) event.get(0)).getEntityId())
                .toList();
    }
}
