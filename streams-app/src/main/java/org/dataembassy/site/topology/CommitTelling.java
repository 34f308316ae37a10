package org.dataembassy.site.topology;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataembassy.site.memory.SiteMemory;

/**
 * The producer of a stream thread, which tells the site's memory when a transaction has been committed. Under
 * exactly-once a stream thread has one producer, and its transaction holds all that the thread's tasks have done since
 * the last one: what a task noted on this thread is committed when {@code commitTransaction} returns, and not before.
 */
final class CommitTelling extends KafkaProducer<byte[], byte[]> {
    private final SiteMemory memory;

    CommitTelling(Map<String, Object> settings, SiteMemory memory) {
        super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.memory = memory;
        memory.aborted(); // what the producer before had not committed, on this thread
    }

    @Override
    public void commitTransaction() {
        super.commitTransaction();
        memory.committed();
    }

    @Override
    public void abortTransaction() {
        memory.aborted();
        super.abortTransaction();
    }

    @Override
    public void close() {
        memory.aborted();
        super.close();
    }
}
