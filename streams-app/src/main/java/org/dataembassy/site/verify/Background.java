package org.dataembassy.site.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Questions to the broker that a stream thread must not wait for: asked on another thread, answered at a later turn. Of
 * one partition, for its thread.
 */
final class Background {
    private final Executor executor;
    private final Map<String, CompletableFuture<?>> asked = new HashMap<>();

    Background(Executor executor) {
        this.executor = executor;
    }

    /** Asks now what {@link #ask} will want to know later under this name. */
    <T> void askAhead(String name, Supplier<T> question) {
        asked.computeIfAbsent(name, n -> CompletableFuture.supplyAsync(question, executor));
    }

    /** Nobody wants to know this any more. */
    void drop(String name) {
        asked.remove(name);
    }

    /**
     * The answer, once; asks when it isn't under way.
     *
     * @param name of the question; while it is under way the same name gets no other one asked
     * @return empty while it is under way
     * @throws EmbassyException if the question failed
     */
    <T> Optional<T> ask(String name, Supplier<T> question) {
        @SuppressWarnings("unchecked") // a name always asks for one type
        CompletableFuture<T> answer = (CompletableFuture<T>)
                asked.computeIfAbsent(name, n -> CompletableFuture.supplyAsync(question, executor));
        if (!answer.isDone()) {
            return Optional.empty();
        }
        asked.remove(name);
        try {
            return Optional.of(answer.join());
        } catch (CompletionException e) {
            if (e.getCause() instanceof EmbassyException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new EmbassyException(
                    Problem.BROKER_UNAVAILABLE,
                    "The broker could not be asked: " + e.getCause().getClass().getSimpleName() + ".",
                    e.getCause());
        }
    }
}
