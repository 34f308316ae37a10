package org.dataembassy.site.status;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.common.TopicPartition;
import org.dataembassy.ledger.LedgerId;

/**
 * Where the tasks of this process post how they do, and others read it. Thread-safe.
 *
 * <p>Also holds each partition's <em>gate</em>: a task writes a block's entries with the gate's write lock, so whoever
 * holds the read lock sees the store between two blocks, never within one.
 */
public final class SiteBoard {
    /** The part that the service waits for while it has no memory of its own: nothing is answered then. */
    public static final String MEMORY = "memory";

    private final ConcurrentMap<LedgerId, PartitionReport> reports = new ConcurrentHashMap<>();
    private final ConcurrentMap<LedgerId, ReadWriteLock> gates = new ConcurrentHashMap<>();
    private final ConcurrentMap<LedgerId, String> corruption = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, String> waitingFor = new ConcurrentHashMap<>();
    private final ConcurrentMap<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final AtomicLong threadFailures = new AtomicLong();

    public void post(PartitionReport report) {
        reports.put(report.ledger(), report);
    }

    /** The partition has left this process. */
    public void withdraw(LedgerId ledger) {
        reports.remove(ledger);
    }

    public Optional<PartitionReport> report(LedgerId ledger) {
        return Optional.ofNullable(reports.get(ledger));
    }

    /** Of the partitions in this process, in order. */
    public Collection<PartitionReport> reports() {
        SortedMap<LedgerId, PartitionReport> sorted = new TreeMap<>(reports);
        return sorted.values();
    }

    /** Why nothing may be answered from this partition's store at this moment, a sentence; empty if it may. */
    public Optional<String> refusal(LedgerId ledger) {
        String memory = waitingFor.get(MEMORY);
        if (memory != null) {
            return Optional.of(memory);
        }
        PartitionReport report = reports.get(ledger);
        if (report == null) {
            return Optional.of("the partition " + ledger + " is being assigned or restored");
        }
        return report.store().mayServe()
                ? Optional.empty()
                : Optional.of(ledger + ": " + report.store().describe());
    }

    public ReadWriteLock gate(LedgerId ledger) {
        return gates.computeIfAbsent(ledger, l -> new ReentrantReadWriteLock(true));
    }

    /** A reader found an entry that is not what this site wrote; the partition's task has the store rebuilt. */
    public void reportCorruption(LedgerId ledger, String what) {
        corruption.putIfAbsent(ledger, what);
    }

    /** What {@link #reportCorruption} was told of this partition; forgotten by taking it. */
    public Optional<String> takeCorruption(LedgerId ledger) {
        return Optional.ofNullable(corruption.remove(ledger));
    }

    /**
     * The service waits for something or has a part that does not work.
     *
     * @param part what is not ready, such as {@code broker}
     * @param reason a sentence for an operator
     */
    public void waitFor(String part, String reason) {
        waitingFor.put(part, reason);
    }

    public void ready(String part) {
        waitingFor.remove(part);
    }

    /** Why the service is not ready, by part; empty if it is. */
    public SortedMap<String, String> waitingFor() {
        return new TreeMap<>(waitingFor);
    }

    /** A stream thread ended by an exception and is replaced. */
    public long threadFailed() {
        return threadFailures.incrementAndGet();
    }

    public long threadFailures() {
        return threadFailures.get();
    }

    /** For metrics that name each reason. */
    public Map<LedgerId, PartitionReport> snapshot() {
        return Map.copyOf(reports);
    }

    /** How far a stream thread has read a partition of a topic: the next offset. */
    public void postPosition(TopicPartition partition, long position) {
        positions.put(partition, position);
    }

    /** No thread of this process reads it any more. */
    public void withdrawPosition(TopicPartition partition) {
        positions.remove(partition);
    }

    public Optional<Long> position(TopicPartition partition) {
        return Optional.ofNullable(positions.get(partition));
    }

    /** What an operator must hear of although nothing stands still, beside the alarms of control. */
    public List<String> alarms() {
        return alarms.values().stream().sorted().toList();
    }

    private final ConcurrentMap<String, String> alarms = new ConcurrentHashMap<>();

    /** @param key names the alarm, so that it's raised once */
    public void raise(String key, String alarm) {
        alarms.put(key, alarm);
    }

    public void clear(String key) {
        alarms.remove(key);
    }
}
