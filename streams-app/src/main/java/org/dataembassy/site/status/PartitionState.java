package org.dataembassy.site.status;

/** How a partition does, in one word; the details are in its {@link PartitionReport}. */
public enum PartitionState {
    /** Every block that came has been applied. */
    RUNNING,
    /** Some records wait: for missing blocks within the gap time-out, or for control to explain them. */
    PARKED,
    /** Nothing is applied; answers come from the last verified state. */
    HALTED,
    /** The task has just begun and compares its store with what was written; no answers. */
    VERIFYING,
    /** The store was not what this site wrote, or an older one, and is filled again from the ledger; no answers. */
    REBUILDING
}
