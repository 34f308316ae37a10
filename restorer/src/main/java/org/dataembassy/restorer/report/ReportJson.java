package org.dataembassy.restorer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.restorer.replay.Finding;
import org.dataembassy.restorer.replay.HeadWitness;

/** {@code report.json}: fields only ever get added; those that are there keep their meaning. */
public final class ReportJson {
    private static final int FORMAT = 1;
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportJson() {}

    /** Indented, without an end of line. */
    public static String of(RestoreReport report) {
        ObjectNode json = object();
        json.put("format", FORMAT);
        json.put("registry", report.registry());
        json.put("position", report.position().describe());
        json.put("startedAt", report.startedAt().toString());
        json.put("durationMillis", report.duration().toMillis());
        json.put("programVersion", report.programVersion());
        json.set("trustRoot", trust(report.trust()));
        json.put("stateDigest", report.stateDigest().hex());
        json.put("entities", report.entities());
        json.put("events", report.events());
        json.put("anomalies", report.anomalies());
        ArrayNode partitions = json.putArray("partitions");
        report.partitions().forEach(partition -> partitions.add(partition(partition)));
        json.set("notBelieved", findings(report.findingCounts(), report.findings()));
        json.set("splits", splits(report.splits()));
        ArrayNode files = json.putArray("files");
        report.files().forEach(file -> files.add(file(file)));
        strings(json.putArray("warnings"), report.warnings());
        return text(json);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static String text(ObjectNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report can't be written as JSON", e);
        }
    }

    static ObjectNode trust(TrustUsed trust) {
        ObjectNode json = object();
        json.put("domain", trust.domain().hex());
        json.put("version", trust.version());
        json.put("digest", trust.digest().hex());
        json.put("expires", trust.expires().toString());
        json.put("expired", trust.expired());
        return json;
    }

    private static ObjectNode partition(PartitionReached partition) {
        ObjectNode json = object();
        json.put("partition", partition.ledger().partition());
        json.put("blocks", partition.blocks());
        json.put("events", partition.events());
        if (partition.events() > 0) {
            json.put("lastSequence", partition.events() - 1);
        }
        json.put("root", partition.verified().root().hex());
        partition.lastRecordedAt().ifPresent(time -> json.put("lastRecordedAt", time.toString()));
        json.put("recordedBackwards", partition.recordedBackwards());
        json.put("settled", partition.settled().name());
        partition.lastBlock().ifPresent(block -> json.set("lastBlock", lastBlock(block)));
        json.put("checkpointsConfirmed", partition.checkpointsConfirmed());
        partition.checkpointBeyond().ifPresent(stated -> json.set("checkpointBeyond", checkpoint(stated)));
        return json;
    }

    private static ObjectNode lastBlock(LastBlock block) {
        ObjectNode json = object();
        json.put("blockIndex", block.blockIndex());
        json.put("leaf", block.leaf().hex());
        json.put("topic", block.place().source().topic());
        json.put("offset", block.place().offset());
        json.put("epoch", block.epoch());
        json.put("site", block.site());
        json.put("sealedAt", block.sealedAt().toString());
        json.put("firstSequence", block.firstSequence());
        json.put("eventCount", block.eventCount());
        json.put("eventsTaken", block.eventsTaken());
        return json;
    }

    static ObjectNode checkpoint(HeadWitness.Statement stated) {
        ObjectNode json = object();
        json.put("author", stated.author());
        json.put("issuedAt", stated.issuedAt().toString());
        json.put("blocks", stated.blocks());
        json.put("events", stated.events());
        json.put("root", stated.root().hex());
        return json;
    }

    static ObjectNode findings(Map<String, Long> counts, List<Finding> first) {
        ObjectNode json = object();
        ObjectNode byReason = json.putObject("counts");
        counts.forEach(byReason::put);
        ArrayNode records = json.putArray("first");
        for (Finding finding : first) {
            ObjectNode record = records.addObject();
            record.put("kind", finding.kind().name());
            record.put("reason", finding.reason().name());
            record.put("partition", finding.ledger().partition());
            record.put("topic", finding.place().source().topic());
            record.put("offset", finding.place().offset());
            finding.claimedBlockIndex().ifPresent(index -> record.put("claimedBlockIndex", index));
            record.put("detail", finding.detail());
        }
        return json;
    }

    private static ObjectNode splits(Splits splits) {
        ObjectNode json = object();
        json.put("transactionCount", splits.transactionCount());
        json.put("complete", splits.complete());
        ArrayNode transactions = json.putArray("transactions");
        for (Splits.SplitTransaction split : splits.transactions()) {
            ObjectNode transaction = transactions.addObject();
            places(transaction.putArray("taken"), split.taken());
            places(transaction.putArray("cut"), split.cut());
            places(transaction.putArray("missing"), split.missing());
        }
        strings(json.putArray("cases"), splits.cases());
        return json;
    }

    private static void places(ArrayNode json, List<BlockPlace> places) {
        for (BlockPlace place : places) {
            json.addObject().put("partition", place.partition()).put("blockIndex", place.blockIndex());
        }
    }

    private static ObjectNode file(WrittenFile file) {
        ObjectNode json = object();
        json.put("name", file.name());
        json.put("records", file.records());
        json.put("bytes", file.bytes());
        json.put("sha256", file.sha256().hex());
        return json;
    }

    static void strings(ArrayNode json, Collection<String> values) {
        values.forEach(json::add);
    }
}
