package org.dataembassy.site.query;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a partition is behind its primary, by the newest verified checkpoint of the registry's writer that has come.
 * Whoever cuts the site off can keep newer ones from it: the age shows that.
 *
 * @param checkpointAt when that checkpoint was issued; empty if none has come
 * @param lagBlocks blocks that it states and this site has not applied
 * @param lagEvents likewise
 * @param age since the newest time of which this site is known to have everything: of that checkpoint if nothing of it is
 *     missing, else of the last block applied; empty if neither is known
 */
public record Freshness(
        Optional<Instant> checkpointAt, OptionalLong lagBlocks, OptionalLong lagEvents, Optional<Duration> age) {}
