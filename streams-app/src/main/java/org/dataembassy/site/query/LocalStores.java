package org.dataembassy.site.query;

import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.store.LedgerStore;

/** The stores of the partitions that this instance holds. */
@FunctionalInterface
public interface LocalStores {
    /**
     * @throws QueryProblem UNAVAILABLE if the partition isn't here, naming its owner, or isn't ready
     */
    LedgerStore store(LedgerId ledger);
}
