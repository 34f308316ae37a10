package org.dataembassy.site.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.utils.Bytes;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.keys.StoreKey;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.site.testkit.Entries;
import org.dataembassy.site.testkit.MapStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sum over a store's entries, its arithmetic, and that it follows every change. Seeds are in the names. */
final class MultisetHashTest {
    private static final LedgerId LEDGER = new LedgerId("population", 3);
    private static final Instant AT = Instant.parse("2026-02-03T04:05:06.000007Z");
    private static final HeadEntry HEAD = HeadEntry.empty(Digest.sha256());

    private final MapStore bytes = new MapStore();
    private WritableLedgerStore store = new WritableLedgerStore(bytes, secrets(LEDGER));
    private int hits;
    private int ended;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sumsAreThoseOfNumbersModuloTwoToThe256(long seed) {
        Random random = new Random(seed);
        BigInteger modulus = BigInteger.ONE.shiftLeft(256);
        for (int i = 0; i < 2_000; i++) {
            BigInteger a = number(random);
            BigInteger b = number(random);
            assertThat(new BigInteger(1, hash(a).plus(hash(b)).revealBytes()))
                    .isEqualTo(a.add(b).mod(modulus));
            assertThat(new BigInteger(1, hash(a).minus(hash(b)).revealBytes()))
                    .isEqualTo(a.subtract(b).mod(modulus));
        }
    }

    /** With many runs of ones and zeros, where carries go wrong. */
    private static BigInteger number(Random random) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : random.nextBoolean() ? 0xFF : 0);
        }
        return new BigInteger(1, bytes);
    }

    private static MultisetHash hash(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        for (int i = 1; i <= Math.min(32, bytes.length); i++) {
            fixed[32 - i] = bytes[bytes.length - i];
        }
        return MultisetHash.of(fixed);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5, 6})
    void overALongRunOfOperationsTheSumIsThatOfAFreshPass(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(20) == 0) {
                StoreBatch batch = store.batch();
                Set<String> written = new HashSet<>();
                for (int j = random.nextInt(30); j >= 0; j--) {
                    operate(batch, random, written::add);
                }
                batch.putHead(HEAD);
                if (random.nextInt(4) > 0) {
                    batch.apply(); // else it is thrown away, as of a block that can't be stored
                }
            } else {
                operate(store, random, always());
            }
            if (random.nextInt(10) == 0) {
                store.putHead(HEAD);
            }
            if (random.nextInt(300) == 0) {
                store.putHead(HEAD);
                reopen();
            }
        }
        store.putHead(HEAD);
        assertThat(complaint()).isEmpty();
        assertThat(bytes.entries()).hasSizeGreaterThan(20);
        assertThat(store.isUnsettled()).isFalse();
    }

    /** A process that goes on where another was. */
    private void reopen() {
        store = new WritableLedgerStore(bytes, secrets(LEDGER));
        store.goOnFrom(store.head());
    }

    /** @param mayReplace whether a place that was read may be written over: in a batch, once */
    private void operate(WritableLedgerStore on, Random random, Predicate<String> mayReplace) {
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                String id = "e" + random.nextInt(40);
                EntityEntry entity = new EntityEntry(
                        id,
                        1,
                        List.of(new EventPosition(random.nextInt(9), 1, AT)),
                        List.of(),
                        new byte[random.nextInt(50)]);
                if (mayReplace.test(id)) {
                    Entries.put(on, entity);
                }
            }
            case 3 -> on.putPart(on.name("e" + random.nextInt(40)), "text", new byte[random.nextInt(90)]);
            case 4 ->
                on.putParked(
                        "t" + random.nextInt(3),
                        new ParkedEntry(1, 2 + random.nextInt(9), OptionalLong.empty(), "GAP", AT));
            case 5 -> on.deleteParked("t" + random.nextInt(3));
            case 7 -> Entries.put(on, hit(++hits, OptionalLong.empty()));
            case 8 -> {
                if (ended < hits) {
                    LookupHit hit = hit(++ended, OptionalLong.of(random.nextInt(99)));
                    on.putHit(on.name(hit.entityId()), hit);
                }
            }
            case 6 -> on.putRefused("t" + random.nextInt(3), random.nextInt(20));
            default -> on.deleteRefusedBelow("t" + random.nextInt(3), random.nextInt(20));
        }
    }

    private static Predicate<String> always() {
        return place -> true;
    }

    @Test
    void aBatchRefusesToWriteTwiceOverWhatWasReadOnce() {
        StoreBatch batch = store.batch();
        Entries.put(batch, hit(1, OptionalLong.empty()));
        assertThatThrownBy(() -> Entries.put(batch, hit(1, OptionalLong.empty())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kind 06");
    }

    private static LookupHit hit(int entity, OptionalLong end) {
        return new LookupHit("name", "Tamm", "h" + entity, entity, end);
    }

    @Test
    void whatIsSaidToBeTheFirstOfItsPlaceAndIsNotIsFoundAtTheNextStart() {
        // given
        Entries.put(store, hit(1, OptionalLong.empty()));
        store.putHead(HEAD);
        assertThat(complaint()).isEmpty();
        // when
        StoreBatch batch = store.batch();
        Entries.put(batch, hit(1, OptionalLong.empty()));
        batch.putHead(HEAD);
        batch.apply();
        // then
        assertThat(complaint()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void theOrderOfOperationsDoesNotMatter(long seed) {
        // given
        Random random = new Random(seed);
        List<Bytes> places = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            operate(store, random, always());
        }
        bytes.entries().forEach((place, value) -> places.add(place));
        // when
        MultisetHash sum = MultisetHash.EMPTY;
        Collections.shuffle(places, random);
        for (Bytes place : places) {
            sum = sum.plus(secrets(LEDGER).term(place.get(), bytes.get(place)));
        }
        // then
        assertThat(sum).isEqualTo(store.entriesHash());
        places.forEach(place -> store.erase(place));
        assertThat(bytes.entries()).isEmpty();
    }

    @Test
    void everyKindOfChangeIsFound() {
        // given
        Random random = new Random(9);
        for (int i = 0; i < 300; i++) {
            operate(store, random, always());
        }
        EntityEntry older = new EntityEntry("x", 1, List.of(new EventPosition(1, 1, AT)), List.of(), new byte[] {1});
        Entries.put(store, older);
        Bytes place = Bytes.wrap(StoreLayout.entity(store.secrets().blind("x")));
        byte[] before = bytes.get(place);
        Entries.put(
                store,
                new EntityEntry(
                        "x",
                        2,
                        List.of(new EventPosition(1, 1, AT), new EventPosition(2, 1, AT)),
                        List.of(),
                        new byte[] {2}));
        store.putHead(HEAD);
        TreeMap<Bytes, byte[]> good = new TreeMap<>(bytes.entries());
        Bytes other = good.higherKey(place);
        Bytes foreign = Bytes.wrap(StoreLayout.entity(new byte[16]));
        assertThat(complaint()).isEmpty();
        // when, then
        assertFound(good, "an older value put back", () -> bytes.put(place, before));
        assertFound(good, "a deleted one", () -> bytes.put(place, null));
        assertFound(good, "two swapped", () -> {
            bytes.put(place, good.get(other));
            bytes.put(other, good.get(place));
        });
        assertFound(good, "one copied to another place", () -> bytes.put(foreign, good.get(place)));
        assertFound(good, "an inserted one", () -> bytes.put(foreign, new byte[] {1}));
        assertFound(good, "an inserted one with an empty place", () -> bytes.put(Bytes.wrap(new byte[0]), new byte[1]));
        for (int bit = 0; bit < before.length * 8; bit += 13) {
            int at = bit;
            assertFound(good, "bit " + bit, () -> {
                byte[] flipped = good.get(place).clone();
                flipped[at / 8] ^= (byte) (1 << at % 8);
                bytes.put(place, flipped);
            });
        }
        assertFound(good, "no head", () -> bytes.put(Bytes.wrap(new byte[] {0}), null));
    }

    private void assertFound(TreeMap<Bytes, byte[]> good, String what, Runnable change) {
        bytes.entries().clear();
        bytes.entries().putAll(good);
        change.run();
        assertThat(complaint()).as(what).isPresent();
        // A write beside it in the meantime doesn't hide it.
        reopen();
        store.putRefused("elsewhere", 1);
        store.putHead(HEAD);
        assertThat(complaint()).as(what + ", and a write").isPresent();
    }

    @Test
    void theSumsOfTwoPartitionsAreNotComparable() {
        byte[] place = StoreLayout.block(1);
        assertThat(secrets(LEDGER).term(place, place))
                .isNotEqualTo(secrets(new LedgerId("population", 4)).term(place, place))
                .isNotEqualTo(secrets(new LedgerId("health", 3)).term(place, place));
        // and where a place ends is part of it
        assertThat(secrets(LEDGER).term(new byte[] {1, 2}, new byte[] {3}))
                .isNotEqualTo(secrets(LEDGER).term(new byte[] {1}, new byte[] {2, 3}));
    }

    private Optional<String> complaint() {
        try (StoreCheck check = store.check()) {
            while (!check.go(7)) {
                assertThat(check.entries()).isPositive();
            }
            return check.complaint();
        }
    }

    private static StoreSecrets secrets(LedgerId ledger) {
        return new StoreSecrets(StoreKey.generate(new SeededRandom(1)), ledger, new SecureRandom());
    }
}
