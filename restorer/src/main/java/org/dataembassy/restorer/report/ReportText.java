package org.dataembassy.restorer.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports as lines for people. */
public final class ReportText {
    private ReportText() {}

    /** What a restore did. */
    public static String of(RestoreReport report) {
        List<String> lines = new ArrayList<>();
        lines.add("Restored " + report.registry() + " to "
                + report.position().describe() + ": " + report.entities() + " entities from " + report.events()
                + " events in " + seconds(report.duration()));
        for (PartitionReached partition : report.partitions()) {
            lines.add("  " + reached(partition));
        }
        lines.add("  state digest " + report.stateDigest().hex() + ", the same from the fold and from the files");
        lines.add("  " + trust(report.trust()));
        report.files()
                .forEach(file ->
                        lines.add("  " + file.name() + ": " + file.records() + " records, " + file.bytes() + " bytes"));
        addNotBelieved(lines, report.findingCounts());
        report.warnings().forEach(warning -> lines.add("  warning: " + warning));
        return String.join("\n", lines);
    }

    private static String reached(PartitionReached partition) {
        return partition
                .lastBlock()
                .map(block -> partition.ledger() + ": block " + block.blockIndex() + ", sequence "
                        + (partition.events() - 1) + ", "
                        + block.place() + (block.isCut() ? " (" + cut(block) + ")" : "") + ", root "
                        + partition.verified().root().abbreviated())
                .orElse(partition.ledger() + ": nothing");
    }

    private static String cut(LastBlock block) {
        return "the first " + block.eventsTaken() + " of its " + block.eventCount() + " events";
    }

    /** What a verification found. */
    public static String of(VerificationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add((report.firstFault().isEmpty() ? "Verified " : "NOT verified: ") + report.registry() + " on "
                + String.join(", ", report.topics()) + " in " + seconds(report.duration()));
        lines.add("  checked: " + report.depth().meaning());
        lines.add("  " + trust(report.trust()));
        for (PartitionVerified partition : report.partitions()) {
            addPartition(lines, partition);
        }
        addNotBelieved(lines, report.findingCounts());
        report.warnings().forEach(warning -> lines.add("  warning: " + warning));
        return String.join("\n", lines);
    }

    private static void addPartition(List<String> lines, PartitionVerified partition) {
        lines.add("  " + partition.ledger() + ": " + partition.head().nextBlockIndex() + " blocks, "
                + partition.head().nextSequence() + " events, root "
                + partition.head().root().hex());
        partition
                .firstRecordedAt()
                .ifPresent(first -> lines.add("    recorded from " + first + " to "
                        + partition.lastRecordedAt().orElseThrow()));
        for (PartitionVerified.EpochSeen epoch : partition.epochs()) {
            lines.add("    epoch " + epoch.number() + " at " + epoch.site() + ": blocks " + epoch.firstBlock() + " to "
                    + epoch.lastBlock());
        }
        for (PartitionVerified.SigningKeySeen key : partition.signingKeys()) {
            lines.add("    signing key " + key.keyId().abbreviated() + ": " + key.blocks() + " blocks, "
                    + key.firstBlock() + " to " + key.lastBlock());
        }
        lines.add("    checkpoints confirmed: " + partition.checkpointsConfirmed());
        partition.fault().ifPresent(fault -> lines.add("    FAULT: " + fault.describe()));
    }

    private static void addNotBelieved(List<String> lines, Map<String, Long> counts) {
        if (!counts.isEmpty()) {
            lines.add("  records not believed or not needed: "
                    + counts.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String trust(TrustUsed trust) {
        return "trust root version " + trust.version() + ", digest "
                + trust.digest().hex() + ", expires " + trust.expires() + (trust.expired() ? " (EXPIRED)" : "")
                + "; digest of the genesis " + trust.domain().hex();
    }

    private static String seconds(java.time.Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
