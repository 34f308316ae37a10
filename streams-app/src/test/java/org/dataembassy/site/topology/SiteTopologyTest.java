package org.dataembassy.site.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.testkit.HeaderForge;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.registry.legislation.ActPublished;
import org.dataembassy.schemas.RegistryModels;
import org.dataembassy.schemas.SchemaTexts;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.site.status.PartitionState;
import org.dataembassy.site.store.EntityEntry;
import org.dataembassy.site.store.EventPosition;
import org.dataembassy.site.store.HaltReason;
import org.dataembassy.site.testkit.ActWriter;
import org.dataembassy.site.testkit.Acts;
import org.dataembassy.site.testkit.TestSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Acceptance wired to stores, quarantine and status. Rules themselves are tested in the ledger. */
final class SiteTopologyTest {
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
    void anAcceptedBlockMovesTheHeadAndTheState() {
        BlockSealer.Sealed block = writer.seal(
                Acts.published(gg, Acts.BEGIN, "one"), Acts.amended(gg, Acts.BEGIN.plusSeconds(1), "GG2", "two"));
        site.mirror(block);
        assertThat(site.report().head()).isEqualTo(block.after());
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        EntityEntry entity = site.store().entity(gg).orElseThrow();
        assertThat(entity.eventCount()).isEqualTo(2);
        assertThat(json(entity)).contains("\"text\":\"two\"");
        assertThat(hits("abbreviation", "GG2")).containsExactly(gg);
        assertThat(hits("abbreviation", gg.toUpperCase(java.util.Locale.ROOT))).isEmpty();
    }

    @Test
    void whatIsRefusedGoesToQuarantineAndTheTrueBlockIsStillAccepted() {
        // given
        BlockSealer.Sealed block = publish(0);
        byte[] altered = ActWriter.value(block);
        altered[altered.length - 1] ^= 1;
        // when
        site.pipe(TestSite.MIRRORED, altered);
        site.pipe(TestSite.MIRRORED, null);
        site.pipe(TestSite.MIRRORED, new byte[] {0, 0, 0, 0, 1, 2, 3});
        site.mirror(block);
        // then
        assertThat(site.quarantined())
                .extracting(notice -> notice.get("reason").textValue())
                .containsExactly("BODY_DIGEST_MISMATCH", "MALFORMED_BLOCK", "MALFORMED_BLOCK");
        assertThat(site.report().head()).isEqualTo(block.after());
        assertThat(site.store().quarantine().counts()).containsEntry("MALFORMED_BLOCK", 2L);
    }

    @Test
    void theSameBlockFromAnotherCarrierIsDropped() {
        BlockSealer.Sealed block = publish(0);
        site.mirror(block);
        site.bring(block, block);
        assertThat(site.report().head()).isEqualTo(block.after());
        assertThat(site.quarantined()).isEmpty();
        assertThat(site.store().entity(gg).orElseThrow().eventCount()).isEqualTo(1);
    }

    @Test
    void missingBlocksParkThenHaltAndTheHaltNamesThem() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(6);
        site.mirror(blocks.get(0), blocks.get(3), blocks.get(4));
        assertThat(site.report().state()).isEqualTo(PartitionState.PARKED);
        // when
        site.pass(TestSite.GAP_TIMEOUT.minusSeconds(1));
        assertThat(site.report().halt()).isEmpty();
        site.pass(Duration.ofSeconds(1));
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.BLOCKS_MISSING);
        assertThat(site.report().halt().orElseThrow().detail()).contains("blocks 1 to 2 of legislation/0 are missing");
        assertThat(site.told()).containsExactly("HALTED");
        assertThat(site.report().head().nextBlockIndex()).isEqualTo(1);
    }

    @Test
    void aHaltedPartitionGoesOnWhenTheMissingBlocksComeByCourier() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(6);
        site.mirror(blocks.get(0), blocks.get(3), blocks.get(4));
        site.pass(TestSite.GAP_TIMEOUT);
        // when
        site.bring(blocks.get(2), blocks.get(1));
        site.turns(3);
        site.mirror(blocks.get(5));
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(5).after());
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.told()).containsExactly("HALTED", "PARKED");
        assertThat(site.quarantined()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void blocksInAnyOrderOverAnyCarrierEndInTheSameStateWithoutAnAlarm(long seed) {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(60);
        List<Runnable> deliveries = new ArrayList<>();
        blocks.forEach(block -> {
            deliveries.add(() -> site.mirror(block));
            deliveries.add(() -> site.bring(block));
        });
        // when
        Collections.shuffle(deliveries, new Random(seed));
        deliveries.forEach(delivery -> {
            delivery.run();
            site.turns(1);
        });
        for (int i = 0; i < 200 && site.report().state() != PartitionState.RUNNING; i++) {
            site.turns(1);
        }
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(59).after());
        assertThat(site.report().parked()).isEmpty();
        assertThat(site.report().evidence()).isEmpty();
        assertThat(site.quarantined()).isEmpty();
        assertThat(site.told()).isEmpty();
    }

    @Test
    void whatWasRefusedInsideAParkedIntervalIsNotRefusedAgain() {
        // given
        List<BlockSealer.Sealed> blocks = publishMany(3);
        site.mirror(blocks.get(1));
        site.pipe(TestSite.MIRRORED, new byte[] {1});
        site.mirror(blocks.get(2));
        // when
        site.bring(blocks.get(0));
        site.turns(3);
        // then
        assertThat(site.report().head()).isEqualTo(blocks.get(2).after());
        assertThat(site.quarantined()).hasSize(1);
        assertThat(places((byte) 0x0b)).isZero();
    }

    @Test
    void twoSignedHistoriesHaltThePartitionAndBothAreKept() {
        // given
        BlockSealer.Sealed first = publish(0);
        Head before = writer.head(0);
        BlockSealer.Sealed held = publish(1);
        site.mirror(first, held);
        // when
        writer.from(0, before);
        BlockSealer.Sealed other = publish(2);
        site.mirror(other);
        writer.from(0, held.after());
        BlockSealer.Sealed later = publish(3);
        site.mirror(later);
        site.pass(Duration.ofHours(1));
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.EQUIVOCATION);
        assertThat(site.report().head()).isEqualTo(held.after());
        var evidence = site.store().evidence(1, 1, other.leaf()).orElseThrow();
        assertThat(evidence.blocks())
                .extracting(witness ->
                        Digest.of(Digest.sha256(new byte[1], witness.header()).bytes()))
                .containsExactly(other.leaf(), held.leaf());
        assertThat(site.report().parked()).containsKey(TestSite.MIRRORED);
        assertThat(site.told()).containsExactly("HALTED");
    }

    @Test
    void anEventWhoseSchemaNobodyKnowsHaltsUntilControlBringsTheSchema() {
        // given: a later version of the event, with a field more, whose text the block lacks
        site.mirror(publish(0));
        String text = SchemaTexts.of(ActPublished.getClassSchema())
                .replace(
                        "{\"name\":\"text\"",
                        "{\"name\":\"annex\",\"type\":\"string\",\"default\":\"\"},{\"name\":\"text\"");
        BlockSealer.Sealed block = writer.sealUnder(0, text, Acts.published(gg, Acts.BEGIN.plusSeconds(9), "new"));
        // when
        site.mirror(block);
        site.turns(2);
        // then
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.SCHEMA_UNREADABLE);
        assertThat(site.report().head().nextBlockIndex()).isEqualTo(1);
        // and when
        site.control(withSchema(text));
        site.turns(2);
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.report().head()).isEqualTo(block.after());
    }

    @Test
    void anEventOfAnotherPartitionsEntityHaltsThePartition() {
        site.mirror(writer.sealIn(0, Acts.published(writer.idIn(1, 0), Acts.BEGIN, "lost")));
        assertThat(site.report().halt().orElseThrow().reason()).isEqualTo(HaltReason.ENTITY_MISPLACED);
        assertThat(site.report().head()).isEqualTo(Head.EMPTY);
    }

    @Test
    void anExchangedEntryIsNeverBuiltUpon() {
        // given
        String other = writer.idIn(0, 1);
        site.mirror(publish(0), writer.seal(Acts.published(other, Acts.BEGIN.plusSeconds(1), "other")));
        List<Bytes> entities = placesOf((byte) 0x03);
        byte[] one = site.bytes().get(entities.get(0));
        site.bytes().put(entities.get(1), one);
        // when
        BlockSealer.Sealed next = writer.seal(
                Acts.amended(gg, Acts.BEGIN.plusSeconds(2), "A", "x"),
                Acts.amended(other, Acts.BEGIN.plusSeconds(2), "B", "y"));
        site.mirror(next);
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.REBUILDING);
        assertThat(site.board().refusal(TestSite.LEDGER)).get().asString().contains("does not authenticate");
        // and when
        site.turns(5);
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.report().head()).isEqualTo(next.after());
        assertThat(site.board().refusal(TestSite.LEDGER)).isEmpty();
        assertThat(json(site.store().entity(other).orElseThrow())).contains("\"text\":\"y\"");
        assertThat(site.board().alarms()).singleElement().asString().contains("rebuilt from the ledger after");
        assertThat(site.told()).containsExactly("REBUILDING", "RUNNING");
    }

    @Test
    void whatAReaderFoundCorruptHasTheStoreRebuilt() {
        // given
        BlockSealer.Sealed block = publish(0);
        site.mirror(block);
        // when
        site.board().reportCorruption(TestSite.LEDGER, "an entry does not authenticate");
        site.turns(5);
        // then
        assertThat(site.report().state()).isEqualTo(PartitionState.RUNNING);
        assertThat(site.report().head()).isEqualTo(block.after());
        assertThat(site.board().alarms()).singleElement().asString().contains("an entry does not authenticate");
    }

    @Test
    void positionsOfAnEntityLieInChunks() {
        // given
        for (int i = 0; i < 150; i++) {
            site.mirror(publish(i));
        }
        // when
        EntityEntry entity = site.store().entity(gg).orElseThrow();
        // then
        assertThat(entity.eventCount()).isEqualTo(150);
        assertThat(entity.fullChunks()).isEqualTo(2);
        assertThat(entity.newest()).hasSize(150 - 2 * EventPosition.CHUNK);
        assertThat(site.store().chunk(gg, 1))
                .hasSize(EventPosition.CHUNK)
                .first()
                .satisfies(position -> assertThat(position.sequence()).isEqualTo(64));
    }

    @Test
    void neitherNamesNorValuesLieInTheStoreInClear() {
        site.mirror(writer.seal(Acts.published(gg, Acts.BEGIN, "All state authority is derived from the people.")));
        try (KeyValueIterator<Bytes, byte[]> all = site.bytes().all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                assertThat(latin(entry.key.get()) + latin(entry.value)).doesNotContain("authority", gg, "promulgated");
            }
        }
    }

    @Test
    void aForgedHeaderUnderAnotherCountrysKeyIsRefused() {
        TestTrust other = TestTrust.create(99, TestTrust.encrypted("legislation", 2));
        ActWriter stranger = new ActWriter(other, 1);
        BlockSealer.Sealed block = publish(0);
        site.mirror(stranger.seal(Acts.published(gg, Acts.BEGIN, "forged")));
        site.pipe(
                TestSite.MIRRORED,
                HeaderForge.unsigned(block.block(), header -> header.setEventCount(2))
                        .encode(1));
        assertThat(site.quarantined())
                .extracting(notice -> notice.get("reason").textValue())
                .containsExactly("WRONG_DOMAIN", "BAD_SIGNATURE");
        assertThat(site.report().head()).isEqualTo(Head.EMPTY);
    }

    private ControlView withSchema(String text) {
        ControlView old = site.control();
        Map<Digest, String> schemas = new HashMap<>(old.schemas());
        schemas.put(Digest.sha256(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)), text);
        return new ControlView(
                old.version() + 1,
                old.domain(),
                old.trustRoot(),
                old.epochs(),
                old.closings(),
                schemas,
                old.authors(),
                old.alarms(),
                false);
    }

    private BlockSealer.Sealed publish(int n) {
        return writer.seal(
                n == 0
                        ? Acts.published(gg, Acts.BEGIN, "text 0")
                        : Acts.amended(gg, Acts.BEGIN.plusSeconds(n), "GG", "text " + n));
    }

    private List<BlockSealer.Sealed> publishMany(int count) {
        List<BlockSealer.Sealed> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(publish(i));
        }
        return blocks;
    }

    private String json(EntityEntry entity) {
        var model = RegistryModels.named("legislation");
        return json(model, entity);
    }

    private <S extends org.apache.avro.specific.SpecificRecord> String json(
            org.dataembassy.schemas.RegistryModel<S> model, EntityEntry entity) {
        return model.toJson(
                StateCodec.decode(entity.state(), model),
                part -> site.store().part(entity.entityId(), part).orElseThrow());
    }

    private List<String> hits(String lookup, String value) {
        List<String> found = new ArrayList<>();
        site.store().forEachHit(lookup, value, site.store().beforeHits(lookup, value), (place, hit) -> {
            Optional.of(hit).filter(h -> h.endSequence().isEmpty()).ifPresent(h -> found.add(h.entityId()));
            return true;
        });
        return found;
    }

    private int places(byte kind) {
        return placesOf(kind).size();
    }

    private List<Bytes> placesOf(byte kind) {
        List<Bytes> places = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = site.bytes().all()) {
            all.forEachRemaining(entry -> places.add(entry.key));
        }
        return places.stream().filter(place -> place.get()[0] == kind).toList();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
