package org.dataembassy.schemas.population;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonAnomaly;
import org.dataembassy.registry.population.PersonAnomalyCount;
import org.dataembassy.registry.population.PersonCapacity;
import org.dataembassy.registry.population.PersonCitizenship;
import org.dataembassy.registry.population.PersonDeath;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonGuardianship;
import org.dataembassy.registry.population.PersonKin;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonOrigin;
import org.dataembassy.registry.population.PersonResidence;
import org.dataembassy.schemas.Micros;
import org.dataembassy.schemas.StateJson;

/** All that is recorded of a person, event by event, with what was corrected: the field {@code history}. */
final class PersonHistoryJson {

    private PersonHistoryJson() {}

    static void write(JsonGenerator json, Person person) throws IOException {
        json.writeObjectFieldStart("history");
        array(json, "events", person.getEvents(), PersonHistoryJson::event);
        array(json, "origins", person.getOrigins(), PersonHistoryJson::origin);
        array(json, "names", person.getNames(), PersonHistoryJson::naming);
        array(json, "citizenships", person.getCitizenships(), PersonHistoryJson::citizenship);
        array(json, "residences", person.getResidences(), PersonHistoryJson::residence);
        array(json, "marriages", person.getMarriages(), PersonHistoryJson::marriage);
        array(json, "kin", person.getKin(), PersonHistoryJson::kin);
        array(json, "guardianships", person.getGuardianships(), PersonHistoryJson::guardianship);
        array(json, "capacities", person.getCapacities(), PersonHistoryJson::capacity);
        array(json, "deaths", person.getDeaths(), PersonHistoryJson::death);
        json.writeEndObject();
    }

    private static void event(JsonGenerator json, PersonEvent event) throws IOException {
        json.writeNumberField("number", event.getNumber());
        StateJson.value(json, "eventId", EventIds.uuid(event.getEventId()));
        StateJson.value(json, "kind", event.getKind());
        json.writeNumberField("sequence", event.getSequence());
        time(json, "recordedAt", event.getRecordedAt());
        StateJson.value(json, "effectiveOn", LocalDate.ofEpochDay(event.getEffectiveOn()));
        json.writeNumberField("record", event.getRecord());
        if (event.getTakesBack() < 0) {
            json.writeNullField("takesBack");
        } else {
            json.writeNumberField("takesBack", event.getTakesBack());
        }
        json.writeBooleanField("stands", event.getStands());
    }

    private static void origin(JsonGenerator json, PersonOrigin origin) throws IOException {
        json.writeNumberField("event", origin.getEvent());
        json.writeBooleanField("enrolled", origin.getEnrolled());
        StateJson.value(json, "sex", origin.getSex());
        StateJson.value(json, "bornOn", LocalDate.ofEpochDay(origin.getBornOn()));
        json.writeStringField("country", origin.getCountry());
        json.writeStringField("place", origin.getPlace());
        StateJson.value(json, "maritalStatus", origin.getMaritalStatus());
        json.writeStringField("arrivedFrom", origin.getArrivedFrom());
    }

    private static void naming(JsonGenerator json, PersonNaming naming) throws IOException {
        json.writeNumberField("event", naming.getEvent());
        PersonJson.name(json, "name", naming.getName());
    }

    private static void citizenship(JsonGenerator json, PersonCitizenship citizenship) throws IOException {
        json.writeNumberField("event", citizenship.getEvent());
        json.writeStringField("country", citizenship.getCountry());
        StateJson.value(json, "effect", citizenship.getEffect());
    }

    private static void residence(JsonGenerator json, PersonResidence residence) throws IOException {
        json.writeNumberField("event", residence.getEvent());
        if (residence.getResidence() == null) {
            json.writeNullField("residence");
        } else {
            json.writeObjectFieldStart("residence");
            PersonJson.residence(json, residence.getResidence());
            json.writeEndObject();
        }
        json.writeStringField("country", residence.getCountry());
    }

    private static void marriage(JsonGenerator json, PersonMarriage marriage) throws IOException {
        json.writeNumberField("event", marriage.getEvent());
        PersonJson.relative(json, marriage.getSpouse());
        StateJson.value(json, "status", marriage.getStatus());
    }

    private static void kin(JsonGenerator json, PersonKin kin) throws IOException {
        json.writeNumberField("event", kin.getEvent());
        StateJson.value(json, "relation", kin.getRelation());
        PersonJson.relative(json, kin.getRelative());
        StateJson.value(json, "ground", kin.getGround());
        StateJson.value(json, "effect", kin.getEffect());
    }

    private static void guardianship(JsonGenerator json, PersonGuardianship guardianship) throws IOException {
        json.writeNumberField("event", guardianship.getEvent());
        StateJson.value(json, "relation", guardianship.getRelation());
        PersonJson.party(json, guardianship.getParty());
        StateJson.value(json, "effect", guardianship.getEffect());
        StateJson.value(json, "kind", guardianship.getKind());
        StateJson.value(json, "until", PersonJson.date(guardianship.getUntil()));
    }

    private static void capacity(JsonGenerator json, PersonCapacity capacity) throws IOException {
        json.writeNumberField("event", capacity.getEvent());
        PersonJson.restriction(json, capacity);
    }

    private static void death(JsonGenerator json, PersonDeath death) throws IOException {
        json.writeNumberField("event", death.getEvent());
        json.writeStringField("country", death.getCountry());
        json.writeStringField("place", death.getPlace());
        json.writeBooleanField("declared", death.getDeclared());
    }

    static void anomalies(JsonGenerator json, Person person) throws IOException {
        json.writeObjectFieldStart("anomalies");
        json.writeNumberField("count", person.getAnomalyCount());
        array(json, "byRule", person.getAnomalies(), PersonHistoryJson::anomalyCount);
        array(json, "last", person.getLastAnomalies(), PersonHistoryJson::anomaly);
        json.writeEndObject();
    }

    private static void anomalyCount(JsonGenerator json, PersonAnomalyCount anomaly) throws IOException {
        json.writeStringField("rule", anomaly.getRule());
        json.writeNumberField("count", anomaly.getCount());
    }

    private static void anomaly(JsonGenerator json, PersonAnomaly anomaly) throws IOException {
        StateJson.value(json, "eventId", EventIds.uuid(anomaly.getEventId()));
        json.writeNumberField("sequence", anomaly.getSequence());
        json.writeStringField("rule", anomaly.getRule());
    }

    static void time(JsonGenerator json, String field, long micros) throws IOException {
        StateJson.value(json, field, Micros.instant(micros));
    }

    private static <T> void array(JsonGenerator json, String field, List<T> items, Item<T> item) throws IOException {
        json.writeArrayFieldStart(field);
        for (T one : items) {
            json.writeStartObject();
            item.write(json, one);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private interface Item<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }
}
