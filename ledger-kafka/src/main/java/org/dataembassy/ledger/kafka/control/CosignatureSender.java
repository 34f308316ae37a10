package org.dataembassy.ledger.kafka.control;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.problem.EmbassyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends cosigned checkpoints onto the site's own checkpoints topic. A broker that doesn't answer loses some; each is sent
 * again within the minute by whoever cosigns. For one thread.
 */
public final class CosignatureSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CosignatureSender.class);
    private static final int SEND_MILLIS = 2_000;
    private static final String KEY_PREFIX = "cosignature ";

    private final KafkaClients clients;
    private KafkaProducer<byte[], byte[]> producer;
    private volatile boolean failing;

    /** Doesn't connect yet. */
    public CosignatureSender(KafkaClients clients) {
        this.clients = clients;
    }

    /** The key of a ledger's notes; no author's key id looks like it. */
    static String recordKey(LedgerId ledger) {
        return KEY_PREFIX + ledger;
    }

    static boolean isRecordKey(String key) {
        return key.startsWith(KEY_PREFIX);
    }

    /** Sends, waiting no longer than it takes to find the broker. */
    public void send(Collection<CosignedCheckpoint> cosigned) {
        try {
            for (CosignedCheckpoint one : cosigned) {
                byte[] key = recordKey(one.checkpoint().ledger()).getBytes(StandardCharsets.US_ASCII);
                producer()
                        .send(new ProducerRecord<>(Topics.COSIGNATURES.name(), 0, key, one.note()), (sent, failure) -> {
                            if (failure == null) {
                                failing = false;
                            } else {
                                failed(failure);
                            }
                        });
            }
        } catch (KafkaException | EmbassyException e) {
            failed(e);
            close();
        }
    }

    private void failed(Exception failure) {
        if (!failing) {
            LOG.warn("cosigned checkpoints can't be sent at present: {}", failure.getMessage());
        }
        failing = true;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        if (producer == null) {
            Map<String, Object> settings = clients.producerSettings();
            settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, SEND_MILLIS);
            settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, SEND_MILLIS);
            settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, SEND_MILLIS);
            producer = clients.newProducer(settings);
        }
        return producer;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ofMillis(SEND_MILLIS));
            producer = null;
        }
    }
}
