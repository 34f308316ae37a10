package org.dataembassy.ledger.kafka.write;

import org.dataembassy.ledger.Digest;

/**
 * A block that is committed on the site's own log.
 *
 * @param firstSequence number of its first event; the others follow without a gap
 * @param offset in the own topic of the registry: an address there, never an identity
 */
public record WrittenBlock(
        int partition, long blockIndex, long firstSequence, int eventCount, long offset, Digest leaf) {}
