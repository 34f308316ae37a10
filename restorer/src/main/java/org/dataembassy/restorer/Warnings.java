package org.dataembassy.restorer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.dataembassy.restorer.access.LedgerConnection;
import org.dataembassy.restorer.replay.Finding;
import org.dataembassy.restorer.replay.Findings;
import org.dataembassy.restorer.report.PartitionReached;
import org.dataembassy.restorer.report.Settled;
import org.dataembassy.restorer.report.Splits;

/** What an operator must read in a report, in words. */
final class Warnings {
    private Warnings() {}

    static List<String> of(LedgerConnection ledger, RegistryReplay.Result reached, Instant now) {
        List<String> warnings = new ArrayList<>(ofTrust(ledger, now));
        reached.partitions().forEach(partition -> addPartition(warnings, partition));
        addFindings(warnings, reached.findings());
        addSplits(warnings, reached.splits());
        return warnings;
    }

    /** An expired root alarms; it doesn't stop a government in exile (design.md section 9). */
    static List<String> ofTrust(LedgerConnection ledger, Instant now) {
        List<String> warnings = new ArrayList<>();
        Instant expires = ledger.view().trustRoot().root().expires();
        if (expires.isBefore(now)) {
            warnings.add(
                    "The trust root expired at " + expires + "; have the officials sign and publish a new version.");
        }
        ledger.view().alarms().forEach(alarm -> warnings.add("Control: " + alarm));
        return warnings;
    }

    private static void addPartition(List<String> warnings, PartitionReached partition) {
        partition
                .checkpointBeyond()
                .ifPresent(stated -> warnings.add(partition.ledger() + ": the checkpoint of " + stated.author() + " at "
                        + stated.issuedAt() + " says " + stated.blocks() + " blocks and " + stated.events()
                        + " events; the topics here have " + partition.blocks() + " and " + partition.events() + "."));
        if (partition.settled() != Settled.YES) {
            warnings.add(partition.ledger() + ": " + partition.settled().meaning() + ".");
        }
        if (partition.recordedBackwards() > 0) {
            warnings.add(partition.ledger() + ": recordedAt runs backwards at " + partition.recordedBackwards()
                    + " events; a position by time is then the longest run from the start.");
        }
    }

    private static void addFindings(List<String> warnings, Findings findings) {
        long refused = findings.count(Finding.Kind.REFUSED) + findings.count(Finding.Kind.PARKED);
        if (refused > 0) {
            warnings.add(refused + " records on the topics were not believed and left out; the ledger is whole without"
                    + " them.");
        }
        long evidence = findings.count(Finding.Kind.EVIDENCE);
        if (evidence > 0) {
            warnings.add(
                    evidence + " validly signed blocks of another history lie on the topics: keep them as evidence.");
        }
        long orphans = findings.count(Finding.Kind.ORPHAN);
        if (orphans > 0) {
            warnings.add(orphans + " blocks lie past the cut of an ended epoch and were left out.");
        }
    }

    private static void addSplits(List<String> warnings, Splits splits) {
        if (!splits.isEmpty()) {
            warnings.add("The position parts " + (splits.complete() ? "" : "at least ") + splits.transactionCount()
                    + " transactions and " + splits.cases().size() + " cases; the report names them.");
        }
    }
}
