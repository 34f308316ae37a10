package org.dataembassy.site.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Head;
import org.dataembassy.schemas.RegistryModel;
import org.dataembassy.site.query.DigestAnswer;
import org.dataembassy.site.query.EntityAnswer;
import org.dataembassy.site.query.EvidenceAnswer;
import org.dataembassy.site.query.Freshness;
import org.dataembassy.site.query.HistoryAnswer;
import org.dataembassy.site.query.LookupAnswer;
import org.dataembassy.site.query.ProofAnswer;
import org.dataembassy.site.query.Provenance;
import org.dataembassy.site.query.TrustState;
import org.dataembassy.site.store.EvidenceEntry;
import org.dataembassy.site.store.Halt;

/** The JSON of answers, as {@code openapi.json} describes it. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be written as JSON", e);
        }
    }

    static ObjectNode entity(EntityAnswer answer) {
        ObjectNode node = object();
        node.put("entityId", answer.entityId());
        node.put("eventCount", answer.eventCount());
        if (answer.stateJson().isPresent()) {
            node.putRawValue("state", new RawValue(answer.stateJson().get()));
        } else {
            node.putNull("state");
        }
        node.set("provenance", provenance(answer.provenance()));
        return node;
    }

    static ObjectNode history(HistoryAnswer answer) {
        ObjectNode node = object();
        node.put("entityId", answer.entityId());
        node.put("eventCount", answer.eventCount());
        ArrayNode events = node.putArray("events");
        for (HistoryAnswer.Entry entry : answer.events()) {
            RegistryModel.Meta meta = entry.meta();
            events.addObject()
                    .put("sequence", entry.sequence())
                    .put("blockIndex", entry.blockIndex())
                    .put("type", entry.type())
                    .put("eventId", meta.eventId())
                    .put("recordedAt", meta.recordedAt().toString())
                    .put("effectiveOn", meta.effectiveOn().toString())
                    .put("actor", meta.actor())
                    .put("basis", meta.basis())
                    .put("caseId", meta.caseId())
                    .put("corrects", meta.corrects());
        }
        if (answer.nextAfter().isPresent()) {
            node.put("nextAfter", answer.nextAfter().getAsLong());
        } else {
            node.putNull("nextAfter");
        }
        node.set("provenance", provenance(answer.provenance()));
        return node;
    }

    /** The proof is written as it is in a file, byte for byte. */
    static ObjectNode proof(ProofAnswer answer) {
        ObjectNode node = object();
        node.put("restsOn", answer.restsOn().label());
        node.putRawValue(
                "proof", new RawValue(new String(answer.proof().toJson(), java.nio.charset.StandardCharsets.UTF_8)));
        node.set("provenance", provenance(answer.provenance()));
        return node;
    }

    static ObjectNode lookup(LookupAnswer answer) {
        ObjectNode node = object();
        ArrayNode found = node.putArray("found");
        answer.found()
                .forEach(hit -> found.addObject()
                        .put("entityId", hit.hit().entityId())
                        .put("partition", hit.ledger().partition())
                        .put("sinceSequence", hit.hit().fromSequence()));
        node.put("nextCursor", answer.nextCursor().orElse(null));
        ArrayNode missing = node.putArray("missingPartitions");
        answer.missing()
                .forEach((ledger, why) ->
                        missing.addObject().put("partition", ledger.partition()).put("reason", why));
        node.set("provenance", provenances(answer.provenance()));
        return node;
    }

    static ObjectNode digest(DigestAnswer answer) {
        ObjectNode node = object();
        node.put("stateDigest", answer.digest().hex());
        node.put("entities", answer.entities());
        node.put("stateSchema", answer.stateSchema().hex());
        node.set("provenance", provenances(answer.provenance()));
        return node;
    }

    static ObjectNode evidence(EvidenceAnswer answer) {
        ObjectNode node = object();
        node.put("partition", answer.ledger().partition());
        node.put("epoch", answer.place().epoch());
        node.put("blockIndex", answer.place().blockIndex());
        node.put("leaf", answer.place().leaf().hex());
        node.put("reason", answer.entry().reason());
        node.put("detail", answer.entry().detail());
        node.put("seenAt", answer.entry().seenAt().toString());
        ArrayNode blocks = node.putArray("blocks");
        for (EvidenceEntry.Witness block : answer.entry().blocks()) {
            blocks.addObject()
                    .put("topic", block.location().topic())
                    .put("offset", block.location().offset())
                    .put("header", block.header())
                    .put("signature", block.signature());
        }
        return node;
    }

    static ArrayNode provenances(Collection<Provenance> all) {
        ArrayNode array = MAPPER.createArrayNode();
        all.forEach(one -> array.add(provenance(one)));
        return array;
    }

    static ObjectNode provenance(Provenance provenance) {
        ObjectNode node = object();
        node.put("registry", provenance.ledger().registry());
        node.put("partition", provenance.ledger().partition());
        node.put("status", provenance.state().name());
        provenance.halt().ifPresent(halt -> node.set("halt", halt(halt)));
        provenance.lastEvent().ifPresent(event -> {
            node.put("epoch", event.epoch());
            node.put("sequence", event.position().sequence());
            node.put("blockIndex", event.position().blockIndex());
            node.put("leaf", event.leaf().hex());
            node.put("recordedAt", event.position().recordedAt().toString());
        });
        node.set("head", head(provenance));
        node.set("freshness", freshness(provenance.freshness()));
        node.set("trustRoot", trust(provenance.trust()));
        return node;
    }

    private static ObjectNode head(Provenance provenance) {
        Head head = provenance.head();
        ObjectNode node = object();
        node.put("nextBlockIndex", head.nextBlockIndex());
        node.put("nextSequence", head.nextSequence());
        node.put("root", head.root().hex());
        provenance.lastBlock().ifPresent(last -> {
            node.put("epoch", last.epoch());
            node.put("leaf", last.leaf().hex());
            node.put("recordedAt", last.lastRecordedAt().toString());
            node.put("sealedAt", last.sealedAt().toString());
        });
        return node;
    }

    static ObjectNode halt(Halt halt) {
        return object().put("reason", halt.reason().name())
                .put("detail", halt.detail())
                .put("since", halt.since().toString())
                .put("next", halt.reason().next());
    }

    private static ObjectNode freshness(Freshness freshness) {
        ObjectNode node = object();
        node.put("checkpointAt", freshness.checkpointAt().map(Instant::toString).orElse(null));
        node.put(
                "lagBlocks",
                freshness.lagBlocks().isPresent() ? freshness.lagBlocks().getAsLong() : null);
        node.put(
                "lagEvents",
                freshness.lagEvents().isPresent() ? freshness.lagEvents().getAsLong() : null);
        node.put("ageMillis", freshness.age().map(Duration::toMillis).orElse(null));
        return node;
    }

    static ObjectNode trust(TrustState trust) {
        return object().put("version", trust.version())
                .put("digest", trust.digest().hex())
                .put("expires", trust.expires().toString())
                .put("expired", trust.expired());
    }

    /** RFC 9457, with {@code code}, {@code what} and {@code next} of our own. */
    static ObjectNode problem(int status, String code, String what, String next, Optional<Provenance> judgedAt) {
        ObjectNode node = object();
        node.put("type", "urn:data-embassy:problem:" + code);
        node.put("title", what);
        node.put("status", status);
        node.put("code", code);
        node.put("what", what);
        node.put("next", next);
        judgedAt.ifPresent(at -> node.set("provenance", provenance(at)));
        return node;
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }
}
