package org.dataembassy.ledger.kafka.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.kafka.write.Reconciliation.Verdict;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private final TestTrust trust = TestTrust.create(1);
    private final TestWriter writer = TestWriter.ofFirstEpoch(trust, "legislation", 2);
    private final List<LogBlock> partition0 = new ArrayList<>();
    private final List<LogBlock> partition1 = new ArrayList<>();

    ReconciliationTest() {
        for (int i = 0; i < 4; i++) {
            partition0.add(block(0, i));
            partition1.add(block(1, i));
        }
    }

    @Test
    void pending_transactions_are_committed_as_far_as_the_log_has_them() {
        JournalState journal =
                journal(0, transaction(1, partition0.get(1), partition1.get(1)), transaction(2, partition0.get(2)));

        Verdict verdict = Reconciliation.compare(journal, log(2, 2));

        assertThat(verdict).isInstanceOf(Verdict.Settled.class);
        assertThat(((Verdict.Settled) verdict).committed()).containsExactly(List.of(101L, 101L));
        assertThat(((Verdict.Settled) verdict).toResend())
                .extracting(resend -> resend.transaction().number())
                .containsExactly(2L);
    }

    @Test
    void of_a_transaction_that_the_log_has_in_part_the_rest_is_sent() {
        JournalState journal = journal(0, transaction(1, partition0.get(1), partition1.get(1)));

        Verdict verdict = Reconciliation.compare(journal, log(2, 1));

        Reconciliation.Resend resend = ((Verdict.Settled) verdict).toResend().get(0);
        assertThat(resend.missing()).extracting(JournaledBlock::partition).containsExactly(1);
        assertThat(resend.complete(List.of(555L))).containsExactly(101L, 555L);
    }

    @Test
    void a_later_transaction_without_an_earlier_one_means_lost_blocks() {
        JournalState journal = journal(0, transaction(1, partition0.get(1)), transaction(2, partition1.get(1)));

        assertThat(Reconciliation.compare(journal, log(1, 2))).isInstanceOf(Verdict.LostBlocks.class);
    }

    @Test
    void a_log_without_a_committed_block_has_lost_it() {
        assertThat(Reconciliation.compare(journal(2), log(3, 2))).isInstanceOf(Verdict.LostBlocks.class);
    }

    @Test
    void a_log_that_goes_beyond_the_journal_leaves_it_behind() {
        assertThat(Reconciliation.compare(journal(1), log(2, 3))).isInstanceOf(Verdict.JournalBehind.class);
    }

    @Test
    void another_block_at_a_journaled_place_is_named() {
        LogBlock other = TestBlocks.of(TestWriter.ofFirstEpoch(trust, "legislation", 99), 0, 100);
        Map<Integer, LogTail> log = log(1, 1);
        log.put(0, new LogTail(new TreeMap<>(Map.of(0L, other)), true));

        Verdict verdict = Reconciliation.compare(journal(0), log);

        assertThat(verdict).isInstanceOf(Verdict.OtherBlock.class);
    }

    private LogBlock block(int partition, int index) {
        return TestBlocks.of(writer, partition, 100 + index);
    }

    /** Both partitions committed up to and with block {@code last}. */
    private JournalState journal(int last, JournaledTransaction... pending) {
        TreeMap<Integer, CommittedBlock> committed = new TreeMap<>();
        committed.put(0, new CommittedBlock(last, partition0.get(last).leaf(), 100 + last));
        committed.put(1, new CommittedBlock(last, partition1.get(last).leaf(), 100 + last));
        JournalIdentity identity = new JournalIdentity(
                trust.domain(),
                "legislation",
                Site.HOME,
                trust.domain(),
                writer.signingKey().verifyingKey().keyId());
        return new JournalState(identity, committed, Arrays.asList(pending));
    }

    private static JournaledTransaction transaction(long number, LogBlock... blocks) {
        return new JournaledTransaction(
                number,
                Arrays.stream(blocks)
                        .map(block -> new JournaledBlock(
                                block.header().ledger().partition(),
                                block.header().blockIndex(),
                                block.leaf(),
                                new byte[1]))
                        .toList());
    }

    private Map<Integer, LogTail> log(int blocksOf0, int blocksOf1) {
        Map<Integer, LogTail> log = new TreeMap<>();
        log.put(0, tail(partition0.subList(0, blocksOf0)));
        log.put(1, tail(partition1.subList(0, blocksOf1)));
        return log;
    }

    private static LogTail tail(List<LogBlock> blocks) {
        TreeMap<Long, LogBlock> byIndex = new TreeMap<>();
        blocks.forEach(block -> byIndex.put(block.header().blockIndex(), block));
        return new LogTail(byIndex, true);
    }

    /** Sealed blocks as a log would have them. */
    private static final class TestBlocks {
        static LogBlock of(TestWriter writer, int partition, long offset) {
            var sealed = writer.seal(partition, 1);
            return new LogBlock(sealed.header(), sealed.leaf(), offset);
        }
    }
}
