package org.dataembassy.ledger.kafka.control;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Dsse;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Topic;

/**
 * The latest verified checkpoint of each author on the checkpoints topics, own and mirrored. A replayed older one never
 * takes the place of a newer one. Thread-safe.
 */
public final class CheckpointReader implements AutoCloseable {
    private CheckpointReader() {}

    /** Doesn't connect yet; missing topics are tolerated. */
    public static CheckpointReader open(
            KafkaClients clients, List<Topic<String, Dsse.Envelope>> topics, Supplier<ControlView> control) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads what has come since the last call (at the first: from as far back as needed) and returns the latest by
     * author key id.
     *
     * @throws org.dataembassy.ledger.problem.EmbassyException BROKER_UNAVAILABLE
     */
    public Map<Digest, SignedCheckpoint> refresh() {
        throw new UnsupportedOperationException();
    }

    /** The latest of the last {@link #refresh}, without reading. */
    public Map<Digest, SignedCheckpoint> latest() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
