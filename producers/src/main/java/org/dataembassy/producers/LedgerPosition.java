package org.dataembassy.producers;

/**
 * How far a ledger is committed.
 *
 * @param lastSequence number of the last event, from 0
 * @param lastOffset of the block that holds it, in the own topic of the writing site
 */
public record LedgerPosition(long lastSequence, long lastOffset) {}
