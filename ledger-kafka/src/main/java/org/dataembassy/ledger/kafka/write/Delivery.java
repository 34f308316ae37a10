package org.dataembassy.ledger.kafka.write;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets journaled transactions onto the log, each once, whatever happens meanwhile: tries with the same bytes until one
 * of them is committed, and looks on the log first whenever the outcome of a try is unknown. For one thread.
 */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 2_000;
    private static final int MAX_TRIES_WITHOUT_TOPIC = 10;

    private final KafkaClients clients;
    private final String what;
    private final LogProducer producer;
    private final OwnLog log;
    private final Map<Integer, Head> base;
    private final Supplier<ControlView> control;
    private final Step.Hook hook;
    private boolean connected;

    /** @param what the writer, for messages */
    Delivery(
            KafkaClients clients,
            String what,
            LogProducer producer,
            OwnLog log,
            Map<Integer, Head> base,
            Supplier<ControlView> control,
            Step.Hook hook) {
        this.hook = hook;
        this.clients = clients;
        this.what = what;
        this.producer = producer;
        this.log = log;
        this.base = base;
        this.control = control;
    }

    /** Ended before the transaction was known to be committed. */
    static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("stopped before the transaction was known to be committed");
        }
    }

    /**
     * Takes over from any older writer and reads what is on the log.
     *
     * @throws EmbassyException BROKER_UNAVAILABLE and what {@link OwnLog#tails} throws
     */
    SortedMap<Integer, LogTail> takeOver(Optional<JournalState> journal) {
        try {
            producer.connect();
        } catch (KafkaException e) {
            throw clients.failure(e);
        }
        SortedMap<Integer, LogTail> tails = log.tails(journal, base);
        connected = true;
        return tails;
    }

    /** Everything that is on the log, as if there were no journal; after {@link #takeOver}. */
    SortedMap<Integer, LogTail> wholeLog() {
        return log.tails(Optional.empty(), base);
    }

    /** Makes the next delivery look on the log first: part of its transaction is there already. */
    void settleAgain() {
        connected = false;
    }

    /**
     * Returns when the first pending transaction of the journal is committed and visible.
     *
     * @param stop asked between tries
     * @return its offsets, block by block
     * @throws EmbassyException WRITER_FENCED, LOG_LOST_BLOCKS and whatever else no retry mends
     */
    List<Long> deliver(SealJournal journal, JournaledTransaction transaction, BooleanSupplier stop)
            throws StoppedException {
        long pause = FIRST_PAUSE_MILLIS;
        int tries = 0;
        while (true) {
            if (stop.getAsBoolean()) {
                throw new StoppedException();
            }
            try {
                Reconciliation.Resend missing =
                        connected ? Reconciliation.Resend.whole(transaction) : settle(journal, transaction);
                return missing.missing().isEmpty() ? missing.complete(List.of()) : send(missing);
            } catch (InterruptException e) {
                throw new StoppedException();
            } catch (KafkaException e) {
                requireRetriable(e);
                LOG.warn("{}: the outcome of transaction {} is unknown, settling it", what, transaction.number(), e);
            } catch (EmbassyException e) {
                if (!isRetriable(e.problem(), ++tries)) {
                    throw e;
                }
                LOG.warn("{}: {} Transaction {} waits.", what, e.getMessage(), transaction.number());
            }
            connected = false;
            sleep(pause);
            pause = Math.min(MAX_PAUSE_MILLIS, 2 * pause);
        }
    }

    /** Committed isn't visible yet, and only what is visible is safe from a broker that dies. */
    private List<Long> send(Reconciliation.Resend missing) {
        List<Long> offsets = missing.complete(producer.commit(missing.missing()));
        hook.at(Step.COMMITTED);
        log.awaitVisible(missing.transaction(), offsets);
        hook.at(Step.VISIBLE);
        return offsets;
    }

    /** A broker that has just started may not know all of its topics yet. */
    private static boolean isRetriable(Problem problem, int tries) {
        return problem == Problem.BROKER_UNAVAILABLE
                || problem == Problem.LOG_HELD_OPEN
                || (problem == Problem.TOPIC_MISSING && tries < MAX_TRIES_WITHOUT_TOPIC);
    }

    /** After an unknown outcome: what of the first pending transaction is missing on the log, perhaps nothing. */
    private Reconciliation.Resend settle(SealJournal journal, JournaledTransaction transaction) {
        JournalState state = journal.state();
        requireKeyNotClosed(state);
        SortedMap<Integer, LogTail> tails = takeOver(Optional.of(state));
        Reconciliation.Verdict verdict = Reconciliation.compare(state, tails);
        if (verdict instanceof Reconciliation.Verdict.JournalBehind behind) {
            throw fenced(behind.detail(), null);
        }
        if (!(verdict instanceof Reconciliation.Verdict.Settled settled)) {
            throw fault(verdict, what);
        }
        return settled.committed().isEmpty()
                ? settled.toResend().get(0)
                : new Reconciliation.Resend(
                        transaction,
                        settled.committed().get(0).stream()
                                .map(OptionalLong::of)
                                .toList());
    }

    /** Another writer that took over without our journal has closed our signing key. */
    private void requireKeyNotClosed(JournalState state) {
        if (control.get().closings().containsKey(state.identity().signingKeyId())) {
            throw fenced("its signing key was closed", null);
        }
    }

    /** What a verdict other than settled means to a user. */
    static EmbassyException fault(Reconciliation.Verdict verdict, String what) {
        if (verdict instanceof Reconciliation.Verdict.LostBlocks lost) {
            return new EmbassyException(Problem.LOG_LOST_BLOCKS, what + ": " + lost.detail() + ".");
        }
        if (verdict instanceof Reconciliation.Verdict.OtherBlock other) {
            return new EmbassyException(Problem.SIGNING_KEY_MISUSED, what + ": " + other.detail() + ".");
        }
        throw new IllegalArgumentException("not a fault: " + verdict);
    }

    private void requireRetriable(KafkaException failure) {
        if (isCausedBy(failure, ProducerFencedException.class)) {
            throw fenced("another producer has its transactional id", failure);
        }
        if (isCausedBy(failure, InvalidProducerEpochException.class)
                || isCausedBy(failure, OutOfOrderSequenceException.class)) {
            requireNotFenced();
        }
        if (isCausedBy(failure, RecordTooLargeException.class)) {
            throw new EmbassyException(
                    Problem.TOPIC_MISCONFIGURED,
                    what + ": the broker refuses a block as too large: " + failure.getMessage(),
                    failure);
        }
        if (isCausedBy(failure, AuthorizationException.class) || isCausedBy(failure, AuthenticationException.class)) {
            throw clients.failure(failure);
        }
    }

    /** The epoch may have moved because the transaction ran out of time, or because a newer producer took over. */
    private void requireNotFenced() {
        try {
            producer.requireNotFenced();
        } catch (ProducerFencedException e) {
            throw fenced("another producer has its transactional id", e);
        } catch (KafkaException | IllegalStateException e) {
            LOG.debug("{}: could not end the transaction, a new producer will", what, e);
        }
    }

    private EmbassyException fenced(String how, Throwable cause) {
        return new EmbassyException(
                Problem.WRITER_FENCED, what + " was taken over by another writer: " + how + ".", cause);
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static void sleep(long millis) throws StoppedException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException();
        }
    }
}
