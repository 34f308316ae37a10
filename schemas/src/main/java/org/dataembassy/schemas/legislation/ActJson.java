package org.dataembassy.schemas.legislation;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.registry.legislation.ActAnomaly;
import org.dataembassy.registry.legislation.ActRepeal;
import org.dataembassy.registry.legislation.ActVersion;
import org.dataembassy.schemas.RegistryModel.PartReader;
import org.dataembassy.schemas.StateJson;

/** Acts as JSON. Every field is always there, null if it has no value; the order is fixed. */
final class ActJson {

    private ActJson() {}

    static String whole(Act act, PartReader parts) {
        ActVersion consolidated = ActVersions.consolidated(act.getVersions()).orElse(null);
        return StateJson.object(json -> {
            head(json, act, act.getAbbreviation(), act.getTitle());
            json.writeStringField("consolidated", act.getConsolidated());
            text(json, consolidated, parts);
            json.writeArrayFieldStart("versions");
            for (ActVersion version : act.getVersions()) {
                version(json, version);
            }
            json.writeEndArray();
            repeal(json, act.getRepeal());
            json.writeNumberField("eventCount", act.getEventCount());
            StateJson.value(json, "lastRecordedAt", act.getLastRecordedAt());
            anomalies(json, act);
        });
    }

    static String inForce(Act act, ActVersion version, LocalDate day, PartReader parts) {
        return StateJson.object(json -> {
            head(json, act, version.getAbbreviation(), version.getTitle());
            StateJson.value(json, "inForceOn", day);
            text(json, version, parts);
            json.writeFieldName("version");
            version(json, version);
            repeal(json, act.getRepeal());
        });
    }

    private static void head(JsonGenerator json, Act act, String abbreviation, String title) throws IOException {
        json.writeStringField("id", act.getId());
        json.writeStringField("status", act.getStatus().name());
        json.writeStringField("abbreviation", abbreviation);
        json.writeStringField("title", title);
        StateJson.value(json, "enactedOn", act.getEnactedOn());
        json.writeStringField("eli", act.getEli());
        json.writeStringField("gazette", act.getGazette());
        json.writeStringField("issuer", act.getIssuer());
        json.writeStringField("documentType", act.getDocumentType());
        json.writeStringField("language", act.getLanguage());
    }

    private static void text(JsonGenerator json, ActVersion version, PartReader parts) throws IOException {
        json.writeStringField(
                "text",
                version == null ? null : new String(parts.read(ActVersions.part(version)), StandardCharsets.UTF_8));
    }

    private static void version(JsonGenerator json, ActVersion version) throws IOException {
        json.writeStartObject();
        json.writeStringField("eventId", version.getEventId());
        json.writeStringField("kind", version.getKind().name());
        json.writeNumberField("sequence", version.getSequence());
        json.writeNumberField("place", version.getPlace());
        StateJson.value(json, "recordedAt", version.getRecordedAt());
        StateJson.value(json, "effectiveOn", version.getEffectiveOn());
        json.writeBooleanField("commencementOpen", version.getCommencementOpen());
        StateJson.value(json, "inForceFrom", version.getInForceFrom());
        json.writeStringField("inForceSetBy", version.getInForceSetBy());
        json.writeStringField("abbreviation", version.getAbbreviation());
        json.writeStringField("title", version.getTitle());
        json.writeStringField("textSha256", ActVersions.part(version));
        json.writeNumberField("textBytes", version.getTextBytes());
        json.writeStringField("reason", version.getReason());
        json.writeStringField("replaces", version.getReplaces());
        json.writeStringField("replacedBy", version.getReplacedBy());
        json.writeEndObject();
    }

    private static void repeal(JsonGenerator json, ActRepeal repeal) throws IOException {
        if (repeal == null) {
            json.writeNullField("repeal");
            return;
        }
        json.writeObjectFieldStart("repeal");
        json.writeStringField("eventId", repeal.getEventId());
        json.writeNumberField("sequence", repeal.getSequence());
        StateJson.value(json, "recordedAt", repeal.getRecordedAt());
        StateJson.value(json, "effectiveOn", repeal.getEffectiveOn());
        json.writeStringField("reason", repeal.getReason());
        json.writeEndObject();
    }

    private static void anomalies(JsonGenerator json, Act act) throws IOException {
        json.writeObjectFieldStart("anomalies");
        json.writeNumberField("count", act.getAnomalyCount());
        json.writeArrayFieldStart("last");
        for (ActAnomaly anomaly : act.getLastAnomalies()) {
            json.writeStartObject();
            json.writeStringField("eventId", anomaly.getEventId());
            json.writeNumberField("sequence", anomaly.getSequence());
            json.writeStringField("rule", anomaly.getRule());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
