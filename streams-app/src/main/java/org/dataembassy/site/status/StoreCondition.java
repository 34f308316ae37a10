package org.dataembassy.site.status;

import java.util.Optional;
import org.dataembassy.site.store.Rebuild;

/** Whether a partition's store may be believed, and if not yet, how far that is. */
public sealed interface StoreCondition {

    /**
     * Its entries are those that this site wrote.
     *
     * @param last the last time it was rebuilt, if ever
     */
    record Sound(Optional<Rebuild> last) implements StoreCondition {}

    /**
     * It is being compared with its head.
     *
     * @param entries compared so far
     */
    record Verifying(long entries) implements StoreCondition {}

    /**
     * It is emptied and filled again from the ledger.
     *
     * @param deleted entries deleted so far, by this process
     * @param blocks applied again so far
     * @param remembered blocks that this site knows it had; 0 if it doesn't know
     */
    record Rebuilding(Rebuild rebuild, long deleted, long blocks, long remembered) implements StoreCondition {}

    /** Whether answers may be given from it. */
    default boolean mayServe() {
        return this instanceof Sound;
    }

    /** A sentence for an operator. */
    default String describe() {
        if (this instanceof Verifying verifying) {
            return "the store is being verified, " + verifying.entries + " entries so far";
        }
        if (this instanceof Rebuilding rebuilding) {
            Rebuild rebuild = rebuilding.rebuild;
            String progress = rebuild.stage() == Rebuild.Stage.EMPTYING
                    ? rebuilding.deleted + " entries deleted so far"
                    : rebuilding.blocks + " blocks applied again so far"
                            + (rebuilding.remembered > 0 ? " of at least " + rebuilding.remembered : "");
            return "the store is being rebuilt from the ledger since " + rebuild.since() + ", " + progress + ": "
                    + rebuild.why();
        }
        return "the store is what this site wrote"
                + ((Sound) this)
                        .last()
                        .map(r -> "; rebuilt from the ledger after " + r.since() + ": " + r.why())
                        .orElse("");
    }
}
