package org.dataembassy.site.topology;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.dataembassy.site.memory.SiteMemory;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.verify.ComingRecords;

/** The clients of Kafka Streams: Kafka's own, but for those that read ledgers and write stores. Thread-safe. */
public final class SiteClients implements KafkaClientSupplier {
    private final SiteBoard board;
    private final SiteMemory memory;
    private final ComingRecords coming;

    /**
     * @param memory is told of commits
     * @param coming is told of records that were read
     */
    public SiteClients(SiteBoard board, SiteMemory memory, ComingRecords coming) {
        this.board = board;
        this.memory = memory;
        this.coming = coming;
    }

    @Override
    public Admin getAdmin(Map<String, Object> settings) {
        return Admin.create(settings);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> settings) {
        return new CommitTelling(settings, memory);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> settings) {
        return new LedgerConsumer(settings, board, coming);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> settings) {
        return getRestoreConsumer(settings);
    }
}
