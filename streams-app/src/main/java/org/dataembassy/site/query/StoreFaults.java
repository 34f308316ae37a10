package org.dataembassy.site.query;

import java.util.function.Supplier;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.schemas.UnreadableEventException;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.StoreCorruptException;

/** What a fault of a store is to a query: no answer, and for a corrupt entry the halt of its partition. */
final class StoreFaults {
    private StoreFaults() {}

    static <T> T guarded(SiteBoard board, LedgerId ledger, Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreCorruptException e) {
            board.reportCorruption(ledger, e.getMessage());
            throw QueryProblem.unavailable(
                    "store-corrupt",
                    "An entry that the answer needs is not what this site wrote: " + e.getMessage() + ".",
                    "Ask the other site. Here: " + HaltReason.STORE_CORRUPT.next() + ".");
        } catch (UnreadableEventException e) {
            throw QueryProblem.unavailable(
                    "state-unreadable",
                    "A state in the store of " + ledger + " is not in the schema of this version: " + e.getMessage()
                            + ".",
                    HaltReason.STATE_SCHEMA_OTHER.next() + ".");
        } catch (InvalidStateStoreException e) {
            throw QueryProblem.unavailable(
                    "store-unavailable",
                    "The store of " + ledger + " is being restored or moved.",
                    "Ask again in a moment.");
        }
    }
}
