package org.dataembassy.site.cosign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.SignedCheckpoint;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.site.status.PartitionReport;
import org.dataembassy.site.status.SiteBoard;
import org.dataembassy.site.status.StoreCondition;
import org.dataembassy.site.store.QuarantineEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embassy's cosigner with a ledger that is verified block by block, and a clock that the test moves. */
final class CheckpointCosignerTest {
    private static final LedgerId LEDGER = new LedgerId("legislation", 0);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final TestTrust TRUST = TestTrust.create(3, TestTrust.legislation(2));
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

    @TempDir
    Path folder;

    private final SiteBoard board = new SiteBoard();
    private final List<Head> verified = new ArrayList<>(List.of(Head.EMPTY));
    private final List<CosignedCheckpoint> published = new ArrayList<>();
    private long seconds;
    private CheckpointCosigner cosigner;

    @BeforeEach
    void start() throws IOException {
        cosigner = newCosigner();
    }

    @Test
    void whatAgreesIsCosignedOnceAndAgainAfterAMinute() {
        List<Head> truth = truth(6);
        verifyUpTo(truth, 3);

        look(writer(truth.get(3)));
        look(writer(truth.get(3)));

        assertThat(sizes()).containsExactly(3L);
        assertThat(published.get(0).checkpoint().root()).isEqualTo(truth.get(3).root());
        assertThat(cosigner.latest(LEDGER).orElseThrow().head().blocks()).isEqualTo(3);
        seconds += 61;
        look(writer(truth.get(3)));
        assertThat(sizes()).containsExactly(3L, 3L);
        assertThat(published.get(1).cosignedAt()).isEqualTo(BEGIN.plusSeconds(61));
    }

    @Test
    void aCheckpointAheadWaitsUntilSoMuchIsVerifiedEvenWhenNewerOnesKeepComing() {
        List<Head> truth = truth(9);
        verifyUpTo(truth, 2);
        look(writer(truth.get(4)));
        look(writer(truth.get(5)));
        look(writer(truth.get(9)));
        assertThat(published).isEmpty();

        verifyUpTo(truth, 4);
        look(writer(truth.get(9)));

        assertThat(sizes()).containsExactly(4L);
        verifyUpTo(truth, 9);
        look(writer(truth.get(9)));
        assertThat(sizes()).containsExactly(4L, 9L);
        assertThat(board.alarms()).isEmpty();
    }

    @Test
    void anEarlierSizeIsComparedWithWhatTheLedgerHadThen() {
        List<Head> truth = truth(7);
        verifyUpTo(truth, 7);

        look(writer(truth.get(5)));

        assertThat(sizes()).containsExactly(5L);
        look(new HeadStatementBy(writerKey(), new HeadStatement(LEDGER, 6, 6, TestWriter.strangeDigest())));
        assertThat(sizes()).containsExactly(5L);
        assertThat(board.alarms())
                .singleElement()
                .asString()
                .contains("6 blocks")
                .contains("Two histories");
    }

    @Test
    void twoRootsAtOneSizeAreKeptAsEvidenceAndTheAlarmOutlastsARestart() throws IOException {
        List<Head> truth = truth(4);
        verifyUpTo(truth, 4);
        HeadStatement other = new HeadStatement(LEDGER, 4, 4, TestWriter.strangeDigest());

        look(new HeadStatementBy(writerKey(), other));
        look(new HeadStatementBy(writerKey(), other));

        assertThat(published).isEmpty();
        List<String> alarms = board.alarms();
        assertThat(alarms).hasSize(1);
        try (var files = Files.list(folder.resolve("evidence"))) {
            assertThat(files).hasSize(1);
        }
        board.clear("contradiction legislation-0-4-" + other.root().abbreviated());
        assertThat(board.alarms()).isEmpty();
        newCosigner();
        assertThat(board.alarms()).isEqualTo(alarms);
    }

    @Test
    void theRightRootWithAnotherNumberOfEventsIsAContradiction() {
        List<Head> truth = truth(4);
        verifyUpTo(truth, 4);

        look(new HeadStatementBy(
                writerKey(), new HeadStatement(LEDGER, 4, 9, truth.get(4).root())));

        assertThat(published).isEmpty();
        assertThat(board.alarms()).hasSize(1);
    }

    @Test
    void lessThanWasCosignedIsNeverCosignedEvenAfterARestart() throws IOException {
        List<Head> truth = truth(6);
        verifyUpTo(truth, 6);
        look(writer(truth.get(5)));
        seconds += 100;

        cosigner = newCosigner();
        look(writer(truth.get(4)));
        assertThat(sizes()).containsExactly(5L);

        look(writer(truth.get(6)));
        assertThat(sizes()).containsExactly(5L, 6L);
        assertThat(cosigner.latest(LEDGER).orElseThrow().head().blocks()).isEqualTo(6);
    }

    @Test
    void afterARestartTheLastCosignedHeadIsThereBeforeAnythingIsStated() throws IOException {
        List<Head> truth = truth(3);
        verifyUpTo(truth, 3);
        look(writer(truth.get(3)));

        cosigner = newCosigner();
        look();

        assertThat(cosigner.latest(LEDGER).orElseThrow().cosigned()).contains(published.get(0));
    }

    @Test
    void aHistoryThatContradictsWhatWasCosignedBeforeIsNotCosignedThoughItIsVerifiedHere() throws IOException {
        List<Head> first = truth(5);
        verifyUpTo(first, 5);
        look(writer(first.get(5)));
        // The site's state is gone, and another history, truly signed with a stolen key, is what it gets.
        List<Head> second = heads(TestWriter.ofFirstEpoch(TRUST, "legislation", 99), 7);
        cosigner = newCosigner();
        verifyUpTo(second, 7);

        look(writer(second.get(7)));

        assertThat(sizes()).containsExactly(5L);
        assertThat(board.alarms()).singleElement().asString().contains("has cosigned 5 blocks");
    }

    @Test
    void aLostFolderIsMadeUpForByTheSitesOwnTopic() throws IOException {
        List<Head> truth = truth(6);
        verifyUpTo(truth, 6);
        look(writer(truth.get(5)));
        deleteMemory();
        cosigner = newCosigner();

        cosigner.look(List.of(signed(writer(truth.get(4)))), TRUST.view(), published);

        assertThat(sizes()).containsExactly(5L);
        look(writer(truth.get(6)));
        assertThat(sizes()).containsExactly(5L, 6L);
    }

    @Test
    void aMemoryThatCanNotBeReadStopsCosigningOfItsRegistryAndSaysSo() throws IOException {
        List<Head> truth = truth(6);
        verifyUpTo(truth, 6);
        look(writer(truth.get(5)));
        Files.writeString(folder.resolve("cosigned").resolve("legislation.cosigned"), "{");
        cosigner = newCosigner();

        look(writer(truth.get(6)));

        assertThat(sizes()).containsExactly(5L);
        assertThat(board.alarms()).singleElement().asString().contains("can't be read");
    }

    @Test
    void aCheckpointThatStaysAheadIsAnAlarmOnceNothingHasMovedForLong() {
        List<Head> truth = truth(9);
        verifyUpTo(truth, 3);
        look(writer(truth.get(9)));
        seconds += PATIENCE.toSeconds() - 1;
        look(writer(truth.get(9)));
        verifyUpTo(truth, 4);
        look(writer(truth.get(9)));
        seconds += PATIENCE.toSeconds() - 1;
        look(writer(truth.get(9)));
        assertThat(board.alarms()).isEmpty();

        seconds += 2;
        look(writer(truth.get(9)));
        assertThat(board.alarms())
                .singleElement()
                .asString()
                .contains("writer of legislation at home states 9 blocks of legislation/0, verified here are 4");

        verifyUpTo(truth, 9);
        look(writer(truth.get(9)));
        assertThat(board.alarms()).isEmpty();
    }

    @Test
    void aSilentHomeIsNoAlarmHoweverLong() {
        List<Head> truth = truth(5);
        verifyUpTo(truth, 5);
        look(writer(truth.get(5)));

        for (int day = 0; day < 3; day++) {
            seconds += 86_400;
            look(writer(truth.get(5)));
        }

        assertThat(board.alarms()).isEmpty();
    }

    @Test
    void aPartitionThatIsNotHereIsHeldAgainstNobody() {
        List<Head> truth = truth(5);
        verifyUpTo(truth, 2);
        look(writer(truth.get(5)));
        board.withdraw(LEDGER);
        seconds += 10 * PATIENCE.toSeconds();
        look(writer(truth.get(5)));

        verifyUpTo(truth, 2);
        look(writer(truth.get(5)));

        assertThat(board.alarms()).isEmpty();
    }

    @Test
    void theSitesOwnSideIsNotCosigned() {
        List<Head> truth = truth(3);
        verifyUpTo(truth, 3);
        HeadStatement head = HeadStatement.of(LEDGER, truth.get(3));

        look(new HeadStatementBy(TRUST.embassy().statementKey(), head));
        look(new HeadStatementBy(TRUST.writer("legislation", Site.EMBASSY).statementKey(), head));
        assertThat(published).isEmpty();

        look(new HeadStatementBy(TRUST.home().statementKey(), head));
        assertThat(sizes()).containsExactly(3L);
    }

    @Test
    void whatCanNotBeRememberedIsNotPublished() throws IOException {
        List<Head> truth = truth(3);
        verifyUpTo(truth, 3);
        deleteMemory();
        Files.delete(folder.resolve("cosigned"));
        Files.writeString(folder.resolve("cosigned"), "a file where the folder was");

        look(writer(truth.get(3)));

        assertThat(published).isEmpty();
        assertThat(cosigner.latest(LEDGER)).isEmpty();
        assertThat(board.alarms()).singleElement().asString().contains("nothing is cosigned");
    }

    private record HeadStatementBy(SigningKey author, HeadStatement head) {}

    private static SigningKey writerKey() {
        return TRUST.writer("legislation", Site.HOME).statementKey();
    }

    private static HeadStatementBy writer(Head head) {
        return new HeadStatementBy(writerKey(), HeadStatement.of(LEDGER, head));
    }

    private SignedCheckpoint signed(HeadStatementBy one) {
        byte[] envelope = new StatementSigner(TRUST.domain(), one.author(), Optional.empty())
                .signCheckpoint(
                        new ControlStatement.Checkpoint(
                                List.of(one.head()), 1, TRUST.genesis().digest(), List.of()),
                        BEGIN.plusSeconds(seconds));
        try {
            return SignedCheckpoint.verify(envelope, TRUST.view());
        } catch (SignatureInvalidException e) {
            throw new IllegalStateException(e);
        }
    }

    private void look(HeadStatementBy... stated) {
        Collection<SignedCheckpoint> all = new ArrayList<>();
        for (HeadStatementBy one : stated) {
            all.add(signed(one));
        }
        cosigner.look(all, TRUST.view(), List.of());
    }

    private List<Long> sizes() {
        return published.stream().map(each -> each.checkpoint().blocks()).toList();
    }

    private CheckpointCosigner newCosigner() throws IOException {
        return new CheckpointCosigner(
                Site.EMBASSY,
                TRUST.embassy().statementKey(),
                board,
                (ledger, blocks) -> HeadStatement.of(ledger, verified.get((int) blocks)),
                CosignMemory.open(folder.resolve("cosigned"), TRUST.domain()),
                folder.resolve("evidence"),
                published::addAll,
                PATIENCE,
                new Clock() {
                    @Override
                    public Instant instant() {
                        return BEGIN.plusSeconds(seconds);
                    }

                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(java.time.ZoneId zone) {
                        return this;
                    }
                },
                () -> seconds * 1_000_000_000L);
    }

    private void deleteMemory() throws IOException {
        try (var files = Files.list(folder.resolve("cosigned"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    /** By number of blocks. */
    private static List<Head> truth(int blocks) {
        return heads(TestWriter.ofFirstEpoch(TRUST, "legislation", 1), blocks);
    }

    private static List<Head> heads(TestWriter writer, int blocks) {
        List<Head> heads = new ArrayList<>(List.of(Head.EMPTY));
        for (int i = 0; i < blocks; i++) {
            writer.seal(0, 1);
            heads.add(writer.head(0));
        }
        return heads;
    }

    private void verifyUpTo(List<Head> heads, int blocks) {
        verified.clear();
        verified.addAll(heads.subList(0, blocks + 1));
        board.post(new PartitionReport(
                LEDGER,
                heads.get(blocks),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(),
                QuarantineEntry.empty(),
                Map.of(),
                new StoreCondition.Sound(Optional.empty())));
    }
}
