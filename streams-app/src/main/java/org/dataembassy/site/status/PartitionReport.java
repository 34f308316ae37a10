package org.dataembassy.site.status;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.site.store.Halt;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.ParkedEntry;
import org.dataembassy.site.store.QuarantineEntry;

/**
 * A partition as its task saw it last. Immutable.
 *
 * @param last the last block applied; empty for an empty ledger
 * @param halt why nothing is applied, if so
 * @param parked what is to be judged again, by source topic
 * @param evidence how many signed blocks are kept without being applied, by reason
 * @param store whether the store may be believed
 */
public record PartitionReport(
        LedgerId ledger,
        Head head,
        Optional<HeadEntry.LastBlock> last,
        Optional<Halt> halt,
        SortedMap<String, ParkedEntry> parked,
        QuarantineEntry quarantine,
        Map<String, Long> evidence,
        StoreCondition store) {
    public PartitionReport {
        parked = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(parked));
        evidence = Map.copyOf(evidence);
    }

    public PartitionState state() {
        if (store instanceof StoreCondition.Verifying) {
            return PartitionState.VERIFYING;
        }
        if (store instanceof StoreCondition.Rebuilding) {
            return PartitionState.REBUILDING;
        }
        if (halt.isPresent()) {
            return PartitionState.HALTED;
        }
        return parked.isEmpty() ? PartitionState.RUNNING : PartitionState.PARKED;
    }
}
