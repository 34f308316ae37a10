package org.dataembassy.ledger.kafka.control;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.KafkaClients;

/**
 * Signs the present heads every second onto the checkpoints topic and every hour onto control, on a thread of its own. A
 * broker that doesn't answer makes it skip, never wait: the next second has a newer one.
 */
public final class CheckpointPublisher implements AutoCloseable {
    private CheckpointPublisher() {}

    /** How often. */
    public record Intervals(Duration checkpoints, Duration control) {
        /** Every second, every hour. */
        public static final Intervals USUAL = new Intervals(Duration.ofSeconds(1), Duration.ofHours(1));

        /** Refuses nothing and less. */
        public Intervals {
            if (checkpoints.toMillis() < 1 || control.toMillis() < 1) {
                throw new IllegalArgumentException("checkpoint intervals: expected at least a millisecond");
            }
        }
    }

    /**
     * Starts.
     *
     * @param heads what the author holds now: committed at a writer, opened and applied at a site service
     * @param statements appends the hourly ones; of the same author
     */
    public static CheckpointPublisher start(
            KafkaClients clients,
            SigningKey statementKey,
            Supplier<ControlView> control,
            Supplier<Map<LedgerId, Head>> heads,
            ControlWriter statements,
            Intervals intervals,
            Clock clock) {
        throw new UnsupportedOperationException();
    }

    /** Publishes a last one, best effort within two seconds, and ends. */
    @Override
    public void close() {}
}
