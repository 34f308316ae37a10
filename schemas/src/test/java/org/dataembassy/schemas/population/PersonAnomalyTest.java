package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.dataembassy.schemas.population.People.ANTS;
import static org.dataembassy.schemas.population.People.JAAN;
import static org.dataembassy.schemas.population.People.LIIS;
import static org.dataembassy.schemas.population.People.MARI;
import static org.dataembassy.schemas.population.People.guardian;
import static org.dataembassy.schemas.population.People.meta;
import static org.dataembassy.schemas.population.People.name;
import static org.dataembassy.schemas.population.People.parent;
import static org.dataembassy.schemas.population.People.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Birth;
import org.dataembassy.registry.population.BirthRegistered;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.Effect;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.registry.population.Residence;
import org.dataembassy.registry.population.ResidenceChanged;
import org.dataembassy.schemas.legislation.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule that a recorded event can break: it is counted, once, and the event is applied as the rule says. */
final class PersonAnomalyTest {

    private static final BirthRegistered BORN = People.born(meta(MARI, 1, "1980-05-17"), name("Mari", "Põld"));

    /** The last event of each list breaks the rule, and no other. */
    static Map<PopulationAnomaly, List<SpecificRecord>> breaches() {
        Map<PopulationAnomaly, List<SpecificRecord>> breaches = new LinkedHashMap<>();
        breaches.put(
                PopulationAnomaly.UNKNOWN_PERSON, List.of(People.moved(meta(MARI, 2, "2000-01-01"), "EE1", "0793")));
        breaches.put(
                PopulationAnomaly.REGISTERED_TWICE,
                List.of(BORN, People.enrolled(meta(MARI, 2, "2000-01-01"), name("Mari", "Põld"))));
        breaches.put(
                PopulationAnomaly.CODE_MISMATCH,
                List.of(new BirthRegistered(meta(MARI, 2, "1978-11-02"), birth(JAAN))));
        breaches.put(
                PopulationAnomaly.BEFORE_BIRTH,
                List.of(BORN, People.moved(meta(MARI, 2, "1980-05-16"), "EE1", "0793")));
        breaches.put(
                PopulationAnomaly.AFTER_DEATH,
                List.of(
                        BORN,
                        People.died(meta(MARI, 2, "2010-01-01")),
                        People.moved(meta(MARI, 3, "2010-01-02"), "EE1", "0793")));
        breaches.put(
                PopulationAnomaly.DIED_TWICE,
                List.of(BORN, People.died(meta(MARI, 2, "2010-01-02")), People.died(meta(MARI, 3, "2010-01-01"))));
        breaches.put(
                PopulationAnomaly.SELF_RELATION,
                List.of(BORN, People.married(meta(MARI, 2, "2000-01-01"), person(MARI))));
        breaches.put(
                PopulationAnomaly.ALREADY_MARRIED,
                List.of(
                        BORN,
                        People.married(meta(MARI, 2, "2000-01-01"), person(JAAN)),
                        People.married(meta(MARI, 3, "2001-01-01"), person(ANTS))));
        breaches.put(
                PopulationAnomaly.NOT_MARRIED,
                List.of(
                        BORN,
                        People.married(meta(MARI, 2, "2000-01-01"), person(JAAN)),
                        People.divorced(meta(MARI, 3, "2001-01-01"), person(ANTS), MarriageEndGround.COURT)));
        breaches.put(
                PopulationAnomaly.TOO_MANY_PARENTS,
                List.of(
                        People.born(
                                meta(LIIS, 1, "2005-03-04"),
                                name("Liis", "Põld"),
                                parent(MARI, ParenthoodGround.BIRTH),
                                parent(JAAN, ParenthoodGround.PRESUMPTION)),
                        parenthood(LIIS, KinRelation.PARENT, ANTS, Effect.BEGINS)));
        breaches.put(
                PopulationAnomaly.PARENT_NOT_OLDER,
                List.of(BORN, parenthood(MARI, KinRelation.PARENT, LIIS, Effect.BEGINS)));
        breaches.put(
                PopulationAnomaly.RELATION_KNOWN,
                List.of(
                        BORN,
                        People.hasChild(meta(MARI, 2, "2005-03-04"), LIIS),
                        parenthood(MARI, KinRelation.CHILD, LIIS, Effect.BEGINS)));
        breaches.put(
                PopulationAnomaly.RELATION_UNKNOWN,
                List.of(BORN, parenthood(MARI, KinRelation.CHILD, LIIS, Effect.ENDS)));
        breaches.put(
                PopulationAnomaly.CITIZENSHIP_HELD,
                List.of(BORN, People.naturalised(meta(MARI, 2, "2000-01-01"), "EE")));
        breaches.put(
                PopulationAnomaly.CITIZENSHIP_NOT_HELD,
                List.of(BORN, People.released(meta(MARI, 2, "2000-01-01"), "FI")));
        breaches.put(
                PopulationAnomaly.NOT_RESTRICTED,
                List.of(BORN, People.restricted(meta(MARI, 2, "2000-01-01"), CapacityExtent.LIFTED, null)));
        breaches.put(
                PopulationAnomaly.EMIGRATED_TWICE,
                List.of(
                        BORN,
                        People.emigrated(meta(MARI, 2, "2000-01-01"), "FI"),
                        People.emigrated(meta(MARI, 3, "2001-01-01"), "SE")));
        breaches.put(
                PopulationAnomaly.CORRECTED_EVENT_UNKNOWN,
                List.of(BORN, People.corrected(meta(MARI, 2, "2000-01-01", null, People.id(99)), null)));
        breaches.put(
                PopulationAnomaly.CORRECTION_OF_ANOTHER_KIND,
                List.of(
                        BORN,
                        People.moved(meta(MARI, 2, "2000-01-01"), "EE1", "0793"),
                        People.corrected(
                                meta(MARI, 3, "2000-01-01", null, People.id(2)),
                                People.renamed(meta(MARI, 3, "2000-01-01"), "Mari", "Tamm")
                                        .getNaming())));
        breaches.put(
                PopulationAnomaly.EVENT_ID_REPEATED, List.of(BORN, People.moved(later(BORN.getMeta()), "EE1", "0793")));
        breaches.put(
                PopulationAnomaly.TIME_RUNS_BACKWARDS,
                List.of(
                        People.born(meta(MARI, 5, "1980-05-17"), name("Mari", "Põld")),
                        People.moved(meta(MARI, 4, "2000-01-01"), "EE1", "0793")));
        breaches.put(
                PopulationAnomaly.MALFORMED_FIELD,
                List.of(BORN, People.moved(meta(MARI, 2, "2000-01-01"), "ee-1", "0793")));
        breaches.put(
                PopulationAnomaly.OVERLONG_FIELD,
                List.of(
                        BORN,
                        new ResidenceChanged(
                                meta(MARI, 2, "2000-01-01"),
                                new Residence("EE1", "0793", "x".repeat(201), null, null))));
        return breaches;
    }

    static Set<PopulationAnomaly> rules() {
        return EnumSet.allOf(PopulationAnomaly.class);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void a_breach_of_a_rule_is_counted_under_its_name(PopulationAnomaly rule) {
        List<SpecificRecord> events = breaches().get(rule);
        String code = events.get(0) == BORN
                ? MARI
                : new Persons().record(events).states.keySet().iterator().next();
        Persons persons = new Persons().record(events.subList(0, events.size() - 1));
        if (events.size() > 1) {
            assertThat(persons.anomalies(code)).isEmpty();
        }

        persons.record(events.get(events.size() - 1));

        assertThat(persons.anomalies(code)).containsExactly(rule.name());
        assertThat(persons.of(code).getAnomalyCount()).isEqualTo(1);
        assertThat(persons.of(code).getEventCount()).isEqualTo(events.size());
        assertThat(persons.model.anomalies(persons.of(code))).isEqualTo(1);
        assertThat(persons.json(code).at("/anomalies/last/0/rule").textValue()).isEqualTo(rule.name());
    }

    @Test
    void every_rule_has_a_refusal_of_its_name() {
        Set<String> refusals =
                EnumSet.allOf(PopulationRefusal.class).stream().map(Enum::name).collect(Collectors.toSet());

        assertThat(refusals).containsAll(rules().stream().map(Enum::name).toList());
    }

    @Test
    void what_broke_a_rule_is_counted_by_kind_and_the_last_eight_are_named() {
        List<SpecificRecord> events = new ArrayList<>(List.of(BORN));
        for (int n = 2; n < 14; n++) {
            events.add(People.naturalised(meta(MARI, n, "2000-01-01"), "EE"));
        }
        events.add(People.released(meta(MARI, 14, "2001-01-01"), "FI"));

        Persons persons = new Persons().record(events);

        assertThat(persons.anomalies(MARI)).containsExactly("CITIZENSHIP_HELD x12", "CITIZENSHIP_NOT_HELD");
        assertThat(persons.of(MARI).getLastAnomalies()).hasSize(8);
        assertThat(persons.of(MARI).getAnomalyCount()).isEqualTo(13);
    }

    @Test
    void somebody_never_registered_is_shown_with_what_is_recorded() {
        Persons persons = new Persons().record(People.moved(meta(MARI, 2, "2000-01-01"), "EE1", "0793"));

        assertThat(persons.json(MARI).at("/residence/dwelling").textValue()).isEqualTo("EE1");
        assertThat(persons.json(MARI).get("bornOn").isNull()).isTrue();
        assertThat(persons.jsonOn(MARI, "1999-12-31")).isNull();
    }

    @Test
    void of_two_deaths_the_earlier_day_counts() {
        Persons persons = new Persons().record(breaches().get(PopulationAnomaly.DIED_TWICE));

        assertThat(persons.json(MARI).at("/death/on").textValue()).isEqualTo("2010-01-01");
    }

    @Test
    void of_two_marriages_the_later_is_shown_and_its_end_brings_back_the_other() {
        Persons persons = new Persons().record(breaches().get(PopulationAnomaly.ALREADY_MARRIED));
        assertThat(persons.json(MARI).at("/spouse/code").textValue()).isEqualTo(ANTS);

        persons.record(People.divorced(meta(MARI, 4, "2002-01-01"), person(ANTS), MarriageEndGround.COURT));

        assertThat(persons.json(MARI).at("/spouse/code").textValue()).isEqualTo(JAAN);
        assertThat(persons.json(MARI).get("maritalStatus").textValue()).isEqualTo("MARRIED");
    }

    @Test
    void an_overlong_field_is_cut_off_never_within_a_character() {
        String address = "x".repeat(199) + "\uD83C\uDFE0";
        Persons persons = new Persons()
                .record(
                        BORN,
                        new ResidenceChanged(
                                meta(MARI, 2, "2000-01-01"), new Residence("EE1", "0793", address, null, null)));

        assertThat(persons.json(MARI).at("/residence/address").textValue()).isEqualTo("x".repeat(199));
    }

    @Test
    void a_birth_with_a_crowd_of_parents_and_citizenships_stays_small() {
        Birth birth = birth(MARI);
        birth.setCitizenships(new ArrayList<>(Collections.nCopies(5_000, "XX")));
        birth.setParents(new ArrayList<>(Collections.nCopies(5_000, parent(JAAN, ParenthoodGround.OTHER))));

        Persons persons = new Persons().record(new BirthRegistered(meta(MARI, 1, "1980-05-17"), birth));

        assertThat(persons.anomalies(MARI)).contains("OVERLONG_FIELD");
        assertThat(persons.of(MARI).getCitizenships()).hasSize(8);
        assertThat(persons.of(MARI).getKin()).hasSize(2);
    }

    @Test
    void a_relative_who_is_nobody_or_two_at_once_is_malformed() {
        Persons persons = new Persons()
                .record(
                        BORN,
                        People.married(meta(MARI, 2, "2000-01-01"), new Relative(null, null)),
                        People.divorced(meta(MARI, 3, "2001-01-01"), new Relative(null, null), MarriageEndGround.COURT),
                        People.married(
                                meta(MARI, 4, "2002-01-01"),
                                new Relative(JAAN, People.foreigner("A", "B").getForeign())));

        assertThat(persons.anomalies(MARI)).containsExactly("MALFORMED_FIELD x3");
    }

    @Test
    void a_guardianship_known_or_unknown_is_counted() {
        Persons persons = new Persons()
                .record(
                        People.born(meta(LIIS, 1, "2005-03-04"), name("Liis", "Põld")),
                        People.unguarded(meta(LIIS, 2, "2006-01-01"), GuardianshipRelation.GUARDIAN, guardian(ANTS)),
                        People.guarded(
                                meta(LIIS, 3, "2007-01-01"),
                                GuardianshipRelation.GUARDIAN,
                                guardian(ANTS),
                                GuardianshipKind.MINOR),
                        People.guarded(
                                meta(LIIS, 4, "2008-01-01"),
                                GuardianshipRelation.GUARDIAN,
                                guardian(ANTS),
                                GuardianshipKind.MINOR));

        assertThat(persons.anomalies(LIIS)).containsExactly("RELATION_UNKNOWN", "RELATION_KNOWN");
    }

    @Test
    void an_event_of_another_registry_is_a_fault_of_the_caller() {
        assertThatThrownBy(() -> new Persons().record(Events.repealed(Events.meta(1, "2000-01-01"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("population");
    }

    private static EventMeta later(EventMeta meta) {
        EventMeta later = meta(MARI, 1, "2000-01-01");
        later.setRecordedAt(Instant.parse("2022-01-01T00:00:00Z"));
        assertThat(later.getEventId()).isEqualTo(meta.getEventId());
        return later;
    }

    private static Birth birth(String code) {
        return People.birth(code, name("Mari", "Põld"));
    }

    private static SpecificRecord parenthood(String code, KinRelation relation, String other, Effect effect) {
        return People.parenthood(meta(code, 50, "2010-01-01"), relation, person(other), ParenthoodGround.COURT, effect);
    }
}
