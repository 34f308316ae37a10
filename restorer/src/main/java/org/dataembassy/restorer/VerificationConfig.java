package org.dataembassy.restorer;

import java.time.Duration;
import org.dataembassy.restorer.access.LedgerAccess;
import org.dataembassy.restorer.report.Depth;

/**
 * One verification.
 *
 * @param replicationGrace how long blocks that a checkpoint speaks of may still be on their way, before they count as
 *     missing: on a copy of another site's topic, checkpoints may arrive before their blocks
 * @param programVersion for the report
 */
public record VerificationConfig(LedgerAccess access, Depth depth, Duration replicationGrace, String programVersion) {
    /** Enough for a healthy MirrorMaker. */
    public static final Duration USUAL_GRACE = Duration.ofSeconds(15);

    public VerificationConfig {
        if (replicationGrace.isNegative()) {
            throw new IllegalArgumentException("replication grace: expected at least 0, got " + replicationGrace);
        }
    }
}
