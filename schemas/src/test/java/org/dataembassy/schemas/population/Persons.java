package org.dataembassy.schemas.population;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonAnomalyCount;
import org.dataembassy.schemas.RegistryModel.LookupEntry;

/** People as a store would keep them: each event folded into the person that it is of. */
final class Persons {

    private static final ObjectMapper JSON = new ObjectMapper();

    final PopulationModel model = new PopulationModel();
    final Map<String, Person> states = new TreeMap<>();
    private long sequence;

    Persons record(SpecificRecord... events) {
        return record(List.of(events));
    }

    Persons record(List<? extends SpecificRecord> events) {
        for (SpecificRecord event : events) {
            String code = ((EventMeta) event.get(0)).getEntityId();
            states.put(code, model.fold(states.get(code), event, sequence++).state());
        }
        return this;
    }

    Person of(String code) {
        return states.get(code);
    }

    /** Rules broken, with how often where more than once. */
    List<String> anomalies(String code) {
        return of(code).getAnomalies().stream().map(Persons::text).toList();
    }

    private static String text(PersonAnomalyCount anomaly) {
        return anomaly.getCount() == 1 ? anomaly.getRule() : anomaly.getRule() + " x" + anomaly.getCount();
    }

    JsonNode json(String code) {
        return parse(model.toJson(of(code), name -> new byte[0]));
    }

    /** Null if nothing is in force. */
    JsonNode jsonOn(String code, String day) {
        String json = model.toJsonInForce(of(code), LocalDate.parse(day), name -> new byte[0]);
        return json == null ? null : parse(json);
    }

    /** As {@code lookup=value}. */
    List<String> foundBy(String code) {
        return model.lookups(of(code)).stream().map(Persons::text).toList();
    }

    private static String text(LookupEntry entry) {
        return entry.lookup() + "=" + entry.value();
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON", e);
        }
    }
}
