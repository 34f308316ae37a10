package org.dataembassy.ledger.kafka.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.testkit.TestEvents;

/** Small batches for tests. */
final class Batches {
    private static final Random RANDOM = new Random(11);

    private Batches() {}

    /** One block for each named partition. */
    static Batch of(Integer... partitions) {
        return from("test", 0, partitions);
    }

    /** The same, that takes an input in up to a position. */
    static Batch from(String source, long position, Integer... partitions) {
        List<BlockDraft> drafts = new ArrayList<>();
        Arrays.stream(partitions).forEach(partition -> drafts.add(draft(partition, 3)));
        return new Batch(drafts, new TreeMap<>(Map.of(source, position)));
    }

    static BlockDraft draft(int partition, int events) {
        Instant now = TestLand.now();
        List<byte[]> content;
        synchronized (RANDOM) {
            content = TestEvents.some(RANDOM, events, 64);
        }
        return new BlockDraft(partition, content, now, now, List.of(TestEvents.schema()));
    }
}
