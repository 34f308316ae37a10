package org.dataembassy.site.store;

import org.dataembassy.ledger.LedgerId;

/**
 * An entry of a store is not one that this site wrote at this place: it doesn't authenticate, can't be read, or is
 * missing where another entry says that it is. Never served; the partition halts. Names the kind of entry and the
 * ledger, never content.
 */
public final class StoreCorruptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreCorruptException(LedgerId ledger, String what) {
        super("the store of " + ledger + ": " + what);
    }
}
