package org.dataembassy.ledger.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a topic can be read with read_committed, and what stands in the way.
 *
 * <p>A broker answers {@code commitTransaction} before the transaction's markers are written. If its process dies in
 * between, the transaction may stay open for ever ("hanging", KIP-664): seen with 4.3.1 once in eight kills right after
 * a commit, the coordinator being none the wiser. Hence a writer acknowledges only what is visible, and ends hanging
 * transactions when it takes over. For one thread.
 */
public final class StableLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StableLog.class);
    private static final long FIRST_PAUSE_MICROS = 500;
    private static final long MAX_PAUSE_MICROS = 50_000;

    private final KafkaClients clients;
    private final String topic;
    private Admin admin;

    private StableLog(KafkaClients clients, String topic) {
        this.clients = clients;
        this.topic = topic;
    }

    /** Doesn't connect yet. */
    public static StableLog of(KafkaClients clients, String topic) {
        return new StableLog(clients, topic);
    }

    /**
     * Waits until records are visible to read_committed readers.
     *
     * @param offsets by partition the last one that has to be visible
     * @throws KafkaException if they aren't within {@code timeout}
     */
    public void awaitVisible(Map<Integer, Long> offsets, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (long pause = FIRST_PAUSE_MICROS; true; pause = Math.min(MAX_PAUSE_MICROS, 2 * pause)) {
            Map<Integer, Long> ends = ends(offsets.keySet(), IsolationLevel.READ_COMMITTED);
            if (offsets.entrySet().stream().allMatch(wanted -> ends.get(wanted.getKey()) > wanted.getValue())) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("committed records of " + topic + " do not become visible at " + offsets);
            }
            pause(pause);
        }
    }

    /**
     * Makes everything on the topic visible or aborted. Only for whoever has just called {@code initTransactions} and is
     * the topic's one writer, by rule or among those that {@code ours} names.
     *
     * @param partitions of the topic
     * @param ours producers whose open transactions are hanging, and are ended
     * @throws EmbassyException LOG_HELD_OPEN if another transaction stays open
     * @throws KafkaException if the broker doesn't answer
     */
    public void settle(Collection<Integer> partitions, Predicate<ProducerState> ours, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (long pause = FIRST_PAUSE_MICROS; true; pause = Math.min(MAX_PAUSE_MICROS, 2 * pause)) {
            Map<Integer, Long> stable = ends(partitions, IsolationLevel.READ_COMMITTED);
            Map<Integer, Long> all = ends(partitions, IsolationLevel.READ_UNCOMMITTED);
            Set<Integer> open = new TreeSet<>(partitions);
            open.removeIf(partition -> stable.get(partition) >= all.get(partition));
            if (open.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                int first = open.iterator().next();
                throw new EmbassyException(
                        Problem.LOG_HELD_OPEN,
                        "A transaction is open in " + topic + "-" + first + " from offset " + stable.get(first)
                                + " on.");
            }
            endHanging(open, ours);
            pause(pause);
        }
    }

    /** The producer id of a transactional id. */
    public long producerId(String transactionalId) {
        return get(admin().describeTransactions(List.of(transactionalId)).description(transactionalId))
                .producerId();
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }

    private void endHanging(Set<Integer> partitions, Predicate<ProducerState> ours) {
        List<TopicPartition> named =
                partitions.stream().map(p -> new TopicPartition(topic, p)).toList();
        Map<TopicPartition, PartitionProducerState> states =
                get(admin().describeProducers(named).all());
        states.forEach((partition, state) -> {
            for (ProducerState producer : state.activeProducers()) {
                if (producer.currentTransactionStartOffset().isPresent() && ours.test(producer)) {
                    end(partition, producer);
                }
            }
        });
    }

    private void end(TopicPartition partition, ProducerState producer) {
        LOG.warn(
                "ending a transaction that hangs in {} from offset {} on",
                partition,
                producer.currentTransactionStartOffset().getAsLong());
        get(admin().abortTransaction(new AbortTransactionSpec(
                        partition,
                        producer.producerId(),
                        (short) producer.producerEpoch(),
                        producer.coordinatorEpoch().orElse(0)))
                .all());
    }

    private Map<Integer, Long> ends(Collection<Integer> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> wanted = partitions.stream()
                .collect(Collectors.toMap(p -> new TopicPartition(topic, p), p -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found = get(
                admin().listOffsets(wanted, new ListOffsetsOptions(isolation)).all());
        Map<Integer, Long> ends = new HashMap<>();
        found.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
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

    private static void pause(long micros) {
        try {
            TimeUnit.MICROSECONDS.sleep(micros);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
