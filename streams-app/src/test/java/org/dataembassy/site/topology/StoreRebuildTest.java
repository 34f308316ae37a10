package org.dataembassy.site.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.site.status.PartitionState;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.store.Held;
import org.dataembassy.site.store.Location;
import org.dataembassy.site.store.WritableLedgerStore;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.TestSite;
import org.dataembassy.site.verify.PartitionVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that isn't what was written, and a ledger that isn't what is remembered, step by step. */
final class StoreRebuildTest {
    @TempDir
    Path folder;

    private final TestTrust trust = TestTrust.create(7, TestTrust.encrypted("legislation", 2));
    private final ActWriter writer = new ActWriter(trust, 8);
    private final List<BlockSealer.Sealed> blocks = new ArrayList<>();
    private TestSite site;
    private String gg;

    @BeforeEach
    void open() {
        site = new TestSite(trust, folder);
        gg = writer.idIn(0, 0);
        for (int i = 0; i < 12; i++) {
            blocks.add(writer.seal(
                    i == 0
                            ? Acts.published(gg, Acts.BEGIN, "text 0")
                            : Acts.amended(gg, Acts.BEGIN.plusSeconds(i), "GG" + i, "text " + i)));
        }
        site.mirror(blocks.subList(0, 8).toArray(BlockSealer.Sealed[]::new));
        site.commit();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aRestartOfACleanStoreIsVerifiedAtOnce() {
        PartitionVerifier again = site.restarted();
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        again.take(new Location(TestSite.MIRRORED, 8), ActWriter.value(blocks.get(8)));
        assertThat(site.report().head()).isEqualTo(blocks.get(8).after());
        site.restarted();
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.board().alarms()).isEmpty();
        assertThat(site.board().waitingFor()).isEmpty();
    }

    /** However far it was: the next process goes on, and blocks that come meanwhile aren't lost. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void aRebuildingThatIsInterruptedAfterEveryFewStepsStillEnds(int steps) {
        // given
        deleteOne((byte) 0x03);
        int coming = 8;
        // when
        for (int life = 0; life < 12; life++) {
            PartitionVerifier next = site.restarted();
            for (int step = 0; step < steps; step++) {
                if (coming < blocks.size() && step % 2 == 0) {
                    // On the topic first, as every record that comes.
                    long offset = site.append(TestSite.MIRRORED, ActWriter.value(blocks.get(coming)));
                    next.take(new Location(TestSite.MIRRORED, offset), ActWriter.value(blocks.get(coming)));
                    coming++;
                }
                next.work();
            }
        }
        PartitionVerifier last = site.restarted();
        for (int i = 0; i < 10; i++) {
            last.turn();
        }
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.report().head()).isEqualTo(blocks.get(coming - 1).after());
        assertThat(site.store().entity(gg).orElseThrow().eventCount()).isEqualTo(coming);
        site.restarted();
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
    }

    @Test
    void aStoreWhoseModelFoundEntitiesByOtherLookupsIsRebuilt() {
        // given: an entity's entry as an older version would have left it
        WritableLedgerStore store = site.store();
        store.goOnFrom(store.head());
        Held<EntityEntry> held = store.heldEntity(store.name(gg));
        EntityEntry entry = held.entry().orElseThrow();
        store.replaceEntity(held, new EntityEntry(gg, entry.eventCount(), entry.newest(), List.of(), entry.state()));
        store.putHead(store.head().orElseThrow());
        PartitionVerifier again = site.restarted();
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        // when: its next event comes
        long offset = site.append(TestSite.MIRRORED, ActWriter.value(blocks.get(8)));
        again.take(new Location(TestSite.MIRRORED, offset), ActWriter.value(blocks.get(8)));
        assertThat(site.board().refusal(TestSite.LEDGER)).get().asString().contains("being rebuilt from the ledger");
        for (int i = 0; i < 20; i++) {
            again.turn();
        }
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.report().head()).isEqualTo(blocks.get(8).after());
        assertThat(site.store().entity(gg).orElseThrow().foundSince()).isNotEmpty();
    }

    @Test
    void nothingIsAnsweredFromTheMomentOnInWhichTheStoreIsFoundOut() {
        deleteOne((byte) 0x02);
        PartitionVerifier again = site.restarted();
        assertThat(site.board().refusal(TestSite.LEDGER)).get().asString().contains("being rebuilt from the ledger");
        for (int i = 0; site.report().state() == PartitionState.REBUILDING; i++) {
            assertThat(i).isLessThan(20);
            assertThat(site.board().refusal(TestSite.LEDGER)).isPresent();
            again.work();
        }
        assertThat(site.board().refusal(TestSite.LEDGER)).isEmpty();
        assertThat(site.report().head()).isEqualTo(blocks.get(7).after());
    }

    @Test
    void aLedgerThatGivesFewerBlocksThanAreRememberedHaltsByNameAndGoesOnWhenTheyCome() {
        // given
        deleteOne((byte) 0x03);
        NavigableMap<Long, byte[]> records = site.purge(TestSite.MIRRORED);
        site.bringBack(TestSite.MIRRORED, records.headMap(5L, false));
        // when
        PartitionVerifier again = site.restarted();
        for (int i = 0; i < 10; i++) {
            again.turn();
        }
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.LEDGER_BEHIND_MEMORY);
        assertThat(site.report().halt().orElseThrow().detail())
                .contains("this site had 8 blocks of legislation/0")
                .contains("the first 5 only");
        assertThat(site.board().refusal(TestSite.LEDGER)).isPresent();
        // and when a courier brings them
        for (int i = 5; i < 8; i++) {
            long offset = site.append(TestSite.IMPORT, ActWriter.value(blocks.get(i)));
            again.take(new Location(TestSite.IMPORT, offset), ActWriter.value(blocks.get(i)));
        }
        again.turn();
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.report().halt()).isEmpty();
        assertThat(site.report().head()).isEqualTo(blocks.get(7).after());
    }

    @Test
    void aTopicThatLostTheLastBlockHaltsAndAnswersFromTheStoreUntilItIsBack() {
        // given
        NavigableMap<Long, byte[]> records = site.purge(TestSite.MIRRORED);
        // when
        PartitionVerifier again = site.restarted();
        again.turn();
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.LEDGER_BEHIND_MEMORY);
        assertThat(site.report().halt().orElseThrow().detail())
                .contains("block 7 of legislation/0 with leaf " + blocks.get(7).leaf());
        assertThat(site.board().refusal(TestSite.LEDGER)).isEmpty();
        // and when
        site.bringBack(TestSite.MIRRORED, records);
        site.pass(Duration.ofSeconds(6));
        again.turn();
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
    }

    @Test
    void aLedgerThatWasMadeAnewWithOtherBlocksIsNotBelievedEvenWithTheTrueKey() {
        // given: the true key, stolen, seals another block 7; broker and changelog are made to agree with it
        Head before = blocks.get(6).after();
        BlockSealer.Sealed other =
                writer.from(0, before).seal(Acts.amended(gg, Acts.BEGIN.plusSeconds(7), "FORGED", "forged"));
        deleteOne((byte) 0x03);
        NavigableMap<Long, byte[]> records = site.purge(TestSite.MIRRORED);
        records.put(7L, ActWriter.value(other));
        site.bringBack(TestSite.MIRRORED, records);
        // when
        PartitionVerifier again = site.restarted();
        for (int i = 0; i < 10; i++) {
            again.turn();
        }
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.LEDGER_NOT_AS_REMEMBERED);
        assertThat(site.report().halt().orElseThrow().detail())
                .contains(other.leaf().toString())
                .contains(blocks.get(7).leaf().toString());
        assertThat(site.report().head()).isEqualTo(before);
        assertThat(site.board().refusal(TestSite.LEDGER)).isPresent();
    }

    private void deleteOne(byte kind) {
        try (KeyValueIterator<Bytes, byte[]> all = site.bytes().all()) {
            while (all.hasNext()) {
                Bytes place = all.next().key;
                if (place.get()[0] == kind) {
                    site.bytes().delete(place);
                    return;
                }
            }
        }
    }
}
