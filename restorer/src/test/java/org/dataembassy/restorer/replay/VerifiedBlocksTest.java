package org.dataembassy.restorer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.block.MalformedBlockException;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.restorer.fixture.MemoryTopics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifiedBlocksTest {
    private static final String HOME = "home.registry.legislation";
    private static final String OWN = "registry.legislation";
    private static final String IMPORT = "import.registry.legislation";
    private static final LedgerId LEDGER = new LedgerId("legislation", 0);

    private final TestTrust trust = TestTrust.create(1, TestTrust.legislation(1));
    private final TestWriter writer = TestWriter.ofFirstEpoch(trust, "legislation", 2);
    private final MemoryTopics topics =
            new MemoryTopics().topic(HOME, 1).topic(OWN, 1).topic(IMPORT, 1);
    private final Findings findings = new Findings();
    private final List<byte[]> values = new ArrayList<>();
    private final List<Digest> leaves = new ArrayList<>();

    @Test
    void blocks_come_in_the_order_of_their_index() {
        seal(5);
        values.forEach(value -> topics.append(HOME, 0, value));

        assertThat(readAll()).isEqualTo(leaves);
        assertThat(findings.counts()).isEmpty();
    }

    @Test
    void a_block_that_is_refused_is_reported_and_the_true_one_taken() {
        seal(3);
        topics.append(HOME, 0, values.get(0));
        topics.append(HOME, 0, altered(values.get(1)));
        topics.append(HOME, 0, "not a block".getBytes(StandardCharsets.UTF_8));
        topics.append(HOME, 0, values.get(1));
        topics.append(HOME, 0, values.get(0));
        topics.append(HOME, 0, values.get(2));

        assertThat(readAll()).isEqualTo(leaves);
        assertThat(findings.first())
                .extracting(
                        Finding::kind, Finding::reason, found -> found.place().toString())
                .containsExactly(
                        tuple(Finding.Kind.REFUSED, Reason.BODY_DIGEST_MISMATCH, HOME + "-0@1"),
                        tuple(Finding.Kind.REFUSED, Reason.MALFORMED_BLOCK, HOME + "-0@2"),
                        tuple(Finding.Kind.DUPLICATE, Reason.DUPLICATE, HOME + "-0@4"));
        assertThat(findings.first().get(0).claimedBlockIndex()).hasValue(1);
    }

    @Test
    void one_signature_is_enough_for_a_run_of_blocks_but_not_for_an_audit() throws Exception {
        seal(5);
        values.set(2, unsigned(values.get(2)));
        values.forEach(value -> topics.append(HOME, 0, value));

        assertThat(readAll()).isEqualTo(leaves);
        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks audited = new VerifiedBlocks(
                        LEDGER,
                        all(),
                        topics,
                        OpeningJudge.ofEverySignature(LEDGER, trust.view(), Optional.empty()),
                        none(),
                        file,
                        findings)) {
            assertThatExceptionOfType(LedgerFaultException.class)
                    .isThrownBy(() -> leavesOf(audited))
                    .satisfies(e -> assertThat(e.fault().reason()).isEqualTo(Reason.BAD_SIGNATURE.name()))
                    .satisfies(e -> assertThat(e.fault().blockIndex()).isEqualTo(2));
        }
    }

    @Test
    void a_run_whose_last_signature_is_bad_is_judged_block_by_block() throws Exception {
        seal(5);
        values.set(1, unsigned(values.get(1)));
        values.set(4, unsigned(values.get(4)));
        values.forEach(value -> topics.append(HOME, 0, value));

        LedgerFault fault = fault();

        assertThat(fault.reason()).isEqualTo(Reason.BAD_SIGNATURE.name());
        assertThat(fault.blockIndex()).isEqualTo(1);
    }

    @Test
    void a_record_without_a_value_is_refused() {
        seal(1);
        topics.append(HOME, 0, null);
        topics.append(HOME, 0, values.get(0));

        assertThat(readAll()).isEqualTo(leaves);
        assertThat(findings.count(Finding.Kind.REFUSED)).isEqualTo(1);
    }

    @Test
    void a_gap_is_closed_by_a_later_record_of_the_same_topic() {
        seal(6);
        for (int i : new int[] {0, 1, 3, 4, 5, 2}) {
            topics.append(HOME, 0, values.get(i));
        }

        assertThat(readAll()).isEqualTo(leaves);
        assertThat(findings.counts()).isEmpty();
    }

    @Test
    void a_gap_is_closed_by_another_topic() {
        seal(6);
        for (int i : new int[] {0, 1, 4, 5}) {
            topics.append(HOME, 0, values.get(i));
        }
        topics.append(IMPORT, 0, values.get(3));
        topics.append(IMPORT, 0, values.get(2));

        assertThat(readAll()).isEqualTo(leaves);
    }

    @Test
    void a_ledger_that_went_on_in_another_topic_is_one_ledger() {
        seal(6);
        values.subList(0, 3).forEach(value -> topics.append(HOME, 0, value));
        values.subList(2, 6).forEach(value -> topics.append(OWN, 0, value));

        assertThat(readAll()).isEqualTo(leaves);
        assertThat(findings.counts()).containsExactly(java.util.Map.entry("DUPLICATE/DUPLICATE", 1L));
    }

    @Test
    void a_gap_that_stays_is_a_fault_that_names_what_is_missing() {
        seal(4);
        for (int i : new int[] {0, 2, 3}) {
            topics.append(HOME, 0, values.get(i));
        }

        LedgerFault fault = fault();

        assertThat(fault.blockIndex()).isEqualTo(1);
        assertThat(fault.reason()).isEqualTo("GAP");
        assertThat(fault.place())
                .hasValueSatisfying(place -> assertThat(place.offset()).isEqualTo(1));
    }

    @Test
    void an_altered_block_with_blocks_above_it_is_a_fault_with_its_own_reason_and_place() {
        seal(4);
        topics.append(HOME, 0, values.get(0));
        topics.append(HOME, 0, altered(values.get(1)));
        topics.append(HOME, 0, values.get(2));

        LedgerFault fault = fault();

        assertThat(fault.blockIndex()).isEqualTo(1);
        assertThat(fault.reason()).isEqualTo("BODY_DIGEST_MISMATCH");
        assertThat(fault.place().orElseThrow().toString()).isEqualTo(HOME + "-0@1");
        assertThat(fault.describe()).contains("legislation/0, block 1");
    }

    @Test
    void an_altered_block_at_the_end_is_told_apart_from_a_shorter_ledger() {
        seal(2);
        topics.append(HOME, 0, values.get(0));
        topics.append(HOME, 0, altered(values.get(1)));

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(file, 10)) {
            assertThat(leavesOf(blocks)).hasSize(1);

            assertThat(blocks.refusedAtHead())
                    .hasValueSatisfying(fault ->
                            assertThat(fault.describe()).contains("block 1: BODY_DIGEST_MISMATCH at " + HOME + "-0@1"));
        }
    }

    @Test
    void another_history_by_the_same_signing_key_is_a_fault() {
        seal(3);
        Head fork = writer.head(0);
        seal(1);
        writer.from(0, fork);
        byte[] other = TestWriter.value(writer.seal(0, 2));
        values.forEach(value -> topics.append(HOME, 0, value));
        topics.append(HOME, 0, other);

        LedgerFault fault = fault();

        assertThat(fault.blockIndex()).isEqualTo(3);
        assertThat(fault.reason()).isEqualTo("EQUIVOCATION_OTHER_LEAF");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void any_order_of_arrival_ends_in_the_same_ledger_whatever_can_be_remembered(int capacity) {
        seal(60);
        List<byte[]> shuffled = new ArrayList<>(values);
        shuffled.addAll(values.subList(10, 30));
        Collections.shuffle(shuffled, new Random(capacity));
        shuffled.forEach(value -> topics.append(HOME, 0, value));

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(file, capacity)) {
            assertThat(leavesOf(blocks)).isEqualTo(leaves);
        }
        assertThat(findings.counts().keySet()).isSubsetOf("DUPLICATE/DUPLICATE");
    }

    @Test
    void what_is_not_wanted_fills_gaps_and_takes_the_ledger_no_further() {
        seal(8);
        for (int i : new int[] {0, 1, 4}) {
            topics.append(HOME, 0, values.get(i));
        }
        values.forEach(value -> topics.append(OWN, 0, value));

        List<ReplaySource> sources = List.of(
                ReplaySource.all(topics.source(HOME, 0), topics.range(HOME, 0)),
                ReplaySource.filling(topics.source(OWN, 0), topics.range(OWN, 0)));
        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(sources, file, none(), 10)) {
            assertThat(leavesOf(blocks)).isEqualTo(leaves.subList(0, 5));
        }
    }

    @Test
    void what_is_not_wanted_and_out_of_order_takes_the_ledger_no_further_either() {
        seal(8);
        for (int i : new int[] {0, 1, 4}) {
            topics.append(HOME, 0, values.get(i));
        }
        for (int i : new int[] {7, 6, 5, 3, 2}) {
            topics.append(OWN, 0, values.get(i));
        }

        List<ReplaySource> sources = List.of(
                ReplaySource.all(topics.source(HOME, 0), topics.range(HOME, 0)),
                ReplaySource.filling(topics.source(OWN, 0), topics.range(OWN, 0)));
        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(sources, file, none(), 10)) {
            assertThat(leavesOf(blocks)).isEqualTo(leaves.subList(0, 5));
        }
    }

    @Test
    void reading_past_the_position_goes_on_where_it_stopped() {
        seal(5);
        values.forEach(value -> topics.append(HOME, 0, value));
        List<ReplaySource> sources =
                List.of(ReplaySource.beginning(topics.source(HOME, 0), new OffsetRange(0, 2), topics.range(HOME, 0)));

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(sources, file, none(), 10)) {
            assertThat(leavesOf(blocks)).isEqualTo(leaves.subList(0, 2));
            blocks.readPastPosition();
            assertThat(leavesOf(blocks)).isEqualTo(leaves.subList(2, 5));
        }
    }

    @Test
    void a_checkpoint_that_agrees_is_confirmed_and_one_beyond_the_end_shows() {
        seal(3);
        values.forEach(value -> topics.append(HOME, 0, value));
        HeadWitness witness = new HeadWitness(
                LEDGER, List.of(statement(3, 6, writer.head(0).root()), statement(5, 10, leaves.get(0))));

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(all(), file, witness, 10)) {
            leavesOf(blocks);
            assertThat(witness.confirmedBy(blocks.head())).isEqualTo(1);
            assertThat(witness.beyond(blocks.head()).orElseThrow().blocks()).isEqualTo(5);
        }
    }

    @Test
    void a_checkpoint_of_another_history_is_a_fault() {
        seal(3);
        values.forEach(value -> topics.append(HOME, 0, value));
        HeadWitness witness = new HeadWitness(LEDGER, List.of(statement(2, 4, leaves.get(0))));

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(all(), file, witness, 10)) {
            assertThatExceptionOfType(LedgerFaultException.class)
                    .isThrownBy(() -> leavesOf(blocks))
                    .satisfies(e -> assertThat(e.fault().reason()).isEqualTo(LedgerFault.CHECKPOINT_CONTRADICTS))
                    .withMessageContaining("says 2 blocks, 4 events");
        }
    }

    @Test
    void a_flood_of_forgeries_is_counted_and_the_first_are_kept() {
        seal(1);
        for (int i = 0; i < 300; i++) {
            topics.append(HOME, 0, new byte[] {(byte) i});
        }
        topics.append(HOME, 0, values.get(0));

        assertThat(readAll()).isEqualTo(leaves);
        assertThat(findings.count(Finding.Kind.REFUSED)).isEqualTo(300);
        assertThat(findings.first()).hasSize(Findings.MAX_KEPT);
    }

    @Test
    void without_a_key_an_encrypted_ledger_verifies_by_its_headers_only() {
        TestTrust country = TestTrust.create(3, TestTrust.encrypted("legislation", 1));
        TestWriter secret = TestWriter.ofFirstEpoch(country, "legislation", 4);
        for (int i = 0; i < 3; i++) {
            topics.append(HOME, 0, TestWriter.value(secret.seal(0, 2)));
        }
        byte[] last = TestWriter.value(secret.seal(0, 2));
        topics.append(HOME, 0, altered(last));
        topics.append(HOME, 0, last);

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = new VerifiedBlocks(
                        LEDGER, all(), topics, new HeaderJudge(LEDGER, country.view()), none(), file, findings)) {
            assertThat(leavesOf(blocks)).hasSize(4);
            assertThat(blocks.head()).isEqualTo(secret.head(0));
        }
        assertThat(findings.first()).extracting(Finding::reason).containsExactly(Reason.BODY_DIGEST_MISMATCH);
    }

    @Test
    void somebody_elses_key_can_t_open_a_ledger_and_is_told_so() {
        TestTrust country = TestTrust.create(3, TestTrust.encrypted("legislation", 1));
        TestWriter secret = TestWriter.ofFirstEpoch(country, "legislation", 5);
        topics.append(HOME, 0, TestWriter.value(secret.seal(0, 2)));
        OpeningJudge stranger = new OpeningJudge(
                LEDGER, country.view(), Optional.of(trust.home().recipient()));

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = new VerifiedBlocks(LEDGER, all(), topics, stranger, none(), file, findings)) {
            assertThatExceptionOfType(LedgerFaultException.class)
                    .isThrownBy(() -> leavesOf(blocks))
                    .satisfies(e -> assertThat(e.fault().problem()).isEqualTo(Problem.KEY_MISSING));
        }
    }

    @Test
    void while_the_trust_root_is_forked_no_ledger_is_called_shorter_than_it_is() {
        seal(2);
        values.forEach(value -> topics.append(HOME, 0, value));
        ControlView before = trust.view();
        ControlView forked = new ControlView(
                2,
                before.domain(),
                before.trustRoot(),
                before.epochs(),
                before.closings(),
                before.schemas(),
                before.authors(),
                before.alarms(),
                true);

        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = new VerifiedBlocks(
                        LEDGER, all(), topics, new HeaderJudge(LEDGER, forked), none(), file, findings)) {
            assertThatExceptionOfType(LedgerFaultException.class)
                    .isThrownBy(() -> leavesOf(blocks))
                    .satisfies(e -> assertThat(e.fault().problem()).isEqualTo(Problem.TRUST_ROOT_INVALID));
        }
    }

    private void seal(int blocks) {
        for (int i = 0; i < blocks; i++) {
            var sealed = writer.seal(0, 2);
            values.add(TestWriter.value(sealed));
            leaves.add(sealed.leaf());
        }
    }

    private static byte[] altered(byte[] value) {
        byte[] copy = value.clone();
        copy[copy.length - 1] ^= 1;
        return copy;
    }

    private static byte[] unsigned(byte[] value) throws MalformedBlockException {
        SealedBlock block = SealedBlock.decode(value);
        byte[] signature = block.signature().clone();
        signature[5] ^= 1;
        return new SealedBlock(block.header(), signature, block.body()).encode(1);
    }

    private List<Digest> readAll() {
        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(file, 1_000)) {
            return leavesOf(blocks);
        }
    }

    private LedgerFault fault() {
        try (LeafFile file = LeafFile.temporary();
                VerifiedBlocks blocks = blocks(file, 1_000)) {
            leavesOf(blocks);
        } catch (LedgerFaultException e) {
            return e.fault();
        }
        throw new AssertionError("expected a fault");
    }

    private static List<Digest> leavesOf(VerifiedBlocks blocks) {
        List<Digest> read = new ArrayList<>();
        Optional<VerifiedBlock> next = blocks.next();
        while (next.isPresent()) {
            read.add(next.get().leaf());
            next = blocks.next();
        }
        return read;
    }

    private List<ReplaySource> all() {
        return List.of(HOME, OWN, IMPORT).stream()
                .map(topic -> ReplaySource.all(topics.source(topic, 0), topics.range(topic, 0)))
                .toList();
    }

    private VerifiedBlocks blocks(LeafFile file, int capacity) {
        return blocks(all(), file, none(), capacity);
    }

    private VerifiedBlocks blocks(List<ReplaySource> sources, LeafFile file, HeadWitness witness, int capacity) {
        OpeningJudge judge = new OpeningJudge(LEDGER, trust.view(), Optional.empty());
        return new VerifiedBlocks(LEDGER, sources, topics, judge, witness, file, findings, capacity);
    }

    private static HeadWitness none() {
        return new HeadWitness(LEDGER, List.of());
    }

    private static HeadWitness.Statement statement(long blocks, long events, Digest root) {
        return new HeadWitness.Statement(
                blocks, events, root, "home's writer", true, Instant.parse("2026-01-02T00:00:00Z"));
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }
}
