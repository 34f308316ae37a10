package org.dataembassy.restorer.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.replay.Finding;

/**
 * What a restore did. Holds no event content; case ids are the one thing from inside of events.
 *
 * @param stateDigest design.md section 11; derived from the fold and again from the files
 * @param anomalies rules that the recorded events broke, as the states count them
 * @param findingCounts records that were not believed, by kind and reason
 * @param findings the first of them
 * @param warnings what an operator must read, in words
 */
public record RestoreReport(
        String registry,
        Position position,
        Instant startedAt,
        Duration duration,
        String programVersion,
        TrustUsed trust,
        List<PartitionReached> partitions,
        Digest stateDigest,
        long entities,
        long events,
        long anomalies,
        SortedMap<String, Long> findingCounts,
        List<Finding> findings,
        Splits splits,
        List<WrittenFile> files,
        List<String> warnings) {
    public RestoreReport {
        partitions = List.copyOf(partitions);
        findings = List.copyOf(findings);
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }
}
