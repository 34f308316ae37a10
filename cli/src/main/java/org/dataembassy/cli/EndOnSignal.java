package org.dataembassy.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a signal does to a long command: interrupts it, waits until it has let go, then cleans up after it. Close it when
 * the command has ended by itself.
 */
final class EndOnSignal implements AutoCloseable {
    private static final long LET_GO_SECONDS = 20;

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean come;

    private EndOnSignal(Thread command, Runnable cleanUp) {
        this.hook = new Thread(
                () -> {
                    come = true;
                    command.interrupt();
                    awaitLetGo();
                    cleanUp.run();
                },
                "end-on-signal");
    }

    /** @param command the thread to interrupt */
    static EndOnSignal of(Thread command, Runnable cleanUp) {
        EndOnSignal signal = new EndOnSignal(command, cleanUp);
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
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
