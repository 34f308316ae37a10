package org.dataembassy.ledger.kafka.write;

import org.dataembassy.ledger.Digest;

/**
 * The last block of a partition that is known to be committed.
 *
 * @param offset where it was written: a hint, for a rebuilt topic has other offsets
 */
record CommittedBlock(long blockIndex, Digest leaf, long offset) {}
