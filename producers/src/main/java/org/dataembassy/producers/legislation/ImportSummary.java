package org.dataembassy.producers.legislation;

import java.time.Duration;

/**
 * What an import or a check found and did.
 *
 * @param sourceId names the input by its content; empty if it had no line
 * @param lines of the input, all good
 * @param published of these, committed in this run; 0 for a check
 * @param alreadyThere of these, in the ledger before
 * @param bytes of the input as stored
 * @param elapsed from beginning to end
 */
public record ImportSummary(
        String sourceId, long lines, long published, long alreadyThere, long bytes, Duration elapsed) {}
