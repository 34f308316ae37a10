package org.dataembassy.ledger.kafka.write;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.control.ControlWriter;
import org.dataembassy.ledger.keys.WriterKeys;

/**
 * The one writer of a registry at a site: seals batches, journals them, and commits each as one Kafka transaction on the
 * own topic of the registry, in the order of {@link #write}. It never signs two different blocks for one place.
 *
 * <p>Thread-safe. A broker outage makes it wait and retry with the same bytes; only fencing, another primary, a log that
 * lost blocks and what no retry can mend end it, and then every call says so.
 */
public final class BlockWriter implements AutoCloseable {
    private BlockWriter() {}

    /**
     * Finds the ledgers' heads, settles whatever an earlier writer left behind, and begins. Takes the registry over from
     * any older writer of this site.
     *
     * @param control the present view; consulted for every batch
     * @param statements appends the closing of the signing key if the journal is lost; by the writer's statement key
     * @throws org.dataembassy.ledger.problem.EmbassyException BROKER_UNAVAILABLE, REGISTRY_UNKNOWN, REGISTRY_ELSEWHERE,
     *     KEY_MISSING, LOG_LOST_BLOCKS, SIGNING_KEY_MISUSED, JOURNAL_BROKEN, JOURNAL_LOCKED, TOPIC_MISCONFIGURED
     */
    public static BlockWriter open(
            BlockWriterConfig config,
            WriterKeys keys,
            Supplier<ControlView> control,
            ControlWriter statements,
            Clock clock,
            SecureRandom random) {
        throw new UnsupportedOperationException();
    }

    /** The committed heads of all partitions: for checkpoints, and for a publisher that resumes. A snapshot. */
    public SortedMap<Integer, Head> heads() {
        throw new UnsupportedOperationException();
    }

    /** How far each input is committed; after {@link #open} the place to resume from. A snapshot. */
    public SortedMap<String, Long> sources() {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes a batch, in order; waits while the writer is busy with earlier ones.
     *
     * @return completes once the batch is committed, or exceptionally with an {@link
     *     org.dataembassy.ledger.problem.EmbassyException}; its outcome is then unknown until the next {@link #open}
     *     settles it. Completed on the writer's thread: don't block there.
     * @throws org.dataembassy.ledger.problem.EmbassyException EVENT_TOO_LARGE, or why the writer ended
     * @throws InterruptedException if interrupted while waiting; the batch is then not taken
     */
    public CompletionStage<WrittenTransaction> write(Batch batch) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** Why the writer ended, if it did without being closed; for liveness. */
    public java.util.Optional<org.dataembassy.ledger.problem.EmbassyException> failure() {
        throw new UnsupportedOperationException();
    }

    /**
     * Seals and commits what was accepted, then ends.
     *
     * @return whether all of it was committed within {@code timeout}; what was not is in the journal and is committed by
     *     the next {@link #open}
     */
    public boolean close(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    /** {@link #close(Duration)} with 30 s. */
    @Override
    public void close() {
        close(Duration.ofSeconds(30));
    }
}
