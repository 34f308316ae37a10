package org.dataembassy.ledger.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Finds partitions that an open transaction keeps from being read to their end with read_committed, and who holds them.
 * Looks and, when told to, ends; it never decides. For one thread.
 *
 * @see StableLog for a writer that settles its own
 */
public final class HeldLogs implements AutoCloseable {
    private final KafkaClients clients;
    private Admin admin;

    private HeldLogs(KafkaClients clients) {
        this.clients = clients;
    }

    /** Doesn't connect yet. */
    public static HeldLogs of(KafkaClients clients) {
        return new HeldLogs(clients);
    }

    /**
     * How far a partition goes.
     *
     * @param stable the first offset that read_committed doesn't give
     * @param end the first offset that isn't there; above {@code stable} while a transaction is open
     */
    public record Extent(long stable, long end) {
        public boolean isHeld() {
            return stable < end;
        }
    }

    /**
     * A producer with an open transaction in a partition.
     *
     * @param coordinatorEpoch of the last marker, 0 if there was none
     * @param startOffset of the transaction in the partition
     * @param transactionalId if the coordinator knows that the transaction goes on; empty for one that it has forgotten and
     *     that nobody will ever end (KIP-664)
     */
    public record Holder(
            long producerId, int epoch, int coordinatorEpoch, long startOffset, Optional<String> transactionalId) {
        public boolean isHanging() {
            return transactionalId.isEmpty();
        }
    }

    /**
     * How far partitions go; those that don't exist are left out.
     *
     * @throws KafkaException if the broker doesn't answer
     */
    public Map<TopicPartition, Extent> extents(Collection<TopicPartition> partitions) {
        // In this order: what is committed in between makes nothing look held.
        Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = ends(partitions, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Extent> extents = new HashMap<>();
        ends.forEach((partition, end) -> Optional.ofNullable(stable.get(partition))
                .ifPresent(offset -> extents.put(partition, new Extent(offset, Math.max(offset, end)))));
        return extents;
    }

    /** Who holds a partition; none if it was set free meanwhile. */
    public List<Holder> holders(TopicPartition partition) {
        List<Holder> holders = new ArrayList<>();
        for (ProducerState producer : get(admin().describeProducers(List.of(partition))
                        .partitionResult(partition))
                .activeProducers()) {
            producer.currentTransactionStartOffset()
                    .ifPresent(start -> holders.add(new Holder(
                            producer.producerId(),
                            producer.producerEpoch(),
                            producer.coordinatorEpoch().orElse(0),
                            start,
                            knownTransaction(producer.producerId(), partition))));
        }
        return holders;
    }

    private Optional<String> knownTransaction(long producerId, TopicPartition partition) {
        ListTransactionsOptions ofProducer = new ListTransactionsOptions().filterProducerIds(Set.of(producerId));
        for (TransactionListing listing :
                get(admin().listTransactions(ofProducer).all())) {
            String id = listing.transactionalId();
            try {
                if (get(admin().describeTransactions(List.of(id)).description(id))
                        .topicPartitions()
                        .contains(partition)) {
                    return Optional.of(id);
                }
            } catch (TransactionalIdNotFoundException e) {
                // It has just expired.
            }
        }
        return Optional.empty();
    }

    /**
     * Ends a holder's transaction as aborted, past its coordinator: only for one that hangs, and once nothing in it is
     * needed.
     *
     * @throws KafkaException if the broker doesn't answer or refuses
     */
    public void end(TopicPartition partition, Holder holder) {
        get(admin().abortTransaction(new AbortTransactionSpec(
                        partition, holder.producerId(), (short) holder.epoch(), holder.coordinatorEpoch()))
                .all());
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        ListOffsetsResult result = admin().listOffsets(wanted, new ListOffsetsOptions(isolation));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : wanted.keySet()) {
            try {
                ends.put(partition, get(result.partitionResult(partition)).offset());
            } catch (UnknownTopicOrPartitionException e) {
                // Nothing to hold.
            }
        }
        return ends;
    }

    private Admin admin() {
        if (admin == null) {
            admin = clients.newAdmin();
        }
        return admin;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(KafkaClients.CALL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
