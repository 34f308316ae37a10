package org.dataembassy.restorer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.restorer.position.PositionText;
import org.dataembassy.restorer.replay.Finding;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.LedgerFault;
import org.dataembassy.restorer.replay.RecordPlace;
import org.dataembassy.restorer.replay.SourcePartition;
import org.junit.jupiter.api.Test;

/** The forms that others parse; they may grow, never change. */
class ReportJsonTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00.000001Z");
    private static final Digest DIGEST = Digest.sha256(new byte[] {7});
    private static final LedgerId LEDGER = new LedgerId("legislation", 0);
    private static final RecordPlace PLACE = new RecordPlace(new SourcePartition("home.registry.legislation", 0), 4);
    private static final Head HEAD = Head.EMPTY.after(DIGEST, 3);
    private static final TrustUsed TRUST = new TrustUsed(DIGEST, 2, DIGEST, TIME, false);
    private static final HeadWitness.Statement BEYOND =
            new HeadWitness.Statement(2, 5, DIGEST, "writer of legislation at home", true, TIME);
    private static final Finding FINDING = new Finding(
            LEDGER, Finding.Kind.REFUSED, Reason.BAD_SIGNATURE, PLACE, OptionalLong.of(1), "does not verify");

    @Test
    void a_restores_report_is_the_golden_one() {
        assertThat(ReportJson.of(restored())).isEqualTo(golden("restore-report.json"));
    }

    @Test
    void a_verifications_report_is_the_golden_one() {
        assertThat(VerificationJson.of(verified())).isEqualTo(golden("verification-report.json"));
    }

    @Test
    void a_report_for_people_names_the_fault_and_what_was_not_believed() {
        assertThat(ReportText.of(verified()))
                .startsWith("NOT verified: legislation on home.registry.legislation in 1.5 s")
                .contains("FAULT: legislation/0, block 1: GAP at home.registry.legislation-0@4 (block 2 is there)")
                .contains("records not believed or not needed: 1 REFUSED/BAD_SIGNATURE");
        assertThat(ReportText.of(restored()))
                .startsWith("Restored legislation to --to-sequence 0:1,1:none: 1 entities from 2 events in 1.5 s")
                .contains("legislation/1: nothing")
                .contains("warning: read this");
    }

    private static RestoreReport restored() {
        PartitionReached first = new PartitionReached(
                LEDGER,
                HEAD,
                2,
                Optional.of(new LastBlock(0, DIGEST, PLACE, 1, "home", TIME, 0, 3, 2)),
                Optional.of(TIME),
                0,
                Settled.YES,
                1,
                Optional.of(BEYOND));
        PartitionReached second = new PartitionReached(
                new LedgerId("legislation", 1),
                Head.EMPTY,
                0,
                Optional.empty(),
                Optional.empty(),
                0,
                Settled.YES,
                0,
                Optional.empty());
        Splits.SplitTransaction split =
                new Splits.SplitTransaction(List.of(), List.of(new BlockPlace(0, 0)), List.of(new BlockPlace(1, 0)));
        return new RestoreReport(
                "legislation",
                PositionText.sequences("0:1,1:none"),
                TIME,
                Duration.ofMillis(1500),
                "0.1.0",
                TRUST,
                List.of(first, second),
                DIGEST,
                1,
                2,
                0,
                new TreeMap<>(Map.of("REFUSED/BAD_SIGNATURE", 1L)),
                List.of(FINDING),
                new Splits(1, true, List.of(split), List.of("case-1")),
                List.of(new WrittenFile("states.avro", 1, 100, DIGEST)),
                List.of("read this"));
    }

    private static VerificationReport verified() {
        PartitionVerified partition = new PartitionVerified(
                LEDGER,
                HEAD,
                List.of(new PartitionVerified.EpochSeen(1, DIGEST, "home", 0, 0)),
                List.of(new PartitionVerified.SigningKeySeen(DIGEST, 1, 0, 0)),
                Optional.of(TIME),
                Optional.of(TIME),
                0,
                Optional.of(BEYOND),
                Optional.of(new LedgerFault(LEDGER, 1, Optional.of(PLACE), "GAP", "block 2 is there")));
        return new VerificationReport(
                "legislation",
                TIME,
                Duration.ofMillis(1500),
                "0.1.0",
                TRUST,
                Depth.SIGNED,
                List.of("home.registry.legislation"),
                List.of(partition),
                new TreeMap<>(Map.of("REFUSED/BAD_SIGNATURE", 1L)),
                List.of(FINDING),
                List.of());
    }

    private static String golden(String name) {
        try (InputStream in = ReportJsonTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
