package org.dataembassy.site.query;

import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.store.LookupHit;

/**
 * What a lookup finds, over all partitions.
 *
 * @param more whether there are more than asked for
 * @param missing partitions that did not answer, with the reason: the answer may lack theirs
 */
public record LookupAnswer(
        List<Found> found, boolean more, Map<LedgerId, String> missing, List<Provenance> provenance) {

    /** An entity, and the partition in which it lies. */
    public record Found(LookupHit hit, LedgerId ledger) {}
}
