package org.dataembassy.site.query;

import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.status.PartitionState;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.Halt;
import org.dataembassy.site.store.HeadEntry;

/**
 * On what an answer rests.
 *
 * @param state how the partition does; a halted one answers from its last verified state
 * @param head of the partition when the answer was made
 * @param lastBlock the last block of that head; empty for an empty ledger
 * @param lastEvent the entity's last event that counts in the answer, with its block; empty if the answer is of no one
 *     entity
 */
public record Provenance(
        LedgerId ledger,
        PartitionState state,
        Optional<Halt> halt,
        Head head,
        Optional<HeadEntry.LastBlock> lastBlock,
        Freshness freshness,
        TrustState trust,
        Optional<LastEvent> lastEvent) {

    /** An event and the block in which it lies. */
    public record LastEvent(EventPosition position, int epoch, Digest leaf) {}

    Provenance of(LastEvent event) {
        return new Provenance(ledger, state, halt, head, lastBlock, freshness, trust, Optional.of(event));
    }
}
