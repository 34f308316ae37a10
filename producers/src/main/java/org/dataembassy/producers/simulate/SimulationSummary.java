package org.dataembassy.producers.simulate;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import org.dataembassy.ledger.Digest;

/**
 * What a simulation made and did.
 *
 * @param sourceId names it in the headers of blocks
 * @param until the first day that was not simulated
 * @param calls made: cases, and households of the opening
 * @param events made
 * @param published of these, committed in this run
 * @param alreadyThere of these, in the ledger before this run
 * @param residents on the last day
 * @param digest of all events ({@link SimulationDigest}), if it was asked for
 * @param elapsed from beginning to end
 */
public record SimulationSummary(
        String sourceId,
        LocalDate until,
        long calls,
        long events,
        long published,
        long alreadyThere,
        int residents,
        Optional<Digest> digest,
        Duration elapsed) {}
