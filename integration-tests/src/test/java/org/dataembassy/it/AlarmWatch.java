package org.dataembassy.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Asks the site for its alarms and for halted partitions, again and again, and keeps what it hears. */
final class AlarmWatch implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 200;

    private final RunningCountry country;
    private final Set<String> raised = new ConcurrentSkipListSet<>();
    private final AtomicLong asked = new AtomicLong();
    private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();

    AlarmWatch(RunningCountry country) {
        this.country = country;
    }

    void start() {
        asking.scheduleWithFixedDelay(this::ask, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Every alarm so far, each once. */
    Set<String> raised() {
        return raised;
    }

    /** Answers so far. */
    long asked() {
        return asked.get();
    }

    private void ask() {
        try {
            JsonNode ready = country.ask("/readyz");
            if (ready.has("ready")) {
                asked.incrementAndGet();
            }
            ready.path("alarms").forEach(alarm -> raised.add(alarm.asText()));
            for (JsonNode partition : country.ask("/v1/registries/population").path("local")) {
                if (partition.path("status").asText().equals("HALTED")) {
                    raised.add(partition.toString());
                }
            }
        } catch (RuntimeException e) {
            raised.add("the watch itself failed: " + e);
        }
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
