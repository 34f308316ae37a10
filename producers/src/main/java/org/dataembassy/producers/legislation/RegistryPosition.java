package org.dataembassy.producers.legislation;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dataembassy.producers.LedgerPosition;
import org.dataembassy.producers.Receipt;

/** The position of the whole registry while lines are committed one after the other. Not thread-safe. */
final class RegistryPosition {
    private final SortedMap<Integer, Long> sequences = new TreeMap<>();
    private final SortedMap<Integer, Long> offsets = new TreeMap<>();
    private final SortedMap<Integer, Long> blockEnds = new TreeMap<>();

    RegistryPosition(Map<Integer, LedgerPosition> before) {
        before.forEach((partition, position) -> {
            sequences.put(partition, position.lastSequence());
            offsets.put(partition, position.lastOffset());
            blockEnds.put(partition, position.lastSequence());
        });
    }

    LineReceipt after(long line, String actId, Receipt receipt) {
        int partition = receipt.ledger().partition();
        sequences.put(partition, receipt.sequence());
        offsets.put(partition, receipt.offset());
        blockEnds.put(partition, receipt.blockLastSequence());
        return new LineReceipt(line, actId, receipt, sequences, offsets, sequences.equals(blockEnds));
    }
}
