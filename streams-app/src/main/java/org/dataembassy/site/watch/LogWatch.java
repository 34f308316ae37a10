package org.dataembassy.site.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.dataembassy.ledger.kafka.HeldLogs;
import org.dataembassy.ledger.kafka.HeldLogs.Extent;
import org.dataembassy.ledger.kafka.HeldLogs.Holder;
import org.dataembassy.ledger.kafka.KafkaClients;
import org.dataembassy.ledger.kafka.topics.Carrier;
import org.dataembassy.ledger.kafka.topics.LedgerTopic;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.site.status.SiteBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether each partition that the site reads can be read to its end. Two things can keep it from
 * that without anybody's noticing: a transaction that hangs, and a log that its broker or a consumer can't read. After
 * some patience each raises an alarm that names partition, offset and producer. A hanging transaction of a mirrored
 * registry topic is also ended, after {@link HeldBlocks} has saved what it holds.
 */
public final class LogWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);
    private static final String STREAMS = "streams";
    private static final String RUNBOOK = "; see the runbook on held and damaged logs";

    private static final long LONGEST_TRANSACTION_NANOS =
            TimeUnit.MILLISECONDS.toNanos(KafkaClients.TRANSACTION_TIMEOUT_MILLIS);

    private final KafkaClients clients;
    private final Supplier<Set<TopicPartition>> watched;
    private final SiteBoard board;
    private final Duration patience;
    private final Duration pause;
    private final LongSupplier nanos;
    private final HeldLogs logs;
    private final Map<TopicPartition, Standstill> held = new HashMap<>();
    private final Map<TopicPartition, Standstill> unread = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private Thread thread;

    /** Where something stands, and since when (of the monotonic clock). */
    private record Standstill(long offset, long sinceNanos) {}

    /**
     * Does nothing until {@link #start}.
     *
     * @param watched what the site reads at present
     * @param patience how long a standstill may last before it's an alarm: longer than any transaction takes
     * @param pause between two looks
     * @param nanos a monotonic clock
     */
    public LogWatch(
            KafkaClients clients,
            Supplier<Set<TopicPartition>> watched,
            SiteBoard board,
            Duration patience,
            Duration pause,
            LongSupplier nanos) {
        this.clients = clients;
        this.watched = watched;
        this.board = board;
        this.patience = patience;
        this.pause = pause;
        this.nanos = nanos;
        this.logs = HeldLogs.of(clients);
    }

    /** Looks on a thread of its own from now on. */
    public LogWatch start() {
        thread = new Thread(this::run, "site-log-watch");
        thread.setDaemon(true);
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                } catch (InterruptException e) {
                    return;
                } catch (KafkaException | EmbassyException e) {
                    // A broker that is away is told of elsewhere; it's looked at again.
                    LOG.debug("the logs can't be watched: {}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("the watch over the logs met a fault and goes on", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        Map<TopicPartition, Extent> extents = logs.extents(watched.get());
        forgetAllBut(held, extents.keySet(), LogWatch::alarmOfHeld);
        forgetAllBut(unread, extents.keySet(), LogWatch::alarmOfUnread);
        extents.forEach((partition, extent) -> {
            if (standsStill(held, partition, extent.stable(), extent.isHeld(), LogWatch::alarmOfHeld)) {
                held(partition, extent);
            }
            Optional<Long> position = board.position(partition).filter(at -> at < extent.stable());
            boolean runs = !board.waitingFor().containsKey(STREAMS);
            if (standsStill(
                    unread, partition, position.orElse(-1L), runs && position.isPresent(), LogWatch::alarmOfUnread)) {
                unread(partition, position.orElseThrow(), extent);
            }
        });
    }

    /** Whether something stands at one offset for longer than there is patience; otherwise its alarm is cleared. */
    private boolean standsStill(
            Map<TopicPartition, Standstill> all,
            TopicPartition partition,
            long offset,
            boolean stands,
            java.util.function.Function<TopicPartition, String> alarm) {
        Standstill before = all.get(partition);
        if (!stands) {
            all.remove(partition);
            board.clear(alarm.apply(partition));
            return false;
        }
        if (before == null || before.offset() != offset) {
            all.put(partition, new Standstill(offset, nanos.getAsLong()));
            return false;
        }
        return nanos.getAsLong() - before.sinceNanos() >= patience.toNanos();
    }

    private void forgetAllBut(
            Map<TopicPartition, Standstill> all,
            Set<TopicPartition> kept,
            java.util.function.Function<TopicPartition, String> alarm) {
        Set<TopicPartition> gone = new HashSet<>(all.keySet());
        gone.removeAll(kept);
        gone.forEach(partition -> {
            all.remove(partition);
            board.clear(alarm.apply(partition));
        });
    }

    private void unread(TopicPartition partition, long position, Extent extent) {
        board.raise(
                alarmOfUnread(partition),
                "nothing can be read from " + partition + "@" + position + " on, although the log goes on to "
                        + extent.stable() + ": it may be damaged" + RUNBOOK);
    }

    private void held(TopicPartition partition, Extent extent) {
        List<Holder> holders = logs.holders(partition);
        if (holders.isEmpty()) {
            return;
        }
        boolean hangs = holders.stream().allMatch(Holder::isHanging);
        long heldNanos = nanos.getAsLong() - held.get(partition).sinceNanos();
        if (holders.stream().noneMatch(Holder::isHanging) && heldNanos < LONGEST_TRANSACTION_NANOS) {
            return; // its coordinator ends it in time
        }
        String what = describe(partition, extent, holders);
        LOG.error("{}", what);
        board.raise(alarmOfHeld(partition), what + RUNBOOK);
        if (hangs && isMirrored(partition)) {
            heal(partition, extent, holders, what);
        }
    }

    private static String describe(TopicPartition partition, Extent extent, List<Holder> holders) {
        StringBuilder what = new StringBuilder(partition + " can be read to offset " + extent.stable() + " only, of "
                + extent.end() + ": an open transaction holds it");
        for (Holder holder : holders) {
            what.append(", of producer id ")
                    .append(holder.producerId())
                    .append(" epoch ")
                    .append(holder.epoch())
                    .append(" from offset ")
                    .append(holder.startOffset())
                    .append(holder.transactionalId()
                            .map(id -> " (" + id + ", still known to its coordinator)")
                            .orElse(", which its coordinator has forgotten and nobody will end"));
        }
        return what.toString();
    }

    private static boolean isMirrored(TopicPartition partition) {
        return Topics.parse(partition.topic())
                .map(LedgerTopic::carrier)
                .filter(Carrier.MIRRORED::equals)
                .isPresent();
    }

    private void heal(TopicPartition partition, Extent extent, List<Holder> holders, String what) {
        try {
            long saved = HeldBlocks.copy(clients, partition, extent);
            // Only now: what the transaction holds has another way into the site.
            holders.forEach(holder -> logs.end(partition, holder));
            LOG.warn(
                    "{} records of {} from offset {} on were copied to the import topic, and the hanging transaction was"
                            + " ended",
                    saved,
                    partition,
                    extent.stable());
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException | EmbassyException e) {
            LOG.error("{}: it could not be healed: {}", partition, e.getMessage());
            board.raise(alarmOfHeld(partition), what + "; it could not be healed: " + e.getMessage() + RUNBOOK);
        }
    }

    private static String alarmOfHeld(TopicPartition partition) {
        return "held " + partition;
    }

    private static String alarmOfUnread(TopicPartition partition) {
        return "unread " + partition;
    }

    @Override
    public void close() {
        closing.countDown();
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(TimeUnit.SECONDS.toMillis(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        logs.close();
    }
}
