package org.dataembassy.producers;

import java.time.Instant;
import java.util.UUID;
import org.dataembassy.ledger.LedgerId;

/**
 * Where an event lies for ever.
 *
 * @param ledger registry and partition
 * @param sequence the event's number in its ledger, from 0
 * @param blockIndex the number of its block in that ledger
 * @param blockLastSequence the number of the last event of that block: a restore to {@code offset} contains it too
 * @param offset of the block in the own topic of the writing site; an address there, never an identity
 * @param recordedAt as it is in the ledger, in microseconds
 */
public record Receipt(
        LedgerId ledger,
        long sequence,
        long blockIndex,
        long blockLastSequence,
        long offset,
        UUID eventId,
        Instant recordedAt) {}
