package org.dataembassy.site.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.kafka.read.OffsetRange;

/** Source topics whose parked records can't be read again at present, and whether that is a reason to halt. For one thread. */
final class Unreadable {
    private final Duration patience;
    private final Map<String, Trouble> troubles = new TreeMap<>();

    /** @param since when reading failed first; reading has not succeeded since then */
    private record Trouble(Instant since, long first, long last, Optional<OffsetRange> log) {}

    /** @param patience how long a broker may fail to give records that it doesn't say are gone */
    Unreadable(Duration patience) {
        this.patience = patience;
    }

    /** The topic does not hold all offsets from {@code first} to {@code last} any more. */
    void gone(String topic, long first, long last, OffsetRange log, Instant now) {
        troubles.put(topic, new Trouble(since(topic, now), first, last, Optional.of(log)));
    }

    /** The broker failed to give them. */
    void notGiven(String topic, long first, long last, Instant now) {
        troubles.put(topic, new Trouble(since(topic, now), first, last, Optional.empty()));
    }

    private Instant since(String topic, Instant now) {
        return Optional.ofNullable(troubles.get(topic)).map(Trouble::since).orElse(now);
    }

    void read(String topic) {
        troubles.remove(topic);
    }

    boolean isEmpty() {
        return troubles.isEmpty();
    }

    /** Topic and offsets of the first trouble that is a reason to halt. */
    Optional<String> detail(LedgerId ledger, Instant now) {
        return troubles.entrySet().stream()
                .filter(one -> halts(one.getValue(), now))
                .map(one -> detail(ledger, one.getKey(), one.getValue()))
                .findFirst();
    }

    private boolean halts(Trouble trouble, Instant now) {
        return trouble.log.isPresent() || Duration.between(trouble.since, now).compareTo(patience) >= 0;
    }

    private static String detail(LedgerId ledger, String topic, Trouble trouble) {
        String which = "records that " + ledger + " has parked, offsets " + trouble.first + " to " + trouble.last
                + " of " + topic + "-" + ledger.partition();
        return trouble.log
                .map(log -> which + ", are not all on the topic any more: "
                        + (log.begin() == log.end()
                                ? "it is empty and goes on at " + log.end()
                                : "it holds " + log.begin() + " to " + (log.end() - 1)))
                .orElseGet(() -> which + ", could not be read again since " + trouble.since);
    }
}
