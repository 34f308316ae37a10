package org.dataembassy.ledger.kafka;

import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * How this program's Kafka clients reach one cluster: the bootstrap address and the properties of {@code
 * --command-config} (security and such), with our own settings on top where a ledger depends on them. Immutable and
 * thread-safe.
 */
public final class KafkaClients {
    /** Any single call to a broker ends within this time, in milliseconds. */
    public static final int CALL_TIMEOUT_MILLIS = 10_000;

    /** A writer's open transaction is ended by the broker after this time, in milliseconds: brokers' usual maximum. */
    public static final int TRANSACTION_TIMEOUT_MILLIS = 900_000;

    private static final int DELIVERY_TIMEOUT_MILLIS = 30_000;
    private static final int REQUEST_TIMEOUT_MILLIS = 5_000;
    private static final int RETRY_BACKOFF_MILLIS = 50;
    private static final int MAX_RETRY_BACKOFF_MILLIS = 500;
    private static final int PRODUCER_BACKOFF_MILLIS = 5;
    private static final int FETCH_WAIT_MILLIS = 50;
    private static final int FETCH_BYTES = BlockLimits.MIN_KAFKA_MESSAGE_BYTES;

    private final String bootstrapServers;
    private final Map<String, String> commandConfig;

    private KafkaClients(String bootstrapServers, Map<String, String> commandConfig) {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("bootstrap server: expected host:port, got nothing");
        }
        this.bootstrapServers = bootstrapServers;
        this.commandConfig = Map.copyOf(commandConfig);
    }

    /** A cluster that needs no further settings, such as a local one. */
    public static KafkaClients of(String bootstrapServers) {
        return new KafkaClients(bootstrapServers, Map.of());
    }

    /**
     * With further client settings by Kafka's names, such as {@code security.protocol}.
     *
     * @param commandConfig never overrides what a ledger depends on
     */
    public static KafkaClients of(String bootstrapServers, Map<String, String> commandConfig) {
        return new KafkaClients(bootstrapServers, commandConfig);
    }

    /**
     * With the client settings of a properties file, as Kafka's own tools take with {@code --command-config}.
     *
     * @throws EmbassyException CLIENT_CONFIG_UNREADABLE
     */
    public static KafkaClients of(String bootstrapServers, Path commandConfig) {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(commandConfig, StandardCharsets.UTF_8)) {
            read.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new EmbassyException(
                    Problem.CLIENT_CONFIG_UNREADABLE,
                    "The client configuration " + commandConfig + " can't be read.",
                    e);
        }
        Map<String, String> settings = new HashMap<>();
        read.stringPropertyNames().forEach(name -> settings.put(name, read.getProperty(name)));
        return new KafkaClients(bootstrapServers, settings);
    }

    /** The address, for messages. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** What every client has: address, {@code --command-config}, bounded waiting. A fresh map. */
    public Map<String, Object> common() {
        Map<String, Object> all = new HashMap<>(commandConfig);
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        all.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MILLIS);
        all.putIfAbsent(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, MAX_RETRY_BACKOFF_MILLIS);
        all.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, RETRY_BACKOFF_MILLIS);
        all.putIfAbsent(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, MAX_RETRY_BACKOFF_MILLIS);
        return all;
    }

    /** For an {@link Admin}. A fresh map. */
    public Map<String, Object> adminSettings() {
        Map<String, Object> all = common();
        all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        return all;
    }

    /** For an idempotent producer that loses nothing silently. A fresh map. */
    public Map<String, Object> producerSettings() {
        Map<String, Object> all = common();
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // Bodies are compressed already, and under encryption nothing is left to compress.
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, BlockLimits.MIN_KAFKA_MESSAGE_BYTES);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        // A transaction that follows close upon another is refused until that one's markers are written.
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, PRODUCER_BACKOFF_MILLIS);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return all;
    }

    /**
     * For a transactional producer.
     *
     * @param transactionalId the same for all incarnations of one writer; a newer one fences the older
     */
    public Map<String, Object> transactionalProducerSettings(String transactionalId) {
        Map<String, Object> all = producerSettings();
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS);
        return all;
    }

    /** For a read_committed consumer without a group: whoever reads a ledger assigns partitions and keeps positions. */
    public Map<String, Object> consumerSettings() {
        Map<String, Object> all = common();
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Purged or recreated data must show, not be skipped.
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // What is read here authenticates itself: Kafka's own checksum would end the reading instead of the record.
        all.put(ConsumerConfig.CHECK_CRCS_CONFIG, false);
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MILLIS);
        // A broker answers a connection's requests in order: whoever asks for ends or partitions waits for the
        // fetch under way, half a second by default.
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return all;
    }

    /** A new admin client; the caller closes it. */
    public Admin newAdmin() {
        return configured(() -> Admin.create(adminSettings()));
    }

    /** A new read_committed consumer of raw bytes without a group; the caller closes it. */
    public KafkaConsumer<byte[], byte[]> newConsumer() {
        return configured(() -> new KafkaConsumer<>(consumerSettings()));
    }

    /** A new consumer of raw bytes with settings that derive from {@link #consumerSettings}; the caller closes it. */
    public KafkaConsumer<byte[], byte[]> newConsumer(Map<String, Object> settings) {
        return configured(() -> new KafkaConsumer<>(settings));
    }

    /** A new transactional producer of raw bytes; the caller calls {@code initTransactions} and closes it. */
    public KafkaProducer<byte[], byte[]> newTransactionalProducer(String transactionalId) {
        return configured(() -> new KafkaProducer<>(transactionalProducerSettings(transactionalId)));
    }

    /** A new idempotent producer of raw bytes; the caller closes it. */
    public KafkaProducer<byte[], byte[]> newProducer() {
        return configured(() -> new KafkaProducer<>(producerSettings()));
    }

    /** A new producer of raw bytes with settings that derive from {@link #producerSettings}; the caller closes it. */
    public KafkaProducer<byte[], byte[]> newProducer(Map<String, Object> settings) {
        return configured(() -> new KafkaProducer<>(settings));
    }

    /**
     * Makes sure that a broker answers.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE within about ten seconds, naming the address
     */
    public void requireReachable() {
        requireListening();
        try (Admin admin = newAdmin()) {
            admin.describeCluster().nodes().get(CALL_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted while connecting", e);
        } catch (TimeoutException e) {
            throw unavailable("no answer", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    /** Kafka's clients try a closed port again and again; a first look says at once that nobody listens. */
    private void requireListening() {
        IOException last = null;
        for (String server : bootstrapServers.split(",")) {
            int colon = server.lastIndexOf(':');
            try (Socket socket = new Socket()) {
                String host = server.substring(0, Math.max(0, colon)).strip();
                int port = Integer.parseInt(server.substring(colon + 1).strip());
                socket.connect(new InetSocketAddress(host, port), REQUEST_TIMEOUT_MILLIS);
                return;
            } catch (IOException e) {
                last = e;
            } catch (IllegalArgumentException e) {
                throw new EmbassyException(
                        Problem.BROKER_UNAVAILABLE,
                        "The bootstrap server " + server + " is not an address: expected host:port.",
                        e);
            }
        }
        throw unavailable(String.valueOf(last == null ? "no address" : last.getMessage()), last);
    }

    /** What a failed call to this cluster means to a user. */
    public EmbassyException failure(Throwable cause) {
        if (cause instanceof EmbassyException already) {
            return already;
        }
        if (cause instanceof AuthenticationException
                || cause instanceof org.apache.kafka.common.errors.AuthorizationException) {
            return new EmbassyException(
                    Problem.BROKER_DENIES_ACCESS,
                    "The broker at " + bootstrapServers + " denies access: " + cause.getMessage(),
                    cause);
        }
        return unavailable(String.valueOf(cause.getMessage()), cause);
    }

    private EmbassyException unavailable(String how, Throwable cause) {
        return new EmbassyException(
                Problem.BROKER_UNAVAILABLE,
                "The Kafka broker at " + bootstrapServers + " does not answer within "
                        + Duration.ofMillis(CALL_TIMEOUT_MILLIS).toSeconds() + " s (" + how + ").",
                cause);
    }

    private <T> T configured(java.util.function.Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new EmbassyException(
                    Problem.BROKER_UNAVAILABLE,
                    "No Kafka client can be made for " + bootstrapServers + ": " + cause.getMessage(),
                    e);
        }
    }
}
