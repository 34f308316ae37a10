package org.dataembassy.ledger.control;

import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.Site;

/**
 * One reign of one primary over one registry.
 *
 * @param number from 1
 * @param cut per partition the head at which this epoch ended; empty while it runs
 */
public record Epoch(int number, Digest epochId, Site primary, Optional<Map<Integer, Head>> cut) {
    public Epoch {
        cut = cut.map(Map::copyOf);
    }
}
