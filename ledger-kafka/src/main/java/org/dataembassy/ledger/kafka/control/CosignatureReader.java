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
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.kafka.topics.Topic;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.problem.EmbassyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The highest verified cosigned checkpoint of each ledger by one site, from checkpoints topics, own and mirrored. One that
 * is replayed never takes the place of a higher or later one. Thread-safe.
 */
public final class CosignatureReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CosignatureReader.class);

    /** Of each ledger the last ones are looked at; if rubbish under its key fills them, all of its records are. */
    private static final int CANDIDATES = 16;

    private final TopicTails tails;
    private final Supplier<ControlView> control;
    private final Site cosigner;
    private final Map<LedgerId, CosignedCheckpoint> highest = new HashMap<>();

    private CosignatureReader(
            KafkaClients clients, List<Topic<String, byte[]>> topics, Supplier<ControlView> control, Site cosigner) {
        this.tails = new TopicTails(clients, topics);
        this.control = control;
        this.cosigner = cosigner;
    }

    /** Doesn't connect yet; missing topics are tolerated. */
    public static CosignatureReader open(
            KafkaClients clients, List<Topic<String, byte[]>> topics, Supplier<ControlView> control, Site cosigner) {
        return new CosignatureReader(clients, topics, control, cosigner);
    }

    /**
     * Reads what has come since the last call and returns the highest of each ledger.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE
     */
    public synchronized Map<LedgerId, CosignedCheckpoint> refresh() {
        tails.read(this::readWithin);
        return Map.copyOf(highest);
    }

    @Override
    public void close() {
        tails.close();
    }

    private void readWithin(String topic, OffsetRange range) {
        Map<String, Deque<byte[]>> byLedger = new HashMap<>();
        Set<String> dropped = new HashSet<>();
        forEachNote(topic, range, (key, note) -> {
            Deque<byte[]> last = byLedger.computeIfAbsent(key, k -> new ArrayDeque<>());
            last.addLast(note);
            if (last.size() > CANDIDATES) {
                last.removeFirst();
                dropped.add(key);
            }
        });
        Set<String> buried = new HashSet<>(dropped);
        byLedger.forEach((key, last) -> {
            for (byte[] note : last) {
                if (holds(note)) {
                    buried.remove(key);
                }
            }
        });
        if (!buried.isEmpty()) {
            LOG.warn("rubbish hides cosigned checkpoints on {}, looking at all of them", topic);
            forEachNote(topic, range, (key, note) -> {
                if (buried.contains(key)) {
                    holds(note);
                }
            });
        }
    }

    /** Takes the key of a record, a hint only, and its value. */
    private interface Visitor {
        void visit(String key, byte[] note);
    }

    private void forEachNote(String topic, OffsetRange range, Visitor visitor) {
        Set<String> ledgers = ledgers();
        Consumer<ConsumerRecord<byte[], byte[]>> action =
                read -> key(read).filter(ledgers::contains).ifPresent(key -> visitor.visit(key, read.value()));
        tails.records().read(topic, 0, range, read -> {
            if (read.value() != null && read.value().length <= CosignedCheckpoint.MAX_NOTE_BYTES) {
                action.accept(read);
            }
            return true;
        });
    }

    private static Optional<String> key(ConsumerRecord<byte[], byte[]> read) {
        return Optional.ofNullable(read.key())
                .map(key -> new String(key, StandardCharsets.US_ASCII))
                .filter(CosignatureSender::isRecordKey);
    }

    /** Keys of ledgers that there are: whoever invents others fills no memory. */
    private Set<String> ledgers() {
        Set<String> keys = new HashSet<>();
        control.get().trustRoot().root().registries().forEach(registry -> {
            for (int partition = 0; partition < registry.partitions(); partition++) {
                keys.add(CosignatureSender.recordKey(new LedgerId(registry.name(), partition)));
            }
        });
        return keys;
    }

    private boolean holds(byte[] note) {
        try {
            ControlView view = control.get();
            CosignedCheckpoint verified = CosignedCheckpoint.verify(
                    note, view.domain(), view.trustRoot().root());
            if (verified.cosigner() != cosigner) {
                return false;
            }
            highest.merge(
                    verified.checkpoint().ledger(), verified, (known, found) -> isAbove(found, known) ? found : known);
            return true;
        } catch (SignatureInvalidException e) {
            LOG.debug("passed over a cosigned checkpoint: {}", e.getMessage());
            return false;
        }
    }

    private static boolean isAbove(CosignedCheckpoint found, CosignedCheckpoint known) {
        long more = found.checkpoint().blocks() - known.checkpoint().blocks();
        return more > 0 || more == 0 && found.cosignedAt().isAfter(known.cosignedAt());
    }
}
