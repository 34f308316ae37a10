package org.dataembassy.cli.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Tells steps one after the other and keeps what became of each. A step that doesn't hold ends the story. */
final class Story {
    private final Consumer<String> teller;
    private final List<DemoResult.Step> told = new ArrayList<>();

    /** Something that had to hold did not. */
    static final class DidNotHoldException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DidNotHoldException(String finding) {
            super(finding);
        }
    }

    /** @param teller gets each line as it is told */
    Story(Consumer<String> teller) {
        this.teller = teller;
    }

    /**
     * Tells one step.
     *
     * @param body returns what was seen
     * @return whether it held
     */
    boolean step(String name, String shows, Callable<String> body) {
        if (!heldSoFar()) {
            return false;
        }
        teller.accept("");
        teller.accept((told.size() + 1) + ". " + name + ": " + shows);
        long start = System.nanoTime();
        String finding;
        boolean held;
        try {
            finding = body.call();
            held = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finding = "interrupted";
            held = false;
        } catch (Exception e) {
            finding = e.getMessage() == null ? e.toString() : e.getMessage();
            held = false;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        told.add(new DemoResult.Step(name, shows, held, finding, took));
        teller.accept(
                String.format(Locale.ROOT, "   %s %s (%.1f s)", held ? "✓" : "✗", finding, took.toMillis() / 1_000.0));
        return held;
    }

    /** A detail within the present step. */
    void detail(String line) {
        teller.accept("     " + line);
    }

    /** Ends the step if this does not hold. */
    static void require(boolean holds, String finding) {
        if (!holds) {
            throw new DidNotHoldException(finding);
        }
    }

    boolean heldSoFar() {
        return told.stream().allMatch(DemoResult.Step::held);
    }

    List<DemoResult.Step> told() {
        return List.copyOf(told);
    }
}
