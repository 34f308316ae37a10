package org.dataembassy.producers.legislation;

/** Hears of an import's progress. Called on the importing thread. */
public interface ImportListener {
    /** Hears nothing. */
    ImportListener NONE = new ImportListener() {};

    /** About ten times a second, and once at the end. */
    default void progress(ImportProgress progress) {}

    /** A line was committed; in order of lines, once for each that was not in the ledger before. */
    default void committed(LineReceipt receipt) {}
}
