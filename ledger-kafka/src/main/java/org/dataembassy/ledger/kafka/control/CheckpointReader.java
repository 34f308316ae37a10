package org.dataembassy.ledger.kafka.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.problem.EmbassyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest verified checkpoint of each author on the checkpoints topics, own and mirrored. A replayed older one never
 * takes the place of a newer one. Thread-safe.
 */
public final class CheckpointReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);

    /** Of each author the last ones are looked at; if rubbish under its key fills them, all of its records are. */
    private static final int CANDIDATES = 16;

    private static final int MAX_ENVELOPE_BYTES = 4 << 20;

    private final TopicTails tails;
    private final Supplier<ControlView> control;
    private final boolean everyRecord;
    private final Map<Digest, SignedCheckpoint> latest = new HashMap<>();

    private CheckpointReader(
            KafkaClients clients,
            List<? extends Topic<?, Dsse.Envelope>> topics,
            Supplier<ControlView> control,
            boolean everyRecord) {
        this.tails = new TopicTails(clients, topics);
        this.control = control;
        this.everyRecord = everyRecord;
    }

    /** Doesn't connect yet; missing topics are tolerated. */
    public static CheckpointReader open(
            KafkaClients clients, List<Topic<String, Dsse.Envelope>> topics, Supplier<ControlView> control) {
        return new CheckpointReader(clients, topics, control, false);
    }

    /**
     * Reads control topics too (their checkpoints stay for ever) and verifies every record, whatever its key: for whoever
     * has lost its own memory and must not be told less than is there by replayed older ones. Takes a signature check for
     * each checkpoint that the topics hold. Doesn't connect yet; missing topics are tolerated.
     */
    public static CheckpointReader openForEveryRecord(
            KafkaClients clients, List<? extends Topic<?, Dsse.Envelope>> topics, Supplier<ControlView> control) {
        return new CheckpointReader(clients, topics, control, true);
    }

    /**
     * Reads what has come since the last call (at the first: all that the topics still hold, which is about an hour) and
     * returns the latest by author key id. Signatures are verified of the last few of each author, and of all the others
     * only if none of these holds.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE
     */
    public synchronized Map<Digest, SignedCheckpoint> refresh() {
        tails.read(this::readWithin);
        return latest();
    }

    /** The latest of the last {@link #refresh}, without reading. */
    public synchronized Map<Digest, SignedCheckpoint> latest() {
        return Map.copyOf(latest);
    }

    @Override
    public void close() {
        tails.close();
    }

    private void readWithin(String topic, OffsetRange range) {
        Map<String, LastRecords> byAuthor = new HashMap<>();
        forEachEnvelope(topic, range, read -> {
            if (everyRecord) {
                holds(read.value());
            } else {
                author(read)
                        .ifPresent(author -> byAuthor.computeIfAbsent(author, key -> new LastRecords())
                                .add(read.value()));
            }
        });
        Set<String> buried = new HashSet<>();
        byAuthor.forEach((author, last) -> {
            if (!anyHolds(last.envelopes) && last.dropped) {
                buried.add(author);
            }
        });
        if (!buried.isEmpty()) {
            LOG.warn("rubbish hides the checkpoints on {} of {}, looking at all of them", topic, buried);
            forEachEnvelope(
                    topic,
                    range,
                    read -> author(read).filter(buried::contains).ifPresent(author -> holds(read.value())));
        }
    }

    private void forEachEnvelope(String topic, OffsetRange range, Consumer<ConsumerRecord<byte[], byte[]>> visitor) {
        tails.records().read(topic, 0, range, read -> {
            if (read.value() != null && read.value().length <= MAX_ENVELOPE_BYTES) {
                visitor.accept(read);
            }
            return true;
        });
    }

    /** The record's key is only a hint by which they are grouped; who signed is verified. */
    private Optional<String> author(ConsumerRecord<byte[], byte[]> read) {
        return Optional.ofNullable(read.key())
                .map(key -> new String(key, StandardCharsets.US_ASCII))
                .filter(author -> author.length() == 2 * Digest.LENGTH_BYTES && isListed(author));
    }

    private boolean isListed(String author) {
        try {
            return control.get()
                    .trustRoot()
                    .root()
                    .author(Digest.fromHex(author))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Looks at all: an older one that was replayed to the end must not hide the one before it. */
    private boolean anyHolds(Deque<byte[]> envelopes) {
        boolean any = false;
        for (byte[] envelope : envelopes) {
            any |= holds(envelope);
        }
        return any;
    }

    private boolean holds(byte[] envelope) {
        try {
            SignedCheckpoint verified = SignedCheckpoint.verify(envelope, control.get());
            latest.merge(
                    verified.author(),
                    verified,
                    (known, found) -> found.issuedAt().isAfter(known.issuedAt()) ? found : known);
            return true;
        } catch (SignatureInvalidException e) {
            LOG.debug("passed over a checkpoint: {}", e.getMessage());
            return false;
        }
    }

    /** Of one author, as far as the keys say. */
    private static final class LastRecords {
        private final Deque<byte[]> envelopes = new ArrayDeque<>();
        private boolean dropped;

        private void add(byte[] envelope) {
            envelopes.addLast(envelope);
            if (envelopes.size() > CANDIDATES) {
                envelopes.removeFirst();
                dropped = true;
            }
        }
    }
}
