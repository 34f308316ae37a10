package org.dataembassy.ledger.kafka.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.dataembassy.ledger.kafka.KafkaClients;

/**
 * The transactional producer of a registry's writer, made anew after every failure: only a new one's {@code
 * initTransactions} settles what became of the last transaction. For one thread, but {@link #abandon}.
 */
final class LogProducer {
    private final KafkaClients clients;
    private final String transactionalId;
    private final String topic;
    private final Step.Hook hook;
    private volatile KafkaProducer<byte[], byte[]> producer;

    LogProducer(KafkaClients clients, String transactionalId, String topic, Step.Hook hook) {
        this.clients = clients;
        this.transactionalId = transactionalId;
        this.topic = topic;
        this.hook = hook;
    }

    /**
     * Takes over from any older producer of this writer; its open transaction is ended, one way or the other.
     *
     * @throws KafkaException if the broker can't be reached in time
     */
    void connect() {
        abandon();
        producer = clients.newTransactionalProducer(transactionalId);
        producer.initTransactions();
    }

    /**
     * Sends blocks and commits them together.
     *
     * @return offsets, block by block
     * @throws KafkaException after which the outcome is unknown and only {@link #connect} goes on
     */
    List<Long> commit(List<JournaledBlock> blocks) {
        KafkaProducer<byte[], byte[]> sending = producer;
        sending.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (JournaledBlock block : blocks) {
            sent.add(sending.send(new ProducerRecord<>(topic, block.partition(), null, block.value())));
            if (sent.size() == 1 && hook != Step.Hook.NONE) {
                sending.flush();
                hook.at(Step.PARTLY_SENT);
            }
        }
        List<Long> offsets = new ArrayList<>();
        for (Future<RecordMetadata> one : sent) {
            offsets.add(offset(one));
        }
        hook.at(Step.SENT);
        sending.commitTransaction();
        return offsets;
    }

    /**
     * Asks the broker whether a newer producer has taken over, by ending the open transaction.
     *
     * @throws org.apache.kafka.common.errors.ProducerFencedException if so
     */
    void requireNotFenced() {
        producer.abortTransaction();
    }

    /** Drops the producer at once, as a crash would; also from another thread, to end what it waits for. */
    void abandon() {
        KafkaProducer<byte[], byte[]> dropped = producer;
        producer = null;
        if (dropped != null) {
            dropped.close(Duration.ZERO);
        }
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
