package org.dataembassy.ledger.kafka.write;

import org.dataembassy.ledger.Digest;

/**
 * A sealed block.
 *
 * @param value the record's value, byte for byte as it is sent and, if need be, sent again
 */
record JournaledBlock(int partition, long blockIndex, Digest leaf, byte[] value) {}
