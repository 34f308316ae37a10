package org.dataembassy.site.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.VouchedHeaders;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.site.store.Location;

/**
 * Finds long runs of small blocks among the records that come next, so that one signature is verified for all of a run
 * ({@link VouchedHeaders}). Only when many are at hand, which is when a site catches up: one that keeps up verifies every
 * signature. For the task's thread.
 */
final class SignatureRuns {
    /** Fewer records at hand are judged one by one. */
    static final int LONG = 16;

    /** Bytes of records that are looked at together: those of large blocks aren't worth it. */
    private static final int MAX_BYTES = 1 << 20;

    private VouchedHeaders vouched = VouchedHeaders.NONE;
    private String topic = "";
    private long from;
    private long upTo = -1;

    /**
     * What is vouched for while the record at {@code location} is judged.
     *
     * @param head the head before it
     * @param behind the records that will be judged after it, if nothing comes between
     */
    VouchedHeaders at(
            LedgerId ledger,
            Head head,
            ControlView view,
            Location location,
            byte[] value,
            Supplier<List<BlockRecord>> behind) {
        boolean lookedAt = location.topic().equals(topic) && from <= location.offset() && location.offset() <= upTo;
        if (lookedAt) {
            return vouched;
        }
        if (value.length > MAX_BYTES / LONG) {
            return VouchedHeaders.NONE;
        }
        List<byte[]> values = new ArrayList<>();
        values.add(value);
        long bytes = value.length;
        long last = location.offset();
        for (BlockRecord record : behind.get()) {
            bytes += record.value() == null ? 0 : record.value().length;
            if (bytes > MAX_BYTES) {
                break;
            }
            values.add(record.value());
            last = record.offset();
        }
        if (values.size() < LONG) {
            return VouchedHeaders.NONE;
        }
        vouched = VouchedHeaders.among(ledger, head, view, values);
        topic = location.topic();
        from = location.offset();
        upTo = last;
        return vouched;
    }
}
