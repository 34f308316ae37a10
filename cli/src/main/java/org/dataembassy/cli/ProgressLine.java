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
        this.terminal = terminal;
        this.task = task;
        this.bar = terminal.interactive() ? newBar(terminal, task, totalBytes) : null;
    }

    private static ProgressBar newBar(Terminal terminal, String task, OptionalLong totalBytes) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(totalBytes.orElse(-1))
                .setUnit(" kB", 1_024)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal.err()))
                .showSpeed()
                .build();
    }

    void show(long bytes, String detail) {
        if (bar != null) {
            bar.stepTo(bytes);
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
