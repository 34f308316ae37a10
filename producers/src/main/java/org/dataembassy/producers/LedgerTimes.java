package org.dataembassy.producers;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;

/**
 * Which time of recording an event gets, so that within a ledger time never runs backwards and never far ahead (design.md
 * section 6). Knows the last time of each ledger. Not thread-safe; one owner.
 */
final class LedgerTimes {
    /** How far ahead of this machine's clock a time of recording may be. */
    static final Duration MAX_AHEAD = Duration.ofMinutes(5);

    private final RecordedAt mode;
    private final Instant[] last;

    /** @param lastByPartition time of the last event; absent for an empty ledger */
    LedgerTimes(RecordedAt mode, int partitions, Map<Integer, Instant> lastByPartition) {
        this(mode, new Instant[partitions]);
        Arrays.fill(last, Instant.MIN);
        lastByPartition.forEach((partition, time) -> last[partition] = time);
    }

    private LedgerTimes(RecordedAt mode, Instant[] last) {
        this.mode = mode;
        this.last = last;
    }

    /** A copy in which a call's events can be timed one after the other, without consequence. */
    LedgerTimes draft() {
        return new LedgerTimes(mode, last.clone());
    }

    /**
     * The time that the next event of a ledger gets; from now on its last one.
     *
     * @param given what the event carries; may be null in {@link RecordedAt#LIVE}
     * @throws EmbassyException RECORDED_AT_AHEAD, RECORDED_AT_BACKWARDS, EVENT_MALFORMED
     */
    Instant next(int partition, Instant given, Instant now) {
        Instant time = mode == RecordedAt.LIVE ? live(partition, given, now) : historical(partition, given, now);
        last[partition] = time;
        return time;
    }

    /** Whether an event with this time may follow now; takes it as the last one if so. */
    boolean follow(int partition, Instant time) {
        if (time.isBefore(last[partition])) {
            return false;
        }
        last[partition] = time;
        return true;
    }

    private Instant live(int partition, Instant given, Instant now) {
        if (given != null) {
            refuseAhead(given, now, "field meta.recordedAt: the time");
        }
        refuseAhead(last[partition], now, "the time of the last event of partition " + partition);
        Instant present = now.truncatedTo(ChronoUnit.MICROS);
        return present.isBefore(last[partition]) ? last[partition] : present;
    }

    private Instant historical(int partition, Instant given, Instant now) {
        if (given == null) {
            throw new EmbassyException(Problem.EVENT_MALFORMED, "field meta.recordedAt: missing");
        }
        Instant time = given.truncatedTo(ChronoUnit.MICROS);
        refuseAhead(time, now, "field meta.recordedAt: the time");
        if (time.isBefore(last[partition])) {
            throw new EmbassyException(
                    Problem.RECORDED_AT_BACKWARDS,
                    "field meta.recordedAt: runs backwards; partition " + partition + " has an event recorded at "
                            + last[partition] + " already");
        }
        return time;
    }

    private static void refuseAhead(Instant time, Instant now, String what) {
        if (time.isAfter(now) && time.isAfter(now.plus(MAX_AHEAD))) {
            throw new EmbassyException(
                    Problem.RECORDED_AT_AHEAD,
                    what + " is more than " + MAX_AHEAD.toMinutes()
                            + " minutes ahead of this machine's clock, which says "
                            + now.truncatedTo(ChronoUnit.SECONDS));
        }
    }
}
