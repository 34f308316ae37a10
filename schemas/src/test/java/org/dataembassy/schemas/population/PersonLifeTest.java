package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataembassy.schemas.population.People.ANTS;
import static org.dataembassy.schemas.population.People.JAAN;
import static org.dataembassy.schemas.population.People.LIIS;
import static org.dataembassy.schemas.population.People.MARI;
import static org.dataembassy.schemas.population.People.guardian;
import static org.dataembassy.schemas.population.People.meta;
import static org.dataembassy.schemas.population.People.person;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.dataembassy.registry.population.CapacityExtent;
import org.dataembassy.registry.population.Effect;
import org.dataembassy.registry.population.GuardianshipKind;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.ParenthoodGround;
import org.dataembassy.registry.population.Sex;
import org.junit.jupiter.api.Test;

/** Lives, day by day. */
final class PersonLifeTest {

    private final Persons persons = new Persons().record(People.sample());

    @Test
    void nothing_is_in_force_before_birth_and_everything_afterwards() {
        assertThat(persons.jsonOn(MARI, "1980-05-16")).isNull();
        JsonNode newborn = persons.jsonOn(MARI, "1980-05-17");

        assertThat(newborn.at("/name/familyName").textValue()).isEqualTo("Põld");
        assertThat(newborn.get("legalCapacity").textValue()).isEqualTo("MINOR");
        assertThat(newborn.get("maritalStatus").textValue()).isEqualTo("SINGLE");
        assertThat(newborn.get("residence").isNull()).isTrue();
        assertThat(persons.jsonOn(MARI, "1998-05-17").get("legalCapacity").textValue())
                .isEqualTo("FULL");
    }

    @Test
    void a_marriage_and_its_end_show_on_their_days() {
        assertThat(persons.jsonOn(MARI, "2003-06-20").get("maritalStatus").textValue())
                .isEqualTo("SINGLE");
        JsonNode married = persons.jsonOn(MARI, "2003-06-21");
        assertThat(married.at("/spouse/code").textValue()).isEqualTo(JAAN);
        assertThat(married.at("/spouse/since").textValue()).isEqualTo("2003-06-21");
        assertThat(married.at("/name/familyName").textValue()).isEqualTo("Käärik");
        JsonNode divorced = persons.jsonOn(MARI, "2020-01-10");
        assertThat(divorced.get("maritalStatus").textValue()).isEqualTo("DIVORCED");
        assertThat(divorced.get("spouse").isNull()).isTrue();
    }

    @Test
    void spouses_parents_and_children_point_at_each_other() {
        assertThat(persons.json(LIIS).get("parents").findValuesAsText("code")).containsExactly(MARI, JAAN);
        assertThat(persons.json(MARI).at("/children/0/code").textValue()).isEqualTo(LIIS);
        assertThat(persons.json(JAAN).at("/children/0/code").textValue()).isEqualTo(LIIS);
        assertThat(persons.json(JAAN).at("/children/1/foreign/familyName").textValue())
                .isEqualTo("Lind");
    }

    @Test
    void lookups_find_by_what_holds_in_the_end() {
        assertThat(persons.foundBy(MARI))
                .containsExactly("dwelling=EE00012345-7", "municipality=0793", "familyName=käärik");
        assertThat(persons.foundBy(LIIS))
                .containsExactly(
                        "parent=" + MARI,
                        "parent=" + JAAN,
                        "dwelling=EE00012345-7",
                        "municipality=0793",
                        "familyName=käärik");
        assertThat(persons.model.lookupNames())
                .containsExactly("parent", "spouse", "dwelling", "municipality", "familyName");
    }

    @Test
    void the_emigrated_and_the_dead_are_found_by_name_and_family_alone() {
        assertThat(persons.foundBy(JAAN)).containsExactly("familyName=käärik");
        assertThat(persons.foundBy(ANTS)).containsExactly("familyName=järvinen");
    }

    @Test
    void a_spouse_is_found_while_the_marriage_lasts_and_both_live() {
        Persons couple = new Persons().record(People.sample().subList(0, 7));
        assertThat(couple.foundBy(MARI)).contains("spouse=" + JAAN);

        couple.record(
                People.died(meta(JAAN, 90, "2004-01-01", "c", null)),
                People.divorced(meta(MARI, 91, "2004-01-01", "c", null), person(JAAN), MarriageEndGround.SPOUSE_DIED));

        assertThat(couple.foundBy(MARI)).doesNotContain("spouse=" + JAAN);
        assertThat(couple.foundBy(JAAN)).containsExactly("familyName=käärik");
        assertThat(couple.json(MARI).get("maritalStatus").textValue()).isEqualTo("WIDOWED");
        assertThat(couple.json(JAAN).get("spouse").isNull()).isTrue();
        assertThat(couple.jsonOn(JAAN, "2003-12-31").at("/spouse/code").textValue())
                .isEqualTo(MARI);
        assertThat(couple.anomalies(JAAN)).isEmpty();
    }

    @Test
    void an_emigrant_has_no_residence_until_coming_back() {
        assertThat(persons.json(JAAN).at("/emigrated/country").textValue()).isEqualTo("SE");
        assertThat(persons.json(JAAN).get("residence").isNull()).isTrue();

        persons.record(People.moved(meta(JAAN, 90, "2022-01-01"), "EE9", "0784"));

        assertThat(persons.json(JAAN).get("emigrated").isNull()).isTrue();
        assertThat(persons.foundBy(JAAN)).contains("dwelling=EE9");
        assertThat(persons.anomalies(JAAN)).isEmpty();
    }

    @Test
    void citizenships_come_and_go_on_their_days() {
        assertThat(texts(persons.jsonOn(ANTS, "2019-05-04"), "citizenships")).containsExactly("FI");
        assertThat(texts(persons.jsonOn(ANTS, "2019-05-05"), "citizenships")).containsExactly("FI", "EE");
        assertThat(texts(persons.jsonOn(ANTS, "2019-06-01"), "citizenships")).containsExactly("EE");
    }

    @Test
    void a_restriction_holds_until_its_term_and_a_guardian_until_released() {
        JsonNode restricted = persons.jsonOn(MARI, "2020-12-31");
        assertThat(restricted.get("legalCapacity").textValue()).isEqualTo("RESTRICTED");
        assertThat(restricted.at("/restriction/extent").textValue()).isEqualTo("PARTIAL");
        assertThat(restricted.at("/guardians/0/code").textValue()).isEqualTo(ANTS);
        assertThat(persons.jsonOn(ANTS, "2020-12-31").at("/wards/0/code").textValue())
                .isEqualTo(MARI);

        assertThat(persons.jsonOn(MARI, "2021-02-20").get("guardians")).isEmpty();
        assertThat(persons.jsonOn(ANTS, "2021-02-20").get("wards")).isEmpty();
        assertThat(persons.jsonOn(MARI, "2025-09-30").get("legalCapacity").textValue())
                .isEqualTo("RESTRICTED");
        assertThat(persons.jsonOn(MARI, "2025-10-01").get("legalCapacity").textValue())
                .isEqualTo("FULL");
    }

    @Test
    void a_childs_guardian_is_one_until_it_comes_of_age() {
        persons.record(
                People.guarded(
                        meta(LIIS, 90, "2015-01-01"),
                        GuardianshipRelation.GUARDIAN,
                        new GuardianshipParty(null, "75006546", null),
                        GuardianshipKind.MINOR),
                People.guarded(
                        meta(JAAN, 91, "2015-01-01"),
                        GuardianshipRelation.WARD,
                        guardian(LIIS),
                        GuardianshipKind.MINOR));

        assertThat(persons.jsonOn(LIIS, "2023-03-03")
                        .at("/guardians/0/institution")
                        .textValue())
                .isEqualTo("75006546");
        assertThat(persons.jsonOn(LIIS, "2023-03-03").at("/guardians/0/until").textValue())
                .isEqualTo("2023-03-04");
        assertThat(persons.jsonOn(LIIS, "2023-03-04").get("guardians")).isEmpty();
        assertThat(persons.jsonOn(JAAN, "2023-03-04").get("wards")).isEmpty();
        assertThat(persons.anomalies(LIIS)).isEmpty();
    }

    @Test
    void an_adopted_child_has_the_new_parent_and_the_former_has_it_no_longer() {
        persons.record(
                People.parenthood(
                        meta(LIIS, 90, "2012-01-01", "a", null),
                        KinRelation.PARENT,
                        person(JAAN),
                        ParenthoodGround.ADOPTION,
                        Effect.ENDS),
                People.parenthood(
                        meta(LIIS, 91, "2012-01-01", "a", null),
                        KinRelation.PARENT,
                        person(ANTS),
                        ParenthoodGround.ADOPTION,
                        Effect.BEGINS),
                People.parenthood(
                        meta(JAAN, 92, "2012-01-01", "a", null),
                        KinRelation.CHILD,
                        person(LIIS),
                        ParenthoodGround.ADOPTION,
                        Effect.ENDS));

        assertThat(persons.jsonOn(LIIS, "2012-01-01").get("parents").findValuesAsText("code"))
                .containsExactly(MARI, ANTS);
        assertThat(persons.jsonOn(LIIS, "2011-12-31").get("parents").findValuesAsText("code"))
                .containsExactly(MARI, JAAN);
        assertThat(persons.foundBy(LIIS)).contains("parent=" + ANTS).doesNotContain("parent=" + JAAN);
        assertThat(persons.json(JAAN).get("children")).hasSize(1);
        assertThat(persons.anomalies(LIIS)).isEmpty();
        assertThat(persons.anomalies(JAAN)).isEmpty();
    }

    @Test
    void a_child_born_after_its_fathers_death_is_his() {
        persons.record(People.hasChild(meta(ANTS, 90, "2021-08-01"), People.code("2021-08-01", Sex.MALE, 5)));

        assertThat(persons.anomalies(ANTS)).isEmpty();
        assertThat(persons.json(ANTS).get("children")).hasSize(1);
    }

    @Test
    void what_is_recorded_late_takes_its_place_in_time() {
        persons.record(People.moved(meta(MARI, 90, "1990-01-01"), "EE5", "0784"));

        assertThat(persons.jsonOn(MARI, "1995-01-01").at("/residence/dwelling").textValue())
                .isEqualTo("EE5");
        assertThat(persons.jsonOn(MARI, "2000-01-01").at("/residence/dwelling").textValue())
                .isEqualTo("EE00012345-7");
        assertThat(persons.foundBy(MARI)).contains("dwelling=EE00012345-7");
    }

    @Test
    void capacity_restored_is_full_again() {
        persons.record(People.restricted(meta(MARI, 90, "2021-06-01"), CapacityExtent.LIFTED, null));

        assertThat(persons.jsonOn(MARI, "2021-05-31").get("legalCapacity").textValue())
                .isEqualTo("RESTRICTED");
        assertThat(persons.jsonOn(MARI, "2021-06-01").get("legalCapacity").textValue())
                .isEqualTo("FULL");
        assertThat(persons.anomalies(MARI)).isEmpty();
    }

    @Test
    void family_names_are_found_however_they_are_typed() {
        String decomposed = "  KA\u0308A\u0308RIK ";

        assertThat(persons.model.normalise("familyName", decomposed)).isEqualTo("käärik");
        assertThat(persons.model.normalise("familyName", "İnal \t van\u00A0Dijk"))
                .isEqualTo("i̇nal van dijk");
        assertThat(persons.model.normalise("dwelling", "EE1 ")).isEqualTo("EE1 ");
        assertThat(persons.model.normalise("familyName", "tamm"))
                .isNotEqualTo(persons.model.normalise("familyName", "tämm"));
    }

    @Test
    void the_fields_of_an_answer_have_a_fixed_order() {
        List<String> fields = new ArrayList<>();
        persons.json(MARI).fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly(
                        "code",
                        "alive",
                        "name",
                        "sex",
                        "bornOn",
                        "countryOfBirth",
                        "placeOfBirth",
                        "death",
                        "citizenships",
                        "residence",
                        "emigrated",
                        "maritalStatus",
                        "spouse",
                        "parents",
                        "children",
                        "guardians",
                        "wards",
                        "restriction",
                        "history",
                        "cut",
                        "eventCount",
                        "lastRecordedAt",
                        "anomalies");

        List<String> onADay = new ArrayList<>();
        persons.jsonOn(MARI, "2020-01-01").fieldNames().forEachRemaining(onADay::add);
        assertThat(onADay)
                .containsExactly(
                        "code",
                        "inForceOn",
                        "alive",
                        "name",
                        "sex",
                        "bornOn",
                        "countryOfBirth",
                        "placeOfBirth",
                        "death",
                        "citizenships",
                        "residence",
                        "emigrated",
                        "maritalStatus",
                        "spouse",
                        "parents",
                        "children",
                        "guardians",
                        "wards",
                        "restriction",
                        "legalCapacity");
    }

    private static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        json.get(field).forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
