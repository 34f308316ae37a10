package org.dataembassy.schemas.population;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.dataembassy.registry.population.ForeignPerson;
import org.dataembassy.registry.population.GuardianshipParty;
import org.dataembassy.registry.population.GuardianshipRelation;
import org.dataembassy.registry.population.KinRelation;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonCapacity;
import org.dataembassy.registry.population.PersonDeath;
import org.dataembassy.registry.population.PersonGuardianship;
import org.dataembassy.registry.population.PersonKin;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.PersonName;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonOrigin;
import org.dataembassy.registry.population.PersonResidence;
import org.dataembassy.registry.population.Relative;
import org.dataembassy.registry.population.Residence;
import org.dataembassy.schemas.StateJson;

/** People as JSON. Every field is always there, null or empty if it has no value; the order is fixed. */
final class PersonJson {

    private PersonJson() {}

    static String whole(Person person) {
        PersonView view = PersonView.inTheEnd(person);
        return StateJson.object(json -> {
            json.writeStringField("code", person.getCode());
            answers(json, view);
            PersonHistoryJson.write(json, person);
            json.writeNumberField("cut", person.getCut());
            json.writeNumberField("eventCount", person.getEventCount());
            PersonHistoryJson.time(json, "lastRecordedAt", person.getLastRecordedAt());
            PersonHistoryJson.anomalies(json, person);
        });
    }

    static String inForce(Person person, LocalDate day) {
        PersonView view = PersonView.on(person, day.toEpochDay());
        return StateJson.object(json -> {
            json.writeStringField("code", person.getCode());
            StateJson.value(json, "inForceOn", day);
            answers(json, view);
            StateJson.value(json, "legalCapacity", capacity(view));
        });
    }

    private static void answers(JsonGenerator json, PersonView view) throws IOException {
        json.writeBooleanField("alive", !view.isDead());
        PersonNaming naming = view.naming();
        name(json, "name", naming == null ? null : naming.getName());
        origin(json, view.origin());
        death(json, view);
        texts(json, "citizenships", view.citizenships());
        residence(json, view);
        marriage(json, view);
        kin(json, "parents", view, KinRelation.PARENT);
        kin(json, "children", view, KinRelation.CHILD);
        guardianships(json, "guardians", view, GuardianshipRelation.GUARDIAN);
        guardianships(json, "wards", view, GuardianshipRelation.WARD);
        restriction(json, view);
    }

    private static void origin(JsonGenerator json, PersonOrigin origin) throws IOException {
        StateJson.value(json, "sex", origin == null ? null : origin.getSex());
        StateJson.value(json, "bornOn", origin == null ? null : LocalDate.ofEpochDay(origin.getBornOn()));
        json.writeStringField("countryOfBirth", origin == null ? null : origin.getCountry());
        json.writeStringField("placeOfBirth", origin == null ? null : origin.getPlace());
    }

    private static void death(JsonGenerator json, PersonView view) throws IOException {
        PersonDeath death = view.death();
        if (death == null) {
            json.writeNullField("death");
            return;
        }
        json.writeObjectFieldStart("death");
        StateJson.value(json, "on", view.since(death.getEvent()));
        json.writeStringField("country", death.getCountry());
        json.writeStringField("place", death.getPlace());
        json.writeBooleanField("declared", death.getDeclared());
        json.writeEndObject();
    }

    private static void residence(JsonGenerator json, PersonView view) throws IOException {
        PersonResidence residence = view.residence();
        boolean abroad = residence != null && residence.getResidence() == null;
        if (residence == null || abroad) {
            json.writeNullField("residence");
        } else {
            json.writeObjectFieldStart("residence");
            residence(json, residence.getResidence());
            StateJson.value(json, "since", view.since(residence.getEvent()));
            json.writeEndObject();
        }
        if (!abroad) {
            json.writeNullField("emigrated");
            return;
        }
        json.writeObjectFieldStart("emigrated");
        json.writeStringField("country", residence.getCountry());
        StateJson.value(json, "since", view.since(residence.getEvent()));
        json.writeEndObject();
    }

    private static void marriage(JsonGenerator json, PersonView view) throws IOException {
        StateJson.value(json, "maritalStatus", view.maritalStatus());
        PersonMarriage marriage = view.marriage();
        if (marriage == null) {
            json.writeNullField("spouse");
            return;
        }
        json.writeObjectFieldStart("spouse");
        relative(json, marriage.getSpouse());
        StateJson.value(json, "since", view.since(marriage.getEvent()));
        json.writeEndObject();
    }

    private static void kin(JsonGenerator json, String field, PersonView view, KinRelation relation)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (PersonKin kin : view.kin(relation)) {
            json.writeStartObject();
            relative(json, kin.getRelative());
            StateJson.value(json, "ground", kin.getGround());
            StateJson.value(json, "since", view.since(kin.getEvent()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void guardianships(JsonGenerator json, String field, PersonView view, GuardianshipRelation relation)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (PersonGuardianship guardianship : view.guardianships(relation)) {
            json.writeStartObject();
            party(json, guardianship.getParty());
            StateJson.value(json, "kind", guardianship.getKind());
            StateJson.value(json, "since", view.since(guardianship.getEvent()));
            StateJson.value(json, "until", date(guardianship.getUntil()));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void restriction(JsonGenerator json, PersonView view) throws IOException {
        PersonCapacity restriction = view.restriction();
        if (restriction == null) {
            json.writeNullField("restriction");
            return;
        }
        json.writeObjectFieldStart("restriction");
        restriction(json, restriction);
        StateJson.value(json, "since", view.since(restriction.getEvent()));
        json.writeEndObject();
    }

    static void restriction(JsonGenerator json, PersonCapacity restriction) throws IOException {
        StateJson.value(json, "extent", restriction.getExtent());
        json.writeStringField("matters", restriction.getMatters());
        json.writeBooleanField("withoutVote", restriction.getWithoutVote());
        StateJson.value(json, "until", date(restriction.getUntil()));
    }

    /** What the person may do in law on the day: null for the dead and where the day of birth isn't known. */
    private static String capacity(PersonView view) {
        if (view.isDead() || view.age() < 0) {
            return null;
        }
        if (view.age() < PersonView.MAJORITY) {
            return "MINOR";
        }
        return view.restriction() == null ? "FULL" : "RESTRICTED";
    }

    static void name(JsonGenerator json, String field, PersonName name) throws IOException {
        if (name == null) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        json.writeStringField("givenNames", name.getGivenNames());
        json.writeStringField("familyName", name.getFamilyName());
        json.writeEndObject();
    }

    static void residence(JsonGenerator json, Residence residence) throws IOException {
        json.writeStringField("dwelling", residence.getDwelling());
        json.writeStringField("municipality", residence.getMunicipality());
        json.writeStringField("address", residence.getAddress());
        json.writeStringField("postalCode", residence.getPostalCode());
        json.writeStringField("arrivedFrom", residence.getArrivedFrom());
    }

    static void relative(JsonGenerator json, Relative relative) throws IOException {
        json.writeStringField("code", relative.getPersonalCode());
        foreign(json, relative.getForeign());
    }

    static void party(JsonGenerator json, GuardianshipParty party) throws IOException {
        json.writeStringField("code", party.getPersonalCode());
        json.writeStringField("institution", party.getInstitution());
        foreign(json, party.getForeign());
    }

    private static void foreign(JsonGenerator json, ForeignPerson foreign) throws IOException {
        if (foreign == null) {
            json.writeNullField("foreign");
            return;
        }
        json.writeObjectFieldStart("foreign");
        json.writeStringField("givenNames", foreign.getGivenNames());
        json.writeStringField("familyName", foreign.getFamilyName());
        json.writeStringField("born", foreign.getBorn());
        json.writeStringField("country", foreign.getCountry());
        json.writeEndObject();
    }

    static void texts(JsonGenerator json, String field, List<String> texts) throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    static LocalDate date(Integer day) {
        return day == null ? null : LocalDate.ofEpochDay(day);
    }
}
