package org.dataembassy.ledger.kafka.write;

/** The moments at which a writer may die: where tests let it. */
enum Step {
    SEALED,
    JOURNALED,
    PARTLY_SENT,
    SENT,
    COMMITTED,
    VISIBLE,
    NEW_JOURNAL,
    KEY_CLOSED;

    /** Called at each step, on the thread that takes it. */
    @FunctionalInterface
    interface Hook {
        /** Nothing happens. */
        Hook NONE = step -> {};

        void at(Step step);
    }
}
