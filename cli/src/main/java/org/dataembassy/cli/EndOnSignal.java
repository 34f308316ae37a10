package org.dataembassy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * What a signal does to a long command: interrupts it, waits until it has let go, then cleans up after it. Close it when
 * the command has ended by itself. The exit code is then the JVM's own for a signal, {@link
 * org.dataembassy.ledger.problem.ExitCode#INTERRUPTED} for that of a keyboard.
 */
final class EndOnSignal implements AutoCloseable {
    private static final long LET_GO_SECONDS = 20;

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Thread command;
    private final Runnable cleanUp;
    private final Thread hook;
    private volatile boolean come;

    private EndOnSignal(Thread command, Runnable cleanUp) {
        this.command = command;
        this.cleanUp = cleanUp;
        this.hook = new Thread(this::signal, "end-on-signal");
    }

    /** @param command the thread to interrupt */
    static EndOnSignal of(Thread command, Runnable cleanUp) {
        EndOnSignal signal = new EndOnSignal(command, cleanUp);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** What the signal does. */
    void signal() {
        come = true;
        command.interrupt();
        awaitLetGo();
        cleanUp.run();
    }

    /**
     * Does the command's work.
     *
     * @throws EmbassyException INTERRUPTED instead of whatever the work stumbled over once a signal had come
     */
    <T> T run(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (come) {
                throw new EmbassyException(
                        Problem.INTERRUPTED,
                        "Interrupted by a signal: what the command had started is being ended, and its files deleted.",
                        e);
            }
            throw e;
        }
    }

    /** Whether the cleaning up is the signal's affair. */
    boolean hasCome() {
        return come;
    }

    private void awaitLetGo() {
        try {
            if (!letGo.await(LET_GO_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("embassy: the command doesn't let go; cleaning up all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        letGo.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal has come: the hook does its work.
        }
    }
}
