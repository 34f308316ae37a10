package org.dataembassy.producers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.dataembassy.ledger.block.BlockLimits;

/**
 * Calls that were accepted and not yet handed to the writer, and when the next transaction is due: when its first call
 * has waited for the linger, or as soon as one block is full. A call is never split over transactions. Pure: time comes
 * in as nanoseconds of any clock that doesn't run backwards. Not thread-safe.
 */
final class PendingCalls {
    /** A transaction takes calls up to this many bytes; a larger call has a transaction of its own. */
    static final long TRANSACTION_BYTES = 8L << 20;

    /** And up to this many events. */
    static final int TRANSACTION_EVENTS = 16_000;

    /** And up to this many partitions, so that the number of blocks stays within what a header can name. */
    static final int TRANSACTION_PARTITIONS = 128;

    private final long lingerNanos;
    private final int transactionEvents;
    private final long plentyBytes;
    private final Deque<Arrived> calls = new ArrayDeque<>();
    private final int[] events;
    private final long[] bytes;
    private int fullPartitions;
    private long allEvents;
    private long allBytes;

    private record Arrived(AcceptedCall call, long atNanos) {}

    /** @param transactionEvents at most {@link #TRANSACTION_EVENTS}; a larger call goes alone */
    PendingCalls(long lingerNanos, int partitions, int transactionEvents) {
        this.lingerNanos = lingerNanos;
        this.transactionEvents = transactionEvents;
        this.plentyBytes = Math.min(TRANSACTION_BYTES, (long) partitions * BlockLimits.LOAD_BODY_BYTES);
        this.events = new int[partitions];
        this.bytes = new long[partitions];
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    void add(AcceptedCall call, long nowNanos) {
        calls.add(new Arrived(call, nowNanos));
        count(call, 1);
    }

    /** How long until {@link #take} is due: 0 for now, {@link Long#MAX_VALUE} while there is nothing. */
    long dueInNanos(long nowNanos) {
        if (calls.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (fullPartitions > 0) {
            return 0;
        }
        return Math.max(0, lingerNanos - (nowNanos - calls.peek().atNanos()));
    }

    /** Whether what waits fills a transaction, or on the average the largest block of each partition. */
    boolean isPlenty() {
        return allEvents >= transactionEvents || allBytes >= plentyBytes;
    }

    /** The calls of the next transaction, in order of arrival; at least one if there is any. */
    List<AcceptedCall> take() {
        List<AcceptedCall> taken = new ArrayList<>();
        BitSet partitions = new BitSet(events.length);
        long takenBytes = 0;
        int takenEvents = 0;
        while (!calls.isEmpty()) {
            AcceptedCall next = calls.peek().call();
            takenBytes += next.bytes();
            takenEvents += next.events().size();
            next.events().forEach(event -> partitions.set(event.partition()));
            boolean fits = takenBytes <= TRANSACTION_BYTES
                    && takenEvents <= transactionEvents
                    && partitions.cardinality() <= TRANSACTION_PARTITIONS;
            if (!fits && !taken.isEmpty()) {
                break;
            }
            calls.remove();
            count(next, -1);
            taken.add(next);
        }
        return taken;
    }

    private void count(AcceptedCall call, int sign) {
        allEvents += (long) sign * call.events().size();
        allBytes += sign * call.bytes();
        for (EncodedEvent event : call.events()) {
            count(event, sign);
        }
    }

    private void count(EncodedEvent event, int sign) {
        int partition = event.partition();
        boolean wasFull = isFull(partition);
        events[partition] += sign;
        bytes[partition] += (long) sign * event.bytes().length;
        boolean full = isFull(partition);
        if (full != wasFull) {
            fullPartitions += full ? 1 : -1;
        }
    }

    private boolean isFull(int partition) {
        return events[partition] >= BlockLimits.TARGET_EVENTS || bytes[partition] >= BlockLimits.TARGET_BODY_BYTES;
    }
}
