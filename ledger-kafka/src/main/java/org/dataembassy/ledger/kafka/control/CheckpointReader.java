package org.dataembassy.ledger.kafka.control;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.read.RecordReader;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest verified checkpoint of each author on the checkpoints topics, own and mirrored. A replayed older one never
 * takes the place of a newer one. Thread-safe.
 */
public final class CheckpointReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointReader.class);

    /** Of each author the last ones are looked at, so that rubbish under its key doesn't hide the true ones. */
    private static final int CANDIDATES = 16;

    private static final int MAX_ENVELOPE_BYTES = 4 << 20;

    private final List<Topic<String, Dsse.Envelope>> topics;
    private final Supplier<ControlView> control;
    private final RecordReader records;
    private final Map<String, Long> nextOffsets = new HashMap<>();
    private final Map<Digest, SignedCheckpoint> latest = new HashMap<>();

    private CheckpointReader(
            KafkaClients clients, List<Topic<String, Dsse.Envelope>> topics, Supplier<ControlView> control) {
        this.topics = List.copyOf(topics);
        this.control = control;
        this.records = RecordReader.open(clients, RecordReader.BULK_FETCH_BYTES);
    }

    /** Doesn't connect yet; missing topics are tolerated. */
    public static CheckpointReader open(
            KafkaClients clients, List<Topic<String, Dsse.Envelope>> topics, Supplier<ControlView> control) {
        return new CheckpointReader(clients, topics, control);
    }

    /**
     * Reads what has come since the last call (at the first: all that the topics still hold, which is about an hour) and
     * returns the latest by author key id. Signatures are verified of the last few of each author only.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE
     */
    public synchronized Map<Digest, SignedCheckpoint> refresh() {
        for (Topic<String, Dsse.Envelope> topic : topics) {
            OffsetRange range = records.ranges(topic.name()).get(0);
            if (range != null) {
                read(topic.name(), range);
            }
        }
        return latest();
    }

    /** The latest of the last {@link #refresh}, without reading. */
    public synchronized Map<Digest, SignedCheckpoint> latest() {
        return Map.copyOf(latest);
    }

    @Override
    public void close() {
        records.close();
    }

    private void read(String topic, OffsetRange range) {
        long from = nextOffsets.getOrDefault(topic, range.begin());
        // Retention moves the begin, and a topic made anew begins again.
        long begin = from > range.end() ? range.begin() : Math.max(from, range.begin());
        Map<String, Deque<byte[]>> candidates = new HashMap<>();
        try {
            records.read(topic, 0, new OffsetRange(begin, range.end()), read -> {
                keep(candidates, read);
                return true;
            });
        } catch (EmbassyException e) {
            if (e.problem() != Problem.POSITION_UNKNOWN) {
                throw e;
            }
            LOG.info("retention was faster than the reading of {}", topic);
            return;
        }
        nextOffsets.put(topic, range.end());
        candidates.values().forEach(this::takeNewest);
    }

    /** The record's key is only a hint by which they are grouped; who signed is verified. */
    private void keep(Map<String, Deque<byte[]>> candidates, ConsumerRecord<byte[], byte[]> read) {
        if (read.key() == null || read.value() == null || read.value().length > MAX_ENVELOPE_BYTES) {
            return;
        }
        String author = new String(read.key(), StandardCharsets.US_ASCII);
        if (author.length() != 2 * Digest.LENGTH_BYTES || !isListed(author)) {
            return;
        }
        Deque<byte[]> last = candidates.computeIfAbsent(author, key -> new ArrayDeque<>());
        last.addLast(read.value());
        if (last.size() > CANDIDATES) {
            last.removeFirst();
        }
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

    private void takeNewest(Deque<byte[]> candidates) {
        ControlView view = control.get();
        for (Iterator<byte[]> fromLast = candidates.descendingIterator(); fromLast.hasNext(); ) {
            try {
                SignedCheckpoint verified = SignedCheckpoint.verify(fromLast.next(), view);
                latest.merge(
                        verified.author(),
                        verified,
                        (known, found) -> found.issuedAt().isAfter(known.issuedAt()) ? found : known);
            } catch (SignatureInvalidException e) {
                LOG.warn("passed over a checkpoint: {}", e.getMessage());
            }
        }
    }
}
