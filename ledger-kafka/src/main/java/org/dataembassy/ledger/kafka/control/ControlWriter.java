package org.dataembassy.ledger.kafka.control;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.trust.SignedTrustRoot;

/**
 * Adds statements of one author to the own control topic. Never signs two different statements with one number: the
 * last one is kept in a file before it's sent, and sent again with the same bytes until it's there. Thread-safe.
 */
public final class ControlWriter implements AutoCloseable {
    private ControlWriter() {}

    /**
     * Doesn't connect yet.
     *
     * @param statementKey the author's: a site's, or that of a registry's writer
     * @param follower reads the own control topic of the same cluster
     * @param folder where the file with the last statement lies, beside the author's journals; made if missing
     */
    public static ControlWriter open(
            KafkaClients clients, ControlFollower follower, SigningKey statementKey, Path folder, Clock clock) {
        throw new UnsupportedOperationException();
    }

    /**
     * Signs and appends; returns once the follower has taken the statement in.
     *
     * @return a view that contains it
     * @throws org.dataembassy.ledger.problem.EmbassyException BROKER_UNAVAILABLE (the statement may still come; the next
     *     call settles that first), CONTROL_LOST_STATEMENTS, WRITER_FENCED
     */
    public ControlView append(ControlStatement statement, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /** Publishes a schema of a registry unless control has its text already. */
    public ControlView publishSchema(String registry, String fullName, String text, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts a trust root on the own control topic unless it's there already. Needs no signing key: the officials have
     * signed it.
     */
    public static void publishTrustRoot(KafkaClients clients, SignedTrustRoot trustRoot) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
