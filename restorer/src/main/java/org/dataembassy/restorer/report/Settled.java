package org.dataembassy.restorer.report;

/** Whether the ledger may still come to hold more at or before the position. */
public enum Settled {
    /** It can't: the position is an offset or a sequence, or an event after the time is already recorded. */
    YES("nothing can be added at or before the position"),
    /**
     * The registry's writer signed, after the time asked for, that it had no more. Only an import of history could still
     * record an earlier time.
     */
    BY_CHECKPOINT("a checkpoint after the time shows no more; only an import of history could still add to it"),
    /** The ledger ends at or before the time asked for. */
    NO("not settled: the ledger may still record events at or before the position");

    private final String meaning;

    Settled(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }
}
