package org.dataembassy.site.query;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.store.LookupHit;

/**
 * A page of what a lookup finds, over all partitions.
 *
 * @param found by partition, within one in an order of this site's own that never changes
 * @param nextCursor for the next page, which may be empty all the same; empty on the last one
 * @param missing partitions that did not answer, with the reason: the answer may lack theirs
 * @param provenance of every partition that answered, whether or not the page has hits of it
 */
public record LookupAnswer(
        List<Found> found, Optional<String> nextCursor, Map<LedgerId, String> missing, List<Provenance> provenance) {

    /** An entity, and the partition in which it lies. */
    public record Found(LookupHit hit, LedgerId ledger) {}
}
