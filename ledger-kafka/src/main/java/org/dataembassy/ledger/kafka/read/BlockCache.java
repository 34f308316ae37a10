package org.dataembassy.ledger.kafka.read;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The records read last, within a bound of bytes. Thread-safe. */
final class BlockCache {
    private static final long MAX_BYTES = 16L << 20;

    private record Place(String topic, int partition, long offset) {}

    private final Map<Place, BlockRecord> records = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized Optional<BlockRecord> find(String topic, int partition, long offset) {
        return Optional.ofNullable(records.get(new Place(topic, partition, offset)));
    }

    synchronized void add(BlockRecord read) {
        BlockRecord before = records.put(new Place(read.topic(), read.partition(), read.offset()), read);
        bytes += size(read) - (before == null ? 0 : size(before));
        Iterator<BlockRecord> oldest = records.values().iterator();
        while (bytes > MAX_BYTES && records.size() > 1) {
            bytes -= size(oldest.next());
            oldest.remove();
        }
    }

    private static long size(BlockRecord read) {
        return read.value() == null ? 0 : read.value().length;
    }
}
