package org.dataembassy.site.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.materialise.BlockWrites;
import org.dataembassy.site.materialise.CannotFoldException;
import org.dataembassy.site.status.PartitionState;
import org.dataembassy.site.store.BlockEntry;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.EntityName;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.HeadEntry;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.ParkedEntry;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.TestSite;
import org.dataembassy.site.verify.PartitionVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody with a signing key, a broker or the disk could try: nothing ends the thread, nothing is forgotten. */
final class HostileLedgerTest {
    @TempDir
    Path folder;

    private final TestTrust trust = TestTrust.create(7, TestTrust.encrypted("legislation", 2));
    private final ActWriter writer = new ActWriter(trust, 8);
    private TestSite site;
    private String gg;

    @BeforeEach
    void open() {
        site = new TestSite(trust, folder);
        gg = writer.idIn(0, 0);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void anEventOutsideOfItsBlocksTimesHaltsThePartitionAndNothingOfItIsStored() {
        // given: Long.MIN_VALUE microseconds, which Avro reads and no entry can hold
        Instant unstorable = Instant.ofEpochSecond(-9_223_372_036_855L, 224_192_000);
        BlockSealer.Sealed block = writer.seal(
                Acts.published(gg, Acts.BEGIN, "one"),
                Acts.amended(gg, unstorable, "GG", "two"),
                Acts.amended(gg, Acts.BEGIN.plusSeconds(1), "GG", "three"));
        // when
        site.mirror(block);
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.FOLD_FAILED);
        assertThat(site.report().halt().orElseThrow().detail()).contains("legislation/0#1");
        assertThat(site.report().head()).isEqualTo(Head.EMPTY);
        assertThat(site.report().parked()).containsKey(TestSite.MIRRORED);
        assertThat(site.store().entity(gg)).isEmpty();
    }

    @Test
    void whatCannotBeEncodedLeavesTheStoreUntouched() {
        // given: an entity that could be stored, and after it one that can't
        EventPosition good = new EventPosition(0, 0, Acts.BEGIN);
        EventPosition bad = new EventPosition(1, 0, Instant.MIN);
        BlockSealer.Sealed block = publishMany(1).get(0);
        Digest any = Digest.sha256();
        BlockWrites writes = new BlockWrites(
                HeadEntry.empty(any)
                        .moved(block.after(), new HeadEntry.LastBlock(1, any, block.leaf(), Acts.BEGIN, Acts.BEGIN)),
                new BlockEntry(block.leaf(), 1, new Location(TestSite.MIRRORED, 0), 0, 2, Acts.BEGIN),
                Map.of(),
                Optional.empty(),
                List.of(entity("a", good), entity("b", bad)));
        // when, then
        assertThatThrownBy(() -> writes.prepare(site.store().batch()))
                .isInstanceOfSatisfying(
                        CannotFoldException.class, e -> assertThat(e.reason()).isEqualTo(HaltReason.FOLD_FAILED))
                .hasMessageContaining("block 0 of legislation/0");
        assertThat(site.store().entity("a")).isEmpty();
        assertThat(site.store().head()).isEmpty();
    }

    private BlockWrites.EntityWrite entity(String id, EventPosition position) {
        EntityName name = site.store().name(id);
        return new BlockWrites.EntityWrite(
                name,
                site.store().heldEntity(name),
                new EntityEntry(id, 1, List.of(position), List.of(), new byte[0]),
                Map.of(),
                Map.of(),
                List.of());
    }

    @Test
    void whatIsParkedIsReadOnceMoreIfControlChangesWhileItIsRead() {
        // given: more blocks than a turn reads, of an epoch that control doesn't know
        Map<String, List<Epoch>> epochs = site.control().epochs();
        site.control(withEpochs(Map.of()));
        List<BlockSealer.Sealed> blocks = publishMany(120);
        site.mirror(blocks.toArray(BlockSealer.Sealed[]::new));
        site.turns(5);
        // when: control changes twice, the second time in the middle of the pass
        site.control(withEpochs(Map.of()));
        site.turns(1);
        site.control(withEpochs(epochs));
        site.turns(20);
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(119).after());
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
    }

    @Test
    void aPurgedTopicDoesNotEndTheMemoryOfAGap() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(5);
        site.mirror(blocks.get(0), blocks.get(2), blocks.get(3));
        var parked = site.report().parked();
        // when
        NavigableMap<Long, byte[]> records = site.purge(TestSite.MIRRORED);
        site.control(withEpochs(site.control().epochs()));
        site.turns(5);
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.PARKED_RECORDS_UNREADABLE);
        assertThat(site.report().halt().orElseThrow().detail()).contains("offsets 1 to 2 of " + TestSite.MIRRORED);
        assertThat(site.report().parked()).isEqualTo(parked);
        // and when a courier brings the missing block and the one that is gone
        site.bring(blocks.get(1), blocks.get(2));
        // then they are applied, and what is gone isn't forgotten
        assertThat(site.report().head()).isEqualTo(blocks.get(2).after());
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.PARKED_RECORDS_UNREADABLE);
        assertThat(site.told()).containsExactly("HALTED");
        // and when the records are back
        site.bringBack(TestSite.MIRRORED, records);
        for (int i = 0; i < 3; i++) {
            site.pass(Duration.ofSeconds(2));
        }
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(3).after());
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
    }

    @Test
    void aTopicThatWasCutAtItsBeginningDoesNotEndTheMemoryOfAGap() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(5);
        site.mirror(blocks.get(0), blocks.get(2), blocks.get(3));
        // when
        NavigableMap<Long, byte[]> records = site.purge(TestSite.MIRRORED);
        site.bringBack(TestSite.MIRRORED, records.tailMap(2L, true));
        site.control(withEpochs(site.control().epochs()));
        site.turns(5);
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.PARKED_RECORDS_UNREADABLE);
        assertThat(site.report().parked().get(TestSite.MIRRORED).fromOffset()).isEqualTo(1);
        assertThat(site.report().parked().get(TestSite.MIRRORED).lowestAboveGap())
                .hasValue(2);
    }

    @Test
    void aRecordAtALowOffsetOfATopicMadeAnewIsInsideTheIntervalAtOnce() {
        // given: a pass that can't go on, since its topic is gone
        List<BlockSealer.Sealed> blocks = publishMany(5);
        site.mirror(blocks.get(0));
        site.restarted().take(new Location(TestSite.MIRRORED, 7), ActWriter.value(blocks.get(2)));
        PartitionVerifier verifier = site.restarted();
        verifier.turn();
        // when
        verifier.take(new Location(TestSite.MIRRORED, 2), ActWriter.value(blocks.get(3)));
        // then
        ParkedEntry parked = site.store().parked(TestSite.MIRRORED).orElseThrow();
        assertThat(parked.fromOffset()).isEqualTo(2);
        assertThat(parked.toOffset()).isEqualTo(7);
        assertThat(parked.lowestAboveGap()).hasValue(2);
    }

    @Test
    void recordsThatKeepComingDoNotPutOffTheHalt() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(5);
        site.mirror(blocks.get(0), blocks.get(2), blocks.get(3));
        site.control(withEpochs(site.control().epochs()));
        // when
        int seconds = 0;
        while (site.report().halt().isEmpty() && seconds++ < 200) {
            for (int i = 0; i < 60; i++) {
                site.mirror(blocks.get(4));
            }
            site.pass(Duration.ofSeconds(1));
        }
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.BLOCKS_MISSING);
        assertThat(seconds).isLessThanOrEqualTo((int) TestSite.GAP_TIMEOUT.toSeconds() + 2);
    }

    @Test
    void parkedRecordsThatTheBrokerKeepsBackHaltThePartition() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(3);
        site.mirror(blocks.get(0), blocks.get(2));
        site.takeBrokerDown();
        // when
        site.control(withEpochs(site.control().epochs()));
        site.turns(1);
        site.pass(TestSite.GAP_TIMEOUT.minusSeconds(1));
        assertThat(site.report().halt()).isEmpty();
        site.pass(Duration.ofSeconds(2));
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.PARKED_RECORDS_UNREADABLE);
        assertThat(site.report().halt().orElseThrow().detail()).contains("could not be read again since");
        assertThat(site.report().parked()).containsKey(TestSite.MIRRORED);
    }

    @Test
    void aDamagedParkedIntervalHasTheStoreRebuiltAndNothingIsForgotten() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(4);
        site.mirror(blocks.get(0), blocks.get(2));
        Bytes place = placeOf((byte) 0x01);
        byte[] damaged = site.bytes().get(place);
        damaged[damaged.length - 1] ^= 1;
        site.bytes().put(place, damaged);
        // when
        PartitionVerifier restarted = site.restarted();
        assertThat(site.report().state()).isEqualTo(PartitionState.REBUILDING);
        for (int i = 0; i < 5; i++) {
            restarted.turn();
        }
        // then: the block above the gap is parked as before
        assertThat(site.report().head()).isEqualTo(blocks.get(0).after());
        assertThat(site.report().parked().get(TestSite.MIRRORED).lowestAboveGap())
                .hasValue(2);
        // and when
        restarted.take(new Location(TestSite.IMPORT, 7), ActWriter.value(blocks.get(1)));
        restarted.turn();
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(2).after());
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
    }

    private ControlView withEpochs(Map<String, List<Epoch>> epochs) {
        ControlView old = site.control();
        return new ControlView(
                old.version() + 1,
                old.domain(),
                old.trustRoot(),
                epochs,
                old.closings(),
                old.schemas(),
                old.authors(),
                old.alarms());
    }

    private List<BlockSealer.Sealed> publishMany(int count) {
        List<BlockSealer.Sealed> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(writer.seal(
                    i == 0
                            ? Acts.published(gg, Acts.BEGIN, "text 0")
                            : Acts.amended(gg, Acts.BEGIN.plusSeconds(i), "GG", "text " + i)));
        }
        return blocks;
    }

    private Bytes placeOf(byte kind) {
        try (KeyValueIterator<Bytes, byte[]> all = site.bytes().all()) {
            while (all.hasNext()) {
                Bytes place = all.next().key;
                if (place.get()[0] == kind) {
                    return place;
                }
            }
        }
        throw new AssertionError("there is no entry of kind " + kind);
    }
}
