package org.dataembassy.restorer.replay;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Reads, verifies and opens the next blocks on a thread of its own while the caller works on those before. In between,
 * nobody else may touch the {@link VerifiedBlocks}; it is the caller's again after {@link #close}.
 *
 * <p>Only for whoever wants all that is wanted of the sources: what is found on the way counts, whether or not its block is
 * taken. For one thread.
 */
public final class BlocksAhead implements AutoCloseable {
    private static final int AHEAD = 4;
    private static final long LOOK_MILLIS = 100;

    /** What {@link VerifiedBlocks#next} came to: a block, the end, or a fault, in its place among the blocks. */
    private record Outcome(Optional<VerifiedBlock> block, Throwable fault) {
        boolean isLast() {
            return block.isEmpty();
        }
    }

    private final BlockingQueue<Outcome> ahead = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;
    private volatile boolean closed;

    private BlocksAhead(Supplier<Optional<VerifiedBlock>> blocks) {
        thread = new Thread(() -> readOn(blocks), "blocks-ahead");
        thread.setDaemon(true);
    }

    /** Begins to read. */
    public static BlocksAhead of(VerifiedBlocks blocks) {
        return of(blocks::next);
    }

    static BlocksAhead of(Supplier<Optional<VerifiedBlock>> blocks) {
        BlocksAhead ahead = new BlocksAhead(blocks);
        ahead.thread.start();
        return ahead;
    }

    /**
     * As {@link VerifiedBlocks#next}; not to be called again once it was empty or has thrown.
     *
     * @throws EmbassyException also INTERRUPTED
     */
    public Optional<VerifiedBlock> next() {
        Outcome outcome = take();
        if (outcome.fault() instanceof RuntimeException fault) {
            throw fault;
        }
        if (outcome.fault() instanceof Error fault) {
            throw fault;
        }
        return outcome.block();
    }

    private Outcome take() {
        try {
            return ahead.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbassyException(Problem.INTERRUPTED, "Reading the ledger was interrupted.", e);
        }
    }

    private void readOn(Supplier<Optional<VerifiedBlock>> blocks) {
        Outcome outcome;
        do {
            outcome = next(blocks);
        } while (offer(outcome) && !outcome.isLast());
    }

    private static Outcome next(Supplier<Optional<VerifiedBlock>> blocks) {
        try {
            return new Outcome(blocks.get(), null);
        } catch (RuntimeException | Error e) {
            return new Outcome(Optional.empty(), e);
        }
    }

    /** False if nobody wants it any more. */
    private boolean offer(Outcome outcome) {
        try {
            while (!closed) {
                if (ahead.offer(outcome, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Ends the reading, wherever it is, and waits until it has. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
