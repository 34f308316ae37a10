package org.dataembassy.site.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.site.store.Location;

/**
 * Records that a stream thread has taken from the broker and will judge next, so that a task sees more than one at a time.
 * Holds no more than the thread itself has at hand: a record is forgotten when its turn comes. Says nothing about what
 * comes: a record that is missing here is judged all the same. Thread-safe.
 */
public final class ComingRecords {
    private final Map<Source, Deque<BlockRecord>> coming = new HashMap<>();

    private record Source(String topic, int partition) {}

    /** The thread has taken these, of one partition of a topic and in the order of their offsets. */
    public synchronized void came(String topic, int partition, List<BlockRecord> records) {
        Deque<BlockRecord> held = coming.computeIfAbsent(new Source(topic, partition), s -> new ArrayDeque<>());
        if (!held.isEmpty()
                && !records.isEmpty()
                && records.get(0).offset() <= held.getLast().offset()) {
            held.clear(); // read again from an earlier place: the partition was elsewhere meanwhile
        }
        held.addAll(records);
    }

    /** The thread doesn't read this partition of a topic any more. */
    public synchronized void gone(String topic, int partition) {
        coming.remove(new Source(topic, partition));
    }

    /** The turn of the record at this place has come. */
    synchronized void reached(Location location, int partition) {
        Deque<BlockRecord> held = coming.get(new Source(location.topic(), partition));
        while (held != null && !held.isEmpty() && held.getFirst().offset() <= location.offset()) {
            held.removeFirst();
        }
    }

    /** What is at hand behind the record that was reached last. */
    synchronized List<BlockRecord> behind(Location location, int partition) {
        Deque<BlockRecord> held = coming.get(new Source(location.topic(), partition));
        return held == null ? List.of() : new ArrayList<>(held);
    }
}
