package org.dataembassy.site.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.dataembassy.ledger.kafka.read.BlockRecord;
import org.dataembassy.site.store.Location;
import org.junit.jupiter.api.Test;

final class ComingRecordsTest {
    private final ComingRecords coming = new ComingRecords();

    @Test
    void aRecordIsForgottenWhenItsTurnComes() {
        // given
        coming.came("t", 1, records("t", 5, 6, 9));
        coming.came("t", 1, records("t", 10));
        // when
        coming.reached(new Location("t", 6), 1);
        // then
        assertThat(offsetsBehind("t", 6)).containsExactly(9L, 10L);
        coming.reached(new Location("t", 10), 1);
        assertThat(offsetsBehind("t", 10)).isEmpty();
    }

    @Test
    void topicsAndPartitionsAreKeptApart() {
        coming.came("t", 1, records("t", 5, 6));
        coming.reached(new Location("u", 9), 1);
        coming.reached(new Location("t", 9), 2);
        assertThat(offsetsBehind("t", 4)).containsExactly(5L, 6L);
        assertThat(offsetsBehind("u", 4)).isEmpty();
    }

    @Test
    void whatIsReadAgainTakesThePlaceOfWhatWasAtHand() {
        coming.came("t", 1, records("t", 5, 6, 7));
        coming.came("t", 1, records("t", 3, 4, 5));
        assertThat(offsetsBehind("t", 2)).containsExactly(3L, 4L, 5L);
    }

    @Test
    void ofAPartitionThatWentElsewhereNothingIsKept() {
        coming.came("t", 1, records("t", 5));
        coming.gone("t", 1);
        assertThat(offsetsBehind("t", 4)).isEmpty();
    }

    private List<Long> offsetsBehind(String topic, long offset) {
        return coming.behind(new Location(topic, offset), 1).stream()
                .map(BlockRecord::offset)
                .toList();
    }

    private static List<BlockRecord> records(String topic, long... offsets) {
        return LongStream.of(offsets)
                .mapToObj(offset -> new BlockRecord(topic, 1, offset, new byte[1]))
                .toList();
    }
}
