package org.dataembassy.restorer.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.restorer.replay.Finding;
import org.dataembassy.restorer.replay.LedgerFault;

/**
 * What a verification found.
 *
 * @param topics that were read
 * @param findingCounts records that were not believed, by kind and reason; they don't make a ledger unverified
 * @param findings the first of them
 * @param warnings what an operator must read, in words
 */
public record VerificationReport(
        String registry,
        Instant startedAt,
        Duration duration,
        String programVersion,
        TrustUsed trust,
        Depth depth,
        List<String> topics,
        List<PartitionVerified> partitions,
        SortedMap<String, Long> findingCounts,
        List<Finding> findings,
        List<String> warnings) {
    public VerificationReport {
        topics = List.copyOf(topics);
        partitions = List.copyOf(partitions);
        findings = List.copyOf(findings);
        warnings = List.copyOf(warnings);
    }

    /** The first fault of the first partition that has one. */
    public Optional<LedgerFault> firstFault() {
        return partitions.stream()
                .map(PartitionVerified::fault)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Does nothing if every ledger verifies to its end.
     *
     * @throws EmbassyException LEDGER_FAULT naming the first fault
     */
    public void requireVerified() {
        firstFault().ifPresent(fault -> {
            throw new EmbassyException(fault.problem(), "The ledger does not verify: " + fault.describe() + ".");
        });
    }
}
