package org.dataembassy.restorer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.kafka.read.OffsetRange;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.restorer.position.Position;
import org.dataembassy.restorer.position.PositionText;
import org.dataembassy.restorer.replay.SourcePartition;
import org.junit.jupiter.api.Test;

class RestorePlannerTest {
    private static final String MAIN = "home.registry.legislation";
    private static final String OWN = "registry.legislation";

    @Test
    void head_reads_every_topic_that_has_records_to_its_end() {
        RestorePlan plan = RestorePlanner.plan(extent(), new Position.Head());

        assertThat(plan.describe()).isEqualTo("""
                Restore of legislation to head
                  legislation/0: from block 0 to the last block of the offsets below \
                (home.registry.legislation-0 offsets 0 to 9, registry.legislation-0 offsets 0 to 4)
                  legislation/1: from block 0 to the last block of the offsets below (no records)
                  legislation/2: from block 0 to the last block of the offsets below \
                (home.registry.legislation-2 offsets 3 to 7)""");
    }

    @Test
    void an_offset_ends_the_main_topic_and_leaves_the_others_for_gaps() {
        RestorePlan plan = RestorePlanner.plan(extent(), PositionText.offsets("0:4,1:none,2:head"));

        assertThat(plan.describe()).isEqualTo("""
                Restore of legislation to --to-offset 0:4,1:none,2:head
                  legislation/0: from block 0 to the last block of the offsets below \
                (home.registry.legislation-0 offsets 0 to 4, registry.legislation-0 offsets 0 to 4 for gaps only)
                  legislation/1: nothing
                  legislation/2: from block 0 to the last block of the offsets below \
                (home.registry.legislation-2 offsets 3 to 7)""");
    }

    @Test
    void a_sequence_and_a_time_stop_inside_of_what_is_there() {
        assertThat(RestorePlanner.plan(extent(), PositionText.sequences("0:7,1:none,2:none"))
                        .partitions()
                        .get(0)
                        .stop())
                .isEqualTo(new StopRule.AfterSequence(7));
        assertThat(RestorePlanner.plan(extent(), PositionText.time("2022-03-01T12:00:00Z"))
                        .partitions())
                .extracting(PartitionPlan::stop)
                .allSatisfy(stop -> assertThat(stop).isInstanceOf(StopRule.AfterTime.class));
    }

    @Test
    void a_position_that_leaves_partitions_out_says_which_and_how_to_write_it() {
        refused(Problem.POSITION_MALFORMED, PositionText.offsets("1:none"))
                .withMessageContaining(
                        "--to-offset says nothing about partition 0, 2; legislation has partitions 0 to 2")
                .withMessageContaining(
                        "Write 0:?,1:none,2:? with a number, none or head in place of each question mark");
    }

    @Test
    void a_position_that_names_a_partition_too_many_is_refused() {
        refused(Problem.POSITION_MALFORMED, PositionText.sequences("0:1,1:1,2:1,3:1"))
                .withMessageContaining("--to-sequence names partition 3; legislation has partitions 0 to 2");
    }

    @Test
    void an_offset_past_the_end_is_refused_with_the_range_there_is() {
        refused(Problem.POSITION_UNKNOWN, PositionText.offsets("0:10,1:none,2:none"))
                .withMessageContaining("--to-offset 0:10 is not there")
                .withMessageContaining("home.registry.legislation-0 has offsets 0 to 9")
                .withMessageContaining("0:none takes nothing of it, 0:head all of it");
    }

    @Test
    void an_offset_that_is_no_longer_kept_is_refused() {
        refused(Problem.POSITION_UNKNOWN, PositionText.offsets("0:none,1:none,2:2"))
                .withMessageContaining("home.registry.legislation-2 has offsets 3 to 7");
    }

    @Test
    void an_offset_of_an_empty_partition_is_refused() {
        refused(Problem.POSITION_UNKNOWN, PositionText.offsets("0:none,1:0,2:none"))
                .withMessageContaining("home.registry.legislation-1 has no records");
    }

    @Test
    void a_missing_topic_is_told_by_name() {
        LedgerExtent extent = new LedgerExtent("legislation", 3, List.of("home.registry.other"), Map.of());

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> RestorePlanner.plan(extent, new Position.Head()))
                .withMessageContaining("home.registry.other has no partition 0")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOPIC_MISSING));
    }

    private static org.assertj.core.api.ThrowableAssertAlternative<EmbassyException> refused(
            Problem problem, Position position) {
        return assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> RestorePlanner.plan(extent(), position))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static LedgerExtent extent() {
        Map<SourcePartition, OffsetRange> ranges = new HashMap<>();
        ranges.put(new SourcePartition(MAIN, 0), new OffsetRange(0, 10));
        ranges.put(new SourcePartition(MAIN, 1), new OffsetRange(0, 0));
        ranges.put(new SourcePartition(MAIN, 2), new OffsetRange(3, 8));
        ranges.put(new SourcePartition(OWN, 0), new OffsetRange(0, 5));
        return new LedgerExtent("legislation", 3, List.of(MAIN, OWN, "import.registry.legislation"), ranges);
    }
}
