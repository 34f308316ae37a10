package org.dataembassy.site.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of every kind of entry are history: a change is a new format beside the old. */
final class StoreEntriesTest {
    private static final Instant AT = Instant.parse("2026-02-03T04:05:06.000007Z");
    private static final Digest LEAF = Digest.sha256(new byte[] {1});
    private static final Location LOCATION = new Location("home.registry.population", 12345);

    /** An entry, and how its bytes are read and written again. */
    record Sample(String name, byte[] encoded, Function<byte[], byte[]> again) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        Head head = Head.EMPTY
                .after(LEAF, 4)
                .after(Digest.sha256(new byte[] {2}), 1)
                .after(LEAF, 3);
        HeadEntry moved = HeadEntry.empty(Digest.sha256(new byte[] {9}))
                .moved(head, new HeadEntry.LastBlock(2, LEAF, LEAF, AT, AT.plusMillis(20)));
        List<EventPosition> positions =
                List.of(new EventPosition(3, 1, AT), new EventPosition(300, 200, AT.plusSeconds(1)));
        return Stream.of(
                new Sample(
                        "head-empty",
                        HeadEntry.empty(LEAF).encode(),
                        b -> HeadEntry.decode(b).encode()),
                new Sample("head", moved.encode(), b -> HeadEntry.decode(b).encode()),
                new Sample(
                        "head-halted",
                        moved.halted(Optional.of(new Halt(HaltReason.BLOCKS_MISSING, "blocks 3 to 4", AT)))
                                .encode(),
                        b -> HeadEntry.decode(b).encode()),
                new Sample(
                        "head-rebuilding",
                        moved.rebuilding(new Rebuild(Rebuild.Stage.READING, "it was older", AT))
                                .written(77, MultisetHash.of(LEAF.bytes()))
                                .encode(),
                        b -> HeadEntry.decode(b).encode()),
                new Sample(
                        "parked",
                        new ParkedEntry(5, 900, OptionalLong.of(17), "GAP", AT).encode(),
                        b -> ParkedEntry.decode(b).encode()),
                new Sample(
                        "parked-unexplained",
                        new ParkedEntry(5, 5, OptionalLong.empty(), "UNKNOWN_EPOCH", AT).encode(),
                        b -> ParkedEntry.decode(b).encode()),
                new Sample(
                        "block",
                        new BlockEntry(LEAF, 1, LOCATION, 77, 1000, AT).encode(),
                        b -> BlockEntry.decode(b).encode()),
                new Sample(
                        "entity",
                        new EntityEntry("38001085718", 66, positions, List.of(3L, 65L), new byte[] {4, 5}).encode(),
                        b -> EntityEntry.decode(b).encode()),
                new Sample(
                        "positions",
                        EventPosition.encodeChunk(positions),
                        b -> EventPosition.encodeChunk(EventPosition.decodeChunk(b))),
                new Sample(
                        "part",
                        new PartEntry("text", new byte[] {6, 7}).encode(),
                        b -> PartEntry.decode(b).encode()),
                new Sample(
                        "lookup",
                        new LookupHit("name", "Tamm", "38001085718", 3, OptionalLong.empty()).encode(),
                        b -> LookupHit.decode(b).encode()),
                new Sample("lookup-ended", LookupHit.encodeEnd(9), b -> LookupHit.encodeEnd(LookupHit.decodeEnd(b))),
                new Sample(
                        "evidence",
                        new EvidenceEntry(
                                        "EQUIVOCATION_OTHER_LEAF",
                                        "detail",
                                        AT,
                                        List.of(new EvidenceEntry.Witness(LOCATION, new byte[] {1}, new byte[] {2, 3})))
                                .encode(),
                        b -> EvidenceEntry.decode(b).encode()),
                new Sample(
                        "quarantine",
                        new QuarantineEntry(
                                        new TreeMap<>(java.util.Map.of("BAD_SIGNATURE", 3L)),
                                        List.of(new QuarantineEntry.Refusal(LOCATION, "BAD_SIGNATURE", "detail", AT)))
                                .encode(),
                        b -> QuarantineEntry.decode(b).encode()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEntryHasTheBytesThatItAlwaysHad(Sample sample) throws IOException {
        String golden = golden().getProperty(sample.name);
        assertThat(HexFormat.of().formatHex(sample.encoded)).isEqualTo(golden);
        assertThat(sample.again.apply(HexFormat.of().parseHex(golden))).isEqualTo(sample.encoded);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEntryThatIsCutOrTooLongOrOfAnotherFormatIsRefused(Sample sample) {
        byte[] longer = Arrays.copyOf(sample.encoded, sample.encoded.length + 1);
        byte[] other = sample.encoded.clone();
        other[0]++;
        List<byte[]> wrong = new ArrayList<>(List.of(longer, other));
        for (int length = 0; length < sample.encoded.length; length++) {
            wrong.add(Arrays.copyOf(sample.encoded, length));
        }
        for (byte[] bytes : wrong) {
            assertThatThrownBy(() -> sample.again.apply(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void onlyTheLastRefusalsAreKept() {
        QuarantineEntry entry = QuarantineEntry.empty();
        for (int i = 0; i < 100; i++) {
            entry = entry.with(new QuarantineEntry.Refusal(new Location("t", i), "BAD_SIGNATURE", "", AT));
        }
        assertThat(entry.counts()).containsEntry("BAD_SIGNATURE", 100L);
        assertThat(entry.last()).hasSize(QuarantineEntry.LAST);
        assertThat(entry.last().get(QuarantineEntry.LAST - 1).location().offset())
                .isEqualTo(99);
    }

    private static Properties golden() throws IOException {
        Properties golden = new Properties();
        try (InputStream in = StoreEntriesTest.class.getResourceAsStream("/golden/store-entries.properties")) {
            golden.load(in);
        }
        return golden;
    }
}
