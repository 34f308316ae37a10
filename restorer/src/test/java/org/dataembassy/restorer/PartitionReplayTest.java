package org.dataembassy.restorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.restorer.fixture.Acts;
import org.dataembassy.restorer.fixture.MemoryTopics;
import org.dataembassy.restorer.fixture.TestLedger;
import org.dataembassy.restorer.fold.EventReader;
import org.dataembassy.restorer.fold.RegistryFold;
import org.dataembassy.restorer.plan.LedgerExtent;
import org.dataembassy.restorer.plan.PartitionPlan;
import org.dataembassy.restorer.plan.RestorePlan;
import org.dataembassy.restorer.plan.RestorePlanner;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.position.PositionText;
import org.dataembassy.restorer.replay.Findings;
import org.dataembassy.restorer.replay.HeadWitness;
import org.dataembassy.restorer.replay.LeafFile;
import org.dataembassy.restorer.replay.LedgerFault;
import org.dataembassy.restorer.replay.LedgerFaultException;
import org.dataembassy.restorer.replay.OpeningJudge;
import org.dataembassy.restorer.replay.VerifiedBlocks;
import org.dataembassy.restorer.report.PartitionReached;
import org.dataembassy.restorer.report.Settled;
import org.dataembassy.restorer.report.Splits;
import org.dataembassy.schemas.legislation.LegislationModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions against a ledger of two partitions in memory; with a broker in {@code RestoreTest}. */
class PartitionReplayTest {
    private static final String TOPIC = "registry.legislation";

    @TempDir
    private Path folder;

    private final TestLedger ledger = TestLedger.open(2, 11);
    private final MemoryTopics topics = new MemoryTopics().topic(TOPIC, 2);
    private final String one = Acts.id(0, 2, 0);
    private final String two = Acts.id(0, 2, 1);
    private final String other = Acts.id(1, 2, 0);
    private List<HeadWitness.Statement> stated = List.of();

    @Test
    void a_restore_to_every_sequence_is_the_fold_of_that_prefix() {
        history();

        for (int sequence = 0; sequence < ledger.events(0); sequence++) {
            Outcome outcome = restore(PositionText.sequences("0:" + sequence + ",1:none"));

            assertThat(outcome.digest).as("sequence " + sequence).isEqualTo(ledger.digestOf(sequence + 1, 0));
            assertThat(outcome.reached.get(0).events()).isEqualTo(sequence + 1);
            assertThat(outcome.reached.get(0).settled()).isEqualTo(Settled.YES);
        }
    }

    @Test
    void a_sequence_inside_of_a_block_takes_its_first_events_only() {
        history();

        PartitionReached reached =
                restore(PositionText.sequences("0:2,1:none")).reached.get(0);

        assertThat(reached.lastBlock().orElseThrow().blockIndex()).isEqualTo(1);
        assertThat(reached.lastBlock().orElseThrow().eventsTaken()).isEqualTo(2);
        assertThat(reached.lastBlock().orElseThrow().isCut()).isTrue();
        assertThat(reached.verified().nextSequence()).isEqualTo(4);
    }

    @Test
    void a_sequence_past_the_end_is_an_error_that_says_what_there_is() {
        history();

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> restore(PositionText.sequences("0:6,1:none")))
                .withMessageContaining(
                        "--to-sequence 0:6 is not there: legislation/0, as far as it verifies, has sequences 0 to 5")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.POSITION_UNKNOWN));
    }

    @Test
    void an_offset_without_a_record_counts_as_the_block_before_it() {
        history();

        // Offsets of partition 0: block 0, hole, block 1, hole, hole, block 2.
        for (int[] expected : new int[][] {{0, 1}, {1, 1}, {2, 4}, {3, 4}, {4, 4}, {5, 6}}) {
            Outcome outcome = restore(PositionText.offsets("0:" + expected[0] + ",1:none"));
            assertThat(outcome.digest).as("offset " + expected[0]).isEqualTo(ledger.digestOf(expected[1], 0));
        }
    }

    @Test
    void a_hole_before_the_first_block_counts_as_nothing() {
        topics.hole(TOPIC, 0);
        append(ledger.block(0, Acts.published(one, 0, "a")));

        Outcome outcome = restore(PositionText.offsets("0:0,1:none"));

        assertThat(outcome.reached.get(0).lastBlock()).isEmpty();
        assertThat(outcome.digest).isEqualTo(ledger.digestOf(0, 0));
    }

    @Test
    void a_time_takes_every_event_recorded_at_it_and_none_after() {
        append(ledger.block(0, Acts.published(one, 0, "a"), Acts.amended(one, 5, "b"), Acts.amended(one, 5, "c")));
        append(ledger.block(0, Acts.amended(one, 5, "d"), Acts.amended(one, 6, "e")));

        assertThat(atSecond(-1).digest).isEqualTo(ledger.digestOf(0, 0));
        assertThat(atSecond(0).digest).isEqualTo(ledger.digestOf(1, 0));
        assertThat(atSecond(4).digest).isEqualTo(ledger.digestOf(1, 0));
        assertThat(atSecond(5).digest).isEqualTo(ledger.digestOf(4, 0));
        assertThat(atSecond(5).reached.get(0).settled()).isEqualTo(Settled.YES);
        assertThat(atSecond(6).digest).isEqualTo(ledger.digestOf(5, 0));
    }

    @Test
    void a_time_that_the_ledger_has_not_passed_is_not_settled() {
        history();

        Outcome outcome = atSecond(10_000);

        assertThat(outcome.digest).isEqualTo(ledger.digestOfAll());
        assertThat(outcome.reached).extracting(PartitionReached::settled).containsOnly(Settled.NO);
    }

    @Test
    void a_checkpoint_of_the_writer_after_the_time_settles_it_as_far_as_a_writer_can() {
        append(ledger.block(0, Acts.published(one, 0, "a")));
        stated = List.of(new HeadWitness.Statement(
                1, 1, ledger.head(0).root(), "home's writer", true, Acts.BEGIN.plusSeconds(60)));

        assertThat(atSecond(30).reached.get(0).settled()).isEqualTo(Settled.BY_CHECKPOINT);
        assertThat(atSecond(90).reached.get(0).settled()).isEqualTo(Settled.NO);
    }

    @Test
    void a_checkpoint_that_says_more_than_there_is_shows_at_the_head() {
        append(ledger.block(0, Acts.published(one, 0, "a")));
        stated = List.of(new HeadWitness.Statement(
                2, 2, ledger.head(0).root(), "home's writer", true, Acts.BEGIN.plusSeconds(60)));

        assertThat(restore(new Position.Head()).reached.get(0).checkpointBeyond())
                .isPresent();
        assertThat(restore(PositionText.sequences("0:0,1:none")).reached.get(0).checkpointBeyond())
                .isEmpty();
    }

    @Test
    void a_transaction_and_a_case_that_the_position_parts_are_named() {
        append(ledger.block(0, Acts.published(one, 0, "a", "before")));
        transaction(
                List.of(Acts.amended(one, 1, "b", "together"), Acts.published(two, 1, "x", "alone")),
                List.of(Acts.published(other, 1, "y", "together")));

        Splits splits = restore(PositionText.sequences("0:2,1:none")).splits;

        assertThat(splits.transactionCount()).isEqualTo(1);
        assertThat(splits.complete()).isTrue();
        assertThat(splits.transactions().get(0).taken()).containsExactly(new BlockPlace(0, 1));
        assertThat(splits.transactions().get(0).missing()).containsExactly(new BlockPlace(1, 0));
        assertThat(splits.cases()).containsExactly("together");
    }

    @Test
    void a_split_is_found_from_either_side_and_inside_of_a_block() {
        transaction(
                List.of(Acts.published(one, 1, "b", "left"), Acts.published(two, 1, "x", "left")),
                List.of(Acts.published(other, 1, "y", "both")));

        assertThat(restore(PositionText.sequences("0:none,1:0"))
                        .splits
                        .transactions()
                        .get(0)
                        .missing())
                .containsExactly(new BlockPlace(0, 0));
        Splits cut = restore(PositionText.sequences("0:0,1:0")).splits;
        assertThat(cut.transactions().get(0).cut()).containsExactly(new BlockPlace(0, 0));
        assertThat(cut.cases()).containsExactly("left");
        assertThat(restore(new Position.Head()).splits.isEmpty()).isTrue();
    }

    @Test
    void an_offset_that_parts_a_transaction_names_its_cases_too() {
        transaction(List.of(Acts.published(one, 1, "b", "both")), List.of(Acts.published(other, 1, "y", "both")));

        Splits splits = restore(PositionText.offsets("0:0,1:none")).splits;

        assertThat(splits.cases()).containsExactly("both");
    }

    @Test
    void an_event_of_another_partitions_entity_is_a_fault_of_the_writer() {
        append(ledger.block(0, Acts.published(other, 0, "a")));

        assertThatExceptionOfType(LedgerFaultException.class)
                .isThrownBy(() -> restore(new Position.Head()))
                .satisfies(e -> assertThat(e.fault().reason()).isEqualTo(LedgerFault.WRONG_ENTITY_PARTITION));
    }

    @Test
    void a_ledger_that_is_secret_restores_to_the_same_digest_with_the_recovery_key() {
        TestLedger secret = TestLedger.secret(2, 12);
        append(secret.block(0, Acts.published(one, 0, "a"), Acts.amended(one, 1, "b")));
        append(secret.block(0, Acts.amended(one, 2, "c")));
        append(secret.block(1, Acts.published(other, 3, "d")));

        Outcome outcome = restore(secret, new Position.Head());

        assertThat(outcome.digest).isEqualTo(secret.digestOfAll());
    }

    /** Six events in three blocks of partition 0, two in two of partition 1, with holes. */
    private void history() {
        append(ledger.block(0, Acts.published(one, 0, "a")));
        topics.hole(TOPIC, 0);
        append(ledger.block(0, Acts.amended(one, 1, "b"), Acts.published(two, 1, "x"), Acts.amended(one, 2, "c")));
        topics.hole(TOPIC, 0);
        topics.hole(TOPIC, 0);
        append(ledger.block(0, Acts.amended(two, 3, "y"), Acts.amended(two, 4, "z")));
        append(ledger.block(1, Acts.published(other, 2, "o")));
        append(ledger.block(1, Acts.amended(other, 5, "p")));
    }

    private void transaction(List<SpecificRecord> first, List<SpecificRecord> second) {
        SortedMap<Integer, List<SpecificRecord>> events = new TreeMap<>(Map.of(0, first, 1, second));
        ledger.transaction(events).forEach(this::append);
    }

    private void append(TestLedger.Sealed block) {
        topics.append(TOPIC, block.partition(), block.value());
    }

    private Outcome atSecond(int second) {
        return restore(new Position.ToTime(Acts.BEGIN.plusSeconds(second)));
    }

    private record Outcome(Digest digest, List<PartitionReached> reached, Splits splits) {}

    private Outcome restore(Position position) {
        return restore(ledger, position);
    }

    private Outcome restore(TestLedger from, Position position) {
        RestorePlan plan =
                RestorePlanner.plan(new LedgerExtent("legislation", 2, List.of(TOPIC), topics.ranges(TOPIC)), position);
        SplitSearch search = new SplitSearch(2);
        List<PartitionReplay> replays = new ArrayList<>();
        List<PartitionReached> reached = new ArrayList<>();
        try (RegistryFold<Act> fold = new RegistryFold<>(new LegislationModel(), folder, 2)) {
            for (PartitionPlan partition : plan.partitions()) {
                PartitionReplay replay = replay(from, partition, search);
                replays.add(replay);
                reached.add(replay.run(fold::apply, (block, events) -> {}, true));
            }
            Map<Integer, java.util.SortedSet<Long>> missing = search.missing(reached);
            for (int i = 0; i < replays.size(); i++) {
                replays.get(i).lookBeyond(missing.getOrDefault(i, new TreeSet<>()));
            }
            return new Outcome(fold.stateDigest(), reached, search.result(reached));
        }
    }

    private PartitionReplay replay(TestLedger from, PartitionPlan partition, SplitSearch search) {
        HeadWitness witness =
                new HeadWitness(partition.ledger(), partition.ledger().partition() == 0 ? stated : List.of());
        VerifiedBlocks blocks = new VerifiedBlocks(
                partition.ledger(),
                partition.sources(),
                topics,
                new OpeningJudge(
                        partition.ledger(),
                        from.trust().view(),
                        Optional.of(from.trust().recovery())),
                witness,
                LeafFile.in(folder),
                new Findings());
        return new PartitionReplay(
                partition, blocks, new EventReader(new LegislationModel(), 2, Map.of()), witness, search);
    }
}
