package org.dataembassy.ledger.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.merkle.CompactRange;

/**
 * Inclusion paths over a ledger's blocks (RFC 6962 section 2.1.1) from what headers carry. The frontier in a header holds
 * the roots of all that lies left of its block; together with the block's leaf it gives the root of any aligned run that
 * ends with the block. So a path takes the block's own header and one more for each sibling on its right: at most
 * log2(n) + 1 headers, whatever the ledger's length.
 */
public final class BlockPaths {
    private BlockPaths() {}

    /**
     * The siblings on the way from a block's leaf to the root over the first {@code size} blocks, lowest first.
     *
     * @param size more than {@code blockIndex}
     */
    public static List<Digest> path(long blockIndex, long size, LedgerHistory history) {
        if (blockIndex < 0 || blockIndex >= size) {
            throw new IllegalArgumentException("block index: expected 0 to " + (size - 1) + ", got " + blockIndex);
        }
        // All left siblings are in the block's own header, the lowest last.
        Deque<Digest> left = new ArrayDeque<>(history.frontierAt(blockIndex).hashes());
        List<Digest> path = new ArrayList<>();
        climb(blockIndex, 0, size, history, left, path);
        return List.copyOf(path);
    }

    private static void climb(
            long blockIndex, long from, long to, LedgerHistory history, Deque<Digest> left, List<Digest> path) {
        if (to - from == 1) {
            return;
        }
        long middle = from + Long.highestOneBit(to - from - 1);
        if (blockIndex < middle) {
            climb(blockIndex, from, middle, history, left, path);
            path.add(root(middle, to, history));
        } else {
            climb(blockIndex, middle, to, history, left, path);
            path.add(left.removeLast());
        }
    }

    /** The root over the first {@code size} blocks, from one header. */
    public static Digest rootAt(long size, LedgerHistory history) {
        return size == 0 ? CompactRange.EMPTY.root() : root(0, size, history);
    }

    /**
     * The root of blocks [from, to), a subtree of RFC 6962's split: {@code from} is a multiple of a power of two that is
     * at least {@code to - from}, so the last block's frontier has a seam there.
     */
    private static Digest root(long from, long to, LedgerHistory history) {
        long last = to - 1;
        if (last == from) {
            return history.leafAt(last);
        }
        List<Digest> hashes = history.frontierAt(last).hashes();
        int within = Long.bitCount(last - from);
        return new CompactRange(last - from, hashes.subList(hashes.size() - within, hashes.size()))
                .append(history.leafAt(last))
                .root();
    }
}
