package org.dataembassy.restorer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.dataembassy.restorer.replay.LedgerFault;

/** A verification as JSON: fields only ever get added; those that are there keep their meaning. */
public final class VerificationJson {
    private static final int FORMAT = 1;

    private VerificationJson() {}

    /** Indented, without an end of line. */
    public static String of(VerificationReport report) {
        ObjectNode json = ReportJson.object();
        json.put("format", FORMAT);
        json.put("registry", report.registry());
        json.put("verified", report.firstFault().isEmpty());
        json.put("depth", report.depth().name());
        json.put("startedAt", report.startedAt().toString());
        json.put("durationMillis", report.duration().toMillis());
        json.put("programVersion", report.programVersion());
        json.set("trustRoot", ReportJson.trust(report.trust()));
        ReportJson.strings(json.putArray("topics"), report.topics());
        report.firstFault().ifPresent(fault -> json.set("firstFault", fault(fault)));
        ArrayNode partitions = json.putArray("partitions");
        report.partitions().forEach(partition -> partitions.add(partition(partition)));
        json.set("notBelieved", ReportJson.findings(report.findingCounts(), report.findings()));
        ReportJson.strings(json.putArray("warnings"), report.warnings());
        return ReportJson.text(json);
    }

    private static ObjectNode partition(PartitionVerified partition) {
        ObjectNode json = ReportJson.object();
        json.put("partition", partition.ledger().partition());
        json.put("verified", partition.fault().isEmpty());
        json.put("blocks", partition.head().nextBlockIndex());
        json.put("events", partition.head().nextSequence());
        json.put("root", partition.head().root().hex());
        partition.firstRecordedAt().ifPresent(time -> json.put("firstRecordedAt", time.toString()));
        partition.lastRecordedAt().ifPresent(time -> json.put("lastRecordedAt", time.toString()));
        ArrayNode epochs = json.putArray("epochs");
        for (PartitionVerified.EpochSeen epoch : partition.epochs()) {
            epochs.addObject()
                    .put("number", epoch.number())
                    .put("epochId", epoch.epochId().hex())
                    .put("site", epoch.site())
                    .put("firstBlock", epoch.firstBlock())
                    .put("lastBlock", epoch.lastBlock());
        }
        ArrayNode keys = json.putArray("signingKeys");
        for (PartitionVerified.SigningKeySeen key : partition.signingKeys()) {
            keys.addObject()
                    .put("signingKeyId", key.keyId().hex())
                    .put("blocks", key.blocks())
                    .put("firstBlock", key.firstBlock())
                    .put("lastBlock", key.lastBlock());
        }
        json.put("checkpointsConfirmed", partition.checkpointsConfirmed());
        partition.checkpointBeyond().ifPresent(stated -> json.set("checkpointBeyond", ReportJson.checkpoint(stated)));
        partition.fault().ifPresent(fault -> json.set("fault", fault(fault)));
        return json;
    }

    private static ObjectNode fault(LedgerFault fault) {
        ObjectNode json = ReportJson.object();
        json.put("partition", fault.ledger().partition());
        json.put("blockIndex", fault.blockIndex());
        fault.place().ifPresent(place -> {
            json.put("topic", place.source().topic());
            json.put("offset", place.offset());
        });
        json.put("reason", fault.reason());
        json.put("detail", fault.detail());
        return json;
    }
}
