package org.dataembassy.ledger.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What carriers do to the blocks of one ledger, from a seed: several sources (local topic, mirrored topic, courier), each
 * with the blocks reordered within a window, some twice, some much later, and read in any interleaving.
 */
public final class Delivery {
    private final Random random;

    public Delivery(long seed) {
        this.random = new Random(seed);
    }

    /** One source: every block at least once. */
    public List<byte[]> source(List<byte[]> blocks) {
        int window = 1 + random.nextInt(12);
        List<byte[]> source = new ArrayList<>(blocks);
        for (int from = 0; from < source.size(); from += window) {
            Collections.shuffle(source.subList(from, Math.min(source.size(), from + window)), random);
        }
        int repeated = random.nextInt(1 + blocks.size() / 4);
        for (int i = 0; i < repeated; i++) {
            source.add(random.nextInt(source.size() + 1), blocks.get(random.nextInt(blocks.size())));
        }
        int delayed = random.nextInt(1 + blocks.size() / 10);
        for (int i = 0; i < delayed; i++) {
            byte[] late = source.remove(random.nextInt(source.size()));
            source.add(Math.min(source.size(), random.nextInt(source.size() + 1) + 40), late);
        }
        return source;
    }

    /** A source that has lost some blocks on the way. */
    public List<byte[]> lossySource(List<byte[]> blocks) {
        List<byte[]> source = source(blocks);
        source.removeIf(block -> random.nextInt(5) == 0);
        return source;
    }

    /** Reads all sources to their ends, each in its order, interleaved anyhow. */
    public void deliver(List<List<byte[]>> sources, ModelReceiver receiver) {
        int[] next = new int[sources.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            open.add(i);
        }
        while (!open.isEmpty()) {
            int which = open.get(random.nextInt(open.size()));
            int run = 1 + random.nextInt(8);
            while (run-- > 0 && next[which] < sources.get(which).size()) {
                receiver.take(sources.get(which), next[which]++);
            }
            if (next[which] == sources.get(which).size()) {
                open.remove((Integer) which);
            }
        }
    }
}
