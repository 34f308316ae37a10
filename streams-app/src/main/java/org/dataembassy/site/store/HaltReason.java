package org.dataembassy.site.store;

/** Why a partition stands still. Stored by name: a name never changes its meaning. */
public enum HaltReason {
    /** Blocks are missing and did not come within the gap time-out. Goes on by itself when they come. */
    BLOCKS_MISSING(true, "get the missing blocks to the site by any carrier: the mirrored topic, or the import topic"),
    /** The primary's signing key signed two histories. Only a repair mandate can decide which one holds. */
    EQUIVOCATION(false, "compare the evidence with the other site and prepare a repair mandate"),
    /** A schema that the block's events need is not known or can't be read by this version. */
    SCHEMA_UNREADABLE(true, "publish the schema on control, or install the version of the site service that knows it"),
    /** The registry's model failed on an event. */
    FOLD_FAILED(true, "install the version of the site service that understands the event; the log names the block"),
    /** A block holds an event of an entity that belongs to another partition. */
    ENTITY_MISPLACED(false, "find out why the registry's writer filed the event here; keep the block as evidence"),
    /** An entry of the store is not what this site wrote. Not a lasting halt: the store is rebuilt from the ledger. */
    STORE_CORRUPT(
            true,
            "nothing: the store is rebuilt from the ledger by itself; find out who wrote to the disk or the broker"),
    /** This site has seen more blocks than its topics hold, or its topics don't hold its last block any more. */
    LEDGER_BEHIND_MEMORY(
            true,
            "find out who cut the topic off or made it anew, and bring the blocks back by any carrier; the other site has"
                    + " them"),
    /** At a place of the ledger lies another block than the one that this site remembers. */
    LEDGER_NOT_AS_REMEMBERED(
            false,
            "compare with the other site which history is the true one, and prepare a repair mandate; see the runbook"
                    + " lost-memory.md"),
    /** The store was made for another version of the registry's state. */
    STATE_SCHEMA_OTHER(false, "rebuild the store from the ledger with this version, or go back to the version before"),
    /** This version has no model for the registry. */
    REGISTRY_UNKNOWN(false, "install the version of the site service that knows the registry"),
    /**
     * Records that wait to be judged again are gone from their topic, or the broker has not given them for as long as the
     * gap time-out. Ends when they have been read; blocks from other carriers are applied meanwhile.
     */
    PARKED_RECORDS_UNREADABLE(
            true,
            "see what happened to the topic, bring its records back or their blocks by another carrier; if the records are"
                    + " gone for good, rebuild the store from the ledger");

    private final boolean endsByItself;
    private final String next;

    HaltReason(boolean endsByItself, String next) {
        this.endsByItself = endsByItself;
        this.next = next;
    }

    /** Whether the partition goes on as soon as a block can be applied. */
    public boolean endsByItself() {
        return endsByItself;
    }

    /** What an operator can do, without a capital and a full stop. */
    public String next() {
        return next;
    }
}
