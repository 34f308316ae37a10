package org.dataembassy.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataembassy.producers.legislation.LineReceipt;

/** A line's receipt as {@code publish --receipts} writes it. */
final class ReceiptLines {
    private ReceiptLines() {}

    static String json(LineReceipt line, int partitions) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("line", line.line());
        fields.put("entityId", line.actId());
        fields.put("eventId", line.receipt().eventId().toString());
        fields.put("ledger", line.receipt().ledger().toString());
        fields.put("sequence", line.receipt().sequence());
        fields.put("blockIndex", line.receipt().blockIndex());
        fields.put("offset", line.receipt().offset());
        fields.put("toSequence", position(line.sequences(), partitions));
        fields.put("toOffset", position(line.offsets(), partitions));
        fields.put("toOffsetIsExact", line.offsetsExact());
        return Json.line(fields);
    }

    /** {@code 0:17,1:none}, as {@code restore run} takes it: every partition is named. */
    static String position(SortedMap<Integer, Long> byPartition, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition ->
                        partition + ":" + (byPartition.containsKey(partition) ? byPartition.get(partition) : "none"))
                .collect(Collectors.joining(","));
    }
}
