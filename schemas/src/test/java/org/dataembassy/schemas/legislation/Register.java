package org.dataembassy.schemas.legislation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActAnomaly;
import org.dataembassy.schemas.RegistryModel.Folded;
import org.dataembassy.schemas.RegistryModel.Part;
import org.dataembassy.schemas.RegistryModel.PartReader;

/** One act and the parts beside it, as a store would keep them. */
final class Register {

    private static final ObjectMapper JSON = new ObjectMapper();

    final LegislationModel model = new LegislationModel();
    final Map<String, byte[]> parts = new HashMap<>();
    final PartReader reader = name -> {
        byte[] content = parts.get(name);
        if (content == null) {
            throw new IllegalStateException("part is missing");
        }
        return content;
    };
    Act act;
    long sequence;

    Register record(SpecificRecord... events) {
        for (SpecificRecord event : events) {
            Folded<Act> folded = model.fold(act, event, sequence++);
            act = folded.state();
            for (Part part : folded.newParts()) {
                assertThat(parts.put(part.name(), part.content()))
                        .as("a part is written once")
                        .isNull();
            }
        }
        return this;
    }

    List<String> anomalies() {
        return act.getLastAnomalies().stream().map(ActAnomaly::getRule).toList();
    }

    JsonNode json() {
        return parse(model.toJson(act, reader));
    }

    /** The text in force, or null. */
    String textOn(String day) {
        JsonNode json = jsonOn(day);
        return json == null ? null : json.get("text").textValue();
    }

    JsonNode jsonOn(String day) {
        String json = model.toJsonInForce(act, LocalDate.parse(day), reader);
        return json == null ? null : parse(json);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON", e);
        }
    }
}
