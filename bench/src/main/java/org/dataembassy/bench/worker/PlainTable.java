package org.dataembassy.bench.worker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.dataembassy.registry.EventMeta;

/**
 * What the site service is compared with: a plain Kafka Streams table of each entity's last event, decoded and encoded by
 * an Avro serde; exactly-once, one persistent store with a changelog, caching off, as many threads as the site service.
 * Answers {@code GET /count} with the events taken in, and {@code POST /last} with the id of the last event of the entity
 * in the body. Runs until it is killed.
 *
 * <p>Settings: {@code bootstrap}, {@code topic}, {@code folder}, {@code threads}; {@code port-file}, written when it
 * listens.
 */
final class PlainTable {
    private static final String STORE = "plain";

    private PlainTable() {}

    static Outcome run(Order order) throws IOException, InterruptedException {
        LongAdder count = new LongAdder();
        KafkaStreams streams = new KafkaStreams(topology(order.text("topic"), count), settings(order));
        CountDownLatch failed = new CountDownLatch(1);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                failed.countDown();
            }
        });
        // Stopped in order, as the site service is.
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "close-plain-table"));
        streams.start();
        listen(streams, count, order.path("port-file"));
        failed.await();
        throw new IllegalStateException("the plain table has failed; its log says why");
    }

    private static Topology topology(String topic, LongAdder count) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.table(
                        topic,
                        Consumed.with(Serdes.String(), events()),
                        Materialized.<String, SpecificRecord, KeyValueStore<Bytes, byte[]>>as(STORE)
                                .withKeySerde(Serdes.String())
                                .withValueSerde(events())
                                .withCachingDisabled())
                .toStream()
                .foreach((entityId, event) -> count.increment());
        return builder.build();
    }

    private static Serde<SpecificRecord> events() {
        ThreadLocal<PlainFormat> format = ThreadLocal.withInitial(PlainFormat::new);
        return Serdes.serdeFrom(
                (topic, event) -> event == null ? null : format.get().encode(event),
                (topic, framed) -> framed == null ? null : format.get().decode(framed));
    }

    private static Properties settings(Order order) {
        Properties all = new Properties();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, "plain-table");
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, order.text("bootstrap"));
        all.put(StreamsConfig.STATE_DIR_CONFIG, order.text("folder"));
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, (int) order.number("threads"));
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        return all;
    }

    private static void listen(KafkaStreams streams, LongAdder count, Path portFile) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/count", exchange -> {
            byte[] body = Long.toString(count.sum()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/last", exchange -> {
            String entityId = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            SpecificRecord event = streams.store(StoreQueryParameters.fromNameAndType(
                            STORE, QueryableStoreTypes.<String, SpecificRecord>keyValueStore()))
                    .get(entityId);
            byte[] body = (event == null
                            ? ""
                            : ((EventMeta) event.get(0)).getEventId().toString())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Path making = portFile.resolveSibling(portFile.getFileName() + ".making");
        Files.writeString(making, Integer.toString(server.getAddress().getPort()));
        Files.move(making, portFile, StandardCopyOption.ATOMIC_MOVE);
    }
}
