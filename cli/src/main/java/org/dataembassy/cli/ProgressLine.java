package org.dataembassy.cli;

import java.time.Duration;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error: a bar with rate and remaining time on a terminal, a line every few seconds elsewhere. */
final class ProgressLine implements AutoCloseable {
    private static final long LINE_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

    private final Terminal terminal;
    private final String task;
    private final ProgressBar bar;
    private long lastLineNanos = System.nanoTime();

    /** @param totalBytes of the input, where it is known */
    ProgressLine(Terminal terminal, String task, OptionalLong totalBytes) {
        this(
                terminal,
                task,
                newBar(terminal, task)
                        .setInitialMax(totalBytes.orElse(-1))
                        .setUnit(" kB", 1_024)
                        .showSpeed());
    }

    private ProgressLine(Terminal terminal, String task, ProgressBarBuilder bar) {
        this.terminal = terminal;
        this.task = task;
        this.bar = terminal.interactive() ? bar.build() : null;
    }

    /** Counts to 100. */
    static ProgressLine ofPercent(Terminal terminal, String task) {
        return new ProgressLine(
                terminal, task, newBar(terminal, task).setInitialMax(100).setUnit(" %", 1));
    }

    private static ProgressBarBuilder newBar(Terminal terminal, String task) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()));
    }

    /** @param reached bytes, or percent */
    void show(long reached, String detail) {
        if (bar != null) {
            bar.stepTo(reached);
            bar.setExtraMessage(" " + detail);
        } else if (System.nanoTime() - lastLineNanos > LINE_INTERVAL_NANOS) {
            lastLineNanos = System.nanoTime();
            terminal.err().println(task + ": " + detail);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
