package org.dataembassy.ledger.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.DataKey;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestEvents;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Test;

class BlockSealerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00.123456789Z");

    private final TestTrust trust = TestTrust.create(4, TestTrust.legislation(8), TestTrust.encrypted("population", 8));
    private final SigningKey signingKey =
            trust.writer("population", Site.HOME).blockKeys().get(0);
    private final BlockSealer.Identity identity = TestWriter.firstEpoch(trust, "population");

    private DataKeySession session(long maxSeals, long seed) {
        return new DataKeySession(
                trust.domain(),
                "population",
                trust.domain(),
                trust.recipients(),
                maxSeals,
                new SeededRandom(90_000 + seed));
    }

    private BlockSealer sealer(DataKeySession session) {
        return new BlockSealer(identity, signingKey, Optional.of(session), new SeededRandom(9));
    }

    private static BlockSealer.Request request(int partition, Head head, List<byte[]> events) {
        return new BlockSealer.Request(
                new LedgerId("population", partition),
                head,
                events,
                List.of(TestEvents.schema()),
                NOW,
                NOW,
                NOW,
                List.of(new BlockPlace(partition, head.nextBlockIndex())),
                new TreeMap<>());
    }

    private static List<byte[]> oneEvent(int bytes) {
        return TestEvents.some(new Random(bytes), 1, bytes);
    }

    @Test
    void anEventOfTheLargestSizeThatDoesNotCompressGoesThroughWhole() throws Exception {
        byte[] event = new byte[BlockLimits.MAX_EVENT_BYTES];
        new Random(1).nextBytes(event);
        System.arraycopy(TestEvents.one(new Random(2), 5), 0, event, 0, 5);
        DataKeySession session = session(10, 1);
        BlockSealer.Request request = new BlockSealer.Request(
                new LedgerId("population", 0),
                Head.EMPTY,
                List.of(event),
                List.of(TestEvents.schema(), SchemaUse.withText(2, "x".repeat(500 * 1024))),
                NOW,
                NOW,
                NOW,
                List.of(new BlockPlace(0, 0)),
                new TreeMap<>());

        BlockSealer.Sealed sealed = sealer(session).seal(request);
        byte[] value = sealed.block().encode(1);

        assertThat(value.length).isLessThan(BlockLimits.MAX_ENCODED_BYTES);
        DataKey dataKey = unwrap(sealed.header());
        OpenedBlock opened = BlockOpener.open(SealedBlock.decode(value), sealed.header(), id -> Optional.of(dataKey));
        assertThat(opened.events().get(0)).isEqualTo(event);
    }

    @Test
    void aLargerEventIsAProblemThatSaysSo() {
        byte[] event = new byte[BlockLimits.MAX_EVENT_BYTES + 1];

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> request(0, Head.EMPTY, List.of(event)))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.EVENT_TOO_LARGE))
                .withMessageContaining("population/0#0");
    }

    @Test
    void eventsThatAreTooManyBytesTogetherAreRefused() {
        List<byte[]> events = TestEvents.some(new Random(1), 3, 2 * 1024 * 1024);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> sealer(session(10, 2)).seal(request(0, Head.EMPTY, events)))
                .withMessageContaining("several blocks");
    }

    @Test
    void theGrantIsInTheFirstBlockOfEachPartitionUnderADataKey() {
        DataKeySession session = session(1000, 3);
        BlockSealer sealer = sealer(session);
        BlockSealer.Sealed first = sealer.seal(request(0, Head.EMPTY, oneEvent(50)));
        BlockSealer.Sealed second = sealer.seal(request(0, first.after(), oneEvent(51)));
        BlockSealer.Sealed other = sealer.seal(request(1, Head.EMPTY, oneEvent(52)));
        session.rotate();
        BlockSealer.Sealed rotated = sealer.seal(request(0, second.after(), oneEvent(53)));

        assertThat(first.header().keyGrant()).isPresent();
        assertThat(second.header().keyGrant()).isEmpty();
        assertThat(other.header().keyGrant()).isEqualTo(first.header().keyGrant());
        assertThat(rotated.header().keyGrant()).isPresent();
        assertThat(rotated.header().dataKeyId()).isNotEqualTo(first.header().dataKeyId());
    }

    @Test
    void aDataKeyIsReplacedAfterItsNumberOfSeals() {
        DataKeySession session = session(3, 4);
        BlockSealer sealer = sealer(session);
        Map<Digest, Integer> seals = new HashMap<>();
        Head head = Head.EMPTY;
        for (int i = 0; i < 10; i++) {
            BlockSealer.Sealed sealed = sealer.seal(request(0, head, oneEvent(60 + i)));
            boolean first = seals.merge(sealed.header().dataKeyId().orElseThrow(), 1, Integer::sum) == 1;
            assertThat(sealed.header().keyGrant().isPresent()).isEqualTo(first);
            head = sealed.after();
        }

        assertThat(seals.values()).containsExactlyInAnyOrder(3, 3, 3, 1);
    }

    @Test
    void aSealThatFailsSpendsItsNonceAndKeepsTheGrantForTheNext() {
        DataKeySession session = session(1000, 5);
        BlockSealer sealer = sealer(session);
        List<byte[]> tooMany = TestEvents.some(new Random(1), 3, 2 * 1024 * 1024);

        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(request(0, Head.EMPTY, tooMany)));
        BlockSealer.Sealed sealed = sealer.seal(request(0, Head.EMPTY, oneEvent(50)));

        assertThat(sealed.header().nonce()).isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        assertThat(sealed.header().keyGrant()).isPresent();
    }

    @Test
    void manyThreadsNeverShareANonceAndEveryBlockOpens() throws Exception {
        DataKeySession session = session(50, 6);
        BlockSealer sealer = sealer(session);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<List<BlockSealer.Sealed>>> chains = new ArrayList<>();
        for (int p = 0; p < 8; p++) {
            int partition = p;
            chains.add(threads.submit(() -> {
                List<BlockSealer.Sealed> chain = new ArrayList<>();
                Head head = Head.EMPTY;
                for (int i = 0; i < 40; i++) {
                    chain.add(sealer.seal(request(partition, head, oneEvent(100))));
                    head = chain.get(i).after();
                }
                return chain;
            }));
        }
        Set<String> used = new HashSet<>();
        for (Future<List<BlockSealer.Sealed>> chain : chains) {
            Map<Digest, DataKey> dataKeys = new HashMap<>();
            for (BlockSealer.Sealed sealed : chain.get()) {
                BlockHeader header = sealed.header();
                if (header.keyGrant().isPresent()) {
                    dataKeys.put(header.dataKeyId().orElseThrow(), unwrap(header));
                }
                assertThat(used.add(header.dataKeyId().orElseThrow() + " "
                                + java.util.HexFormat.of().formatHex(header.nonce())))
                        .isTrue();
                BlockSignature.verify(signingKey.verifyingKey(), sealed.block());
                BlockOpener.open(sealed.block(), header, id -> Optional.ofNullable(dataKeys.get(id)));
            }
        }
        threads.shutdown();
        assertThat(used).hasSize(320);
    }

    @Test
    void requestsNeedNoOrderAndNoWholeMicroseconds() {
        BlockSealer.Request request = new BlockSealer.Request(
                new LedgerId("population", 1),
                Head.EMPTY,
                oneEvent(50),
                List.of(SchemaUse.withText(7, "{}"), TestEvents.schema()),
                NOW,
                NOW,
                NOW,
                List.of(new BlockPlace(2, 5), new BlockPlace(1, 0)),
                new TreeMap<>(Map.of("outbox", 5L)));

        BlockHeader header = sealer(session(10, 7)).seal(request).header();

        assertThat(header.sealedAt()).isEqualTo(Instant.parse("2026-11-22T01:00:00.123456Z"));
        assertThat(header.transaction()).containsExactly(new BlockPlace(1, 0), new BlockPlace(2, 5));
        assertThat(header.sources()).containsEntry("outbox", 5L);
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        BlockSealer sealer = sealer(session(10, 8));
        BlockSealer.Request right = request(0, Head.EMPTY, oneEvent(50));
        BlockSealer.Request elsewhere = new BlockSealer.Request(
                new LedgerId("land", 0),
                Head.EMPTY,
                right.events(),
                right.schemas(),
                NOW,
                NOW,
                NOW,
                right.transaction(),
                new TreeMap<>());
        BlockSealer.Request withoutItself = new BlockSealer.Request(
                right.ledger(),
                Head.EMPTY,
                right.events(),
                right.schemas(),
                NOW,
                NOW,
                NOW,
                List.of(new BlockPlace(1, 0)),
                new TreeMap<>());
        DataKeySession ofAnotherEpoch = new DataKeySession(
                trust.domain(), "population", Digest.sha256(), trust.recipients(), 10, new SeededRandom(1));

        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(elsewhere));
        assertThatIllegalArgumentException().isThrownBy(() -> sealer.seal(withoutItself));
        assertThatIllegalArgumentException().isThrownBy(() -> sealer(ofAnotherEpoch));
        assertThatIllegalArgumentException().isThrownBy(() -> session(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> session((1L << 32) + 1, 1));
    }

    private DataKey unwrap(BlockHeader header) throws Exception {
        return header.keyGrant()
                .orElseThrow()
                .unwrap(
                        trust.embassy().recipient(),
                        header.domain(),
                        header.ledger().registry(),
                        header.epochId())
                .orElseThrow();
    }
}
