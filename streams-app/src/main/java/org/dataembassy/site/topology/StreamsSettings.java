package org.dataembassy.site.topology;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.site.verify.VerifySettings;

/**
 * The settings of Kafka Streams, each with its reason where it isn't the usual one.
 *
 * @param applicationId consumer group, and prefix of the changelogs
 * @param address host and port at which other instances reach this one's API
 */
public record StreamsSettings(
        KafkaClients clients,
        String applicationId,
        Path stateFolder,
        int threads,
        int standbys,
        int replicationFactor,
        int commitIntervalMillis,
        long storeMemoryBytes,
        String address) {
    private static final int TRANSACTION_TIMEOUT_MILLIS = 60_000;
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;
    private static final int HEARTBEAT_MILLIS = 2_000;
    private static final int METADATA_MAX_AGE_MILLIS = 5_000;
    private static final int MAX_POLL_RECORDS = 32;
    private static final int BUFFERED_RECORDS = 16;
    private static final int FETCH_MAX_BYTES = 16 * 1024 * 1024;
    private static final int PRODUCER_BATCH_BYTES = 64 * 1024;

    public Properties toProperties() {
        Map<String, Object> all = new HashMap<>(clients.common());
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        all.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
        all.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        all.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        // The streams protocol has no topology updates and no static members in this version.
        all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMillis);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        // How long a thread waits for records before it looks whether parked ones are to be read again.
        all.put(StreamsConfig.POLL_MS_CONFIG, (long) VerifySettings.WORK_MILLIS);
        // Blocks are big, and none may wait for a topic that is silent: acceptance orders them, not time.
        all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS);
        all.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        // A record's own time is whoever wrote it's, and a negative one would end the thread.
        all.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, WallclockTimestampExtractor.class);
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        all.put(RocksDbMemory.MEMORY_BYTES, Long.toString(storeMemoryBytes));
        addConsumer(all);
        addProducer(all);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private static void addConsumer(Map<String, Object> all) {
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
        all.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                BlockLimits.MIN_KAFKA_MESSAGE_BYTES);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_MAX_BYTES);
        // Blocks authenticate themselves. Kafka's own checksum would end the thread instead of the record.
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.CHECK_CRCS_CONFIG), false);
        // How soon a topic that comes later is found, and a killed instance's partitions go elsewhere.
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.METADATA_MAX_AGE_CONFIG), METADATA_MAX_AGE_MILLIS);
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MILLIS);
        all.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), HEARTBEAT_MILLIS);
    }

    private static void addProducer(Map<String, Object> all) {
        // Longer than a broker's restart: an outage beyond it costs the state on disk.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MILLIS);
        all.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                BlockLimits.MIN_KAFKA_MESSAGE_BYTES);
        // Values are encrypted: nothing is left to compress.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "none");
        // A block of many events changes some hundred kilobytes of a changelog. Not more, since each partition that is
        // written to takes a whole batch of the producer's memory.
        all.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
    }
}
