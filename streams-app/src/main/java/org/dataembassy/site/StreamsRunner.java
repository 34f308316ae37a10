package org.dataembassy.site;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.dataembassy.site.status.SiteBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Kafka Streams instance, whose threads are replaced when they fail; its state goes onto the board. */
final class StreamsRunner implements AutoCloseable {
    /** What the board calls it. */
    static final String PART = "streams";

    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 250;
    private static final long MAX_PAUSE_MILLIS = 5_000;
    private static final long CALM_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final KafkaStreams streams;
    private final SiteBoard board;
    private long lastFailureNanos = System.nanoTime() - CALM_NANOS;
    private long pauseMillis = PAUSE_MILLIS;

    private StreamsRunner(KafkaStreams streams, SiteBoard board) {
        this.streams = streams;
        this.board = board;
    }

    static StreamsRunner start(Supplier<KafkaStreams> make, SiteBoard board) {
        board.waitFor(PART, "the stores are being assigned and restored");
        StreamsRunner runner = new StreamsRunner(make.get(), board);
        runner.streams.setStateListener((now, before) -> runner.stateChanged(now));
        runner.streams.setUncaughtExceptionHandler(runner::failed);
        runner.streams.start();
        return runner;
    }

    KafkaStreams streams() {
        return streams;
    }

    /** Whether it has ended by itself. */
    boolean hasEnded() {
        return streams.state().hasCompletedShutdown() || streams.state() == KafkaStreams.State.ERROR;
    }

    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    private void stateChanged(KafkaStreams.State now) {
        LOG.info("streams: {}", now);
        if (now == KafkaStreams.State.RUNNING) {
            board.ready(PART);
        } else {
            board.waitFor(PART, "the stores are being assigned and restored (" + now + ")");
        }
    }

    /** On the failing thread; a failure that returns at once must not become a busy loop. */
    private synchronized StreamThreadExceptionResponse failed(Throwable cause) {
        long count = board.threadFailed();
        LOG.error("a stream thread failed (failure {} of this process) and is replaced", count, cause);
        long now = System.nanoTime();
        pauseMillis = now - lastFailureNanos > CALM_NANOS ? PAUSE_MILLIS : Math.min(MAX_PAUSE_MILLIS, pauseMillis * 2);
        lastFailureNanos = now;
        try {
            Thread.sleep(pauseMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** Leaves the group, so that the partitions needn't wait for a time-out. */
    @Override
    public void close() {
        Optional<CloseOptions> options =
                Optional.of(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                        .withTimeout(CLOSE_TIMEOUT));
        if (!streams.close(options.get())) {
            LOG.warn("streams did not end within {} s", CLOSE_TIMEOUT.toSeconds());
        }
    }
}
