package org.dataembassy.site.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.store.Location;

/** The JSON of records on the site's own topics. They name places, reasons and digests, never content. */
final class Notices {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Notices() {}

    /** {@code topic-partition@offset}. */
    static String place(LedgerId ledger, Location location) {
        return location.topic() + "-" + ledger.partition() + "@" + location.offset();
    }

    static byte[] refused(
            LedgerId ledger, Location location, String reason, String detail, byte[] value, Instant seenAt) {
        ObjectNode notice = JSON.createObjectNode();
        notice.put("registry", ledger.registry());
        notice.put("partition", ledger.partition());
        notice.put("topic", location.topic());
        notice.put("offset", location.offset());
        notice.put("reason", reason);
        notice.put("detail", detail);
        notice.put("valueBytes", value == null ? 0 : value.length);
        notice.put("valueSha256", value == null ? null : Digest.sha256(value).hex());
        notice.put("seenAt", seenAt.toString());
        return bytes(notice);
    }

    static byte[] status(PartitionReport report, Instant at) {
        ObjectNode notice = JSON.createObjectNode();
        notice.put("registry", report.ledger().registry());
        notice.put("partition", report.ledger().partition());
        notice.put("state", report.state().name());
        report.halt()
                .ifPresent(halt -> notice.putObject("halt")
                        .put("reason", halt.reason().name())
                        .put("detail", halt.detail())
                        .put("since", halt.since().toString())
                        .put("next", halt.reason().next()));
        notice.put("nextBlockIndex", report.head().nextBlockIndex());
        notice.put("nextSequence", report.head().nextSequence());
        notice.put("root", report.head().root().hex());
        notice.put("at", at.toString());
        return bytes(notice);
    }

    private static byte[] bytes(ObjectNode notice) {
        try {
            return JSON.writeValueAsBytes(notice);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notice can't be written as JSON", e);
        }
    }
}
