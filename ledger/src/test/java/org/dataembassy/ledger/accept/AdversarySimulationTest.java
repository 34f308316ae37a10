package org.dataembassy.ledger.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.testkit.Delivery;
import org.dataembassy.ledger.testkit.HeaderForge;
import org.dataembassy.ledger.testkit.ModelReceiver;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.wire.Sha256;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An adversary who owns the carriers puts anything between the true blocks. Without the signing key nothing of it counts:
 * the same head as without him. With the signing key he can halt a partition, and leaves the evidence.
 */
class AdversarySimulationTest {
    private static final String REGISTRY = "population";
    private static final int BLOCKS = 40;

    private static final Set<Reason> MAY_BE_RAISED_BY_CARRIERS = EnumSet.of(
            Reason.MALFORMED_BLOCK,
            Reason.UNKNOWN_FORMAT,
            Reason.MALFORMED_HEADER,
            Reason.WRONG_DOMAIN,
            Reason.WRONG_REGISTRY,
            Reason.WRONG_PARTITION,
            Reason.WRONG_EPOCH_NUMBER,
            Reason.WRONG_SITE,
            Reason.BAD_SIGNATURE,
            Reason.UNKNOWN_SIGNING_KEY,
            Reason.SIGNING_KEY_NOT_VALID_HERE,
            Reason.BODY_DIGEST_MISMATCH);

    /** Everything that one seed decides. */
    private static final class Run {
        final long seed;
        final Random random;
        final TestTrust trust;
        final TestTrust otherCountry;
        final List<BlockSealer.Sealed> sealed = new ArrayList<>();
        final List<byte[]> blocks = new ArrayList<>();
        final List<byte[]> otherPartition = new ArrayList<>();
        final Head clean;

        Run(long seed) {
            System.out.printf("adversary, seed %d%n", seed);
            this.seed = seed;
            this.random = new Random(seed);
            TestTrust trust = TestTrust.create(seed, TestTrust.encrypted(REGISTRY, 2), TestTrust.encrypted("land", 2));
            this.trust = trust;
            this.otherCountry = TestTrust.create(
                    seed + 1_000_000, TestTrust.encrypted(REGISTRY, 2), TestTrust.encrypted("land", 2));
            TestWriter writer = TestWriter.ofFirstEpoch(trust, REGISTRY, seed);
            for (int i = 0; i < BLOCKS; i++) {
                BlockSealer.Sealed block = writer.seal(0, 1 + random.nextInt(5));
                sealed.add(block);
                blocks.add(TestWriter.value(block));
                otherPartition.add(TestWriter.value(writer.seal(1, 1)));
            }
            this.clean = writer.head(0);
        }

        SigningKey signingKey() {
            return trust.writer(REGISTRY, Site.HOME).blockKeys().get(0);
        }

        ModelReceiver receive(List<List<byte[]>> sources) {
            ModelReceiver receiver = new ModelReceiver(
                    new LedgerId(REGISTRY, 0),
                    trust.view(),
                    Optional.of(trust.embassy().recipient()));
            new Delivery(seed).deliver(sources, receiver);
            return receiver;
        }

        /** Something that takes no signing key of this registry. */
        byte[] forgery() {
            BlockSealer.Sealed victim = sealed.get(random.nextInt(BLOCKS));
            SealedBlock block = victim.block();
            return switch (random.nextInt(10)) {
                case 0 -> flipped(blocks.get(random.nextInt(BLOCKS)), 5);
                case 1 -> new SealedBlock(flipped(block.header(), 0), block.signature(), block.body()).encode(1);
                case 2 -> new SealedBlock(block.header(), flipped(block.signature(), 0), block.body()).encode(1);
                case 3 -> new SealedBlock(block.header(), block.signature(), flipped(block.body(), 0)).encode(1);
                case 4 -> otherPartition.get(random.nextInt(BLOCKS));
                case 5 ->
                    TestWriter.value(TestWriter.ofFirstEpoch(otherCountry, REGISTRY, random.nextLong())
                            .from(0, victim.after())
                            .seal(0, 1));
                case 6 -> blocks.get(random.nextInt(BLOCKS));
                case 7 -> bySomebodyElse(block).encode(1);
                case 8 ->
                    HeaderForge.unsigned(block, h -> h.setFirstSequence(h.getFirstSequence() + 1))
                            .encode(1);
                default -> {
                    byte[] noise = new byte[random.nextInt(600)];
                    random.nextBytes(noise);
                    yield noise;
                }
            };
        }

        private SealedBlock bySomebodyElse(SealedBlock block) {
            SigningKey other = random.nextBoolean()
                    ? trust.writer("land", Site.HOME).blockKeys().get(0)
                    : SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(random.nextLong()));
            return HeaderForge.resigned(block, other, h -> {
                h.setSigningKeyId(new Sha256(other.verifyingKey().keyId().bytes()));
                h.setEventsRoot(new Sha256(TestWriter.strangeDigest().bytes()));
            });
        }

        private byte[] flipped(byte[] bytes, int from) {
            byte[] flipped = bytes.clone();
            flipped[from + random.nextInt(bytes.length - from)] ^= (byte) (1 << random.nextInt(8));
            return flipped;
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
    void withoutTheSigningKeyNothingIsBelieved(long seed) {
        withoutTheSigningKey(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void aForkByTheTrueSigningKeyHaltsThePartitionAndIsEvidence(long seed) {
        withTheSigningKey(seed);
    }

    @Tag("endurance")
    @Test
    void noSeedFindsAnythingElse() {
        for (long seed = 2000; seed < 2300; seed++) {
            withoutTheSigningKey(seed);
            withTheSigningKey(seed);
        }
    }

    private static void withoutTheSigningKey(long seed) {
        Run run = new Run(seed);
        List<byte[]> dirty = new Delivery(seed).source(run.blocks);
        for (int i = 0; i < 3 * BLOCKS; i++) {
            dirty.add(run.random.nextInt(dirty.size() + 1), run.forgery());
        }
        List<byte[]> courier = new Delivery(seed + 1).lossySource(run.blocks);

        ModelReceiver receiver = run.receive(List.of(dirty, courier));

        assertThat(receiver.isHalted()).as("seed %d", seed).isFalse();
        assertThat(receiver.head()).as("seed %d", seed).isEqualTo(run.clean);
        assertThat(receiver.raised())
                .as("seed %d", seed)
                .isNotEmpty()
                .allMatch(judgement -> MAY_BE_RAISED_BY_CARRIERS.contains(judgement.reason()));
    }

    private static void withTheSigningKey(long seed) {
        Run run = new Run(seed);
        int at = run.random.nextInt(BLOCKS - 1);
        Head below = at == 0 ? Head.EMPTY : run.sealed.get(at - 1).after();
        byte[] fork = TestWriter.value(TestWriter.ofFirstEpoch(run.trust, REGISTRY, seed + 77)
                .from(0, below)
                .seal(0, 1));
        List<byte[]> dirty = new ArrayList<>(run.blocks);
        dirty.add(run.random.nextInt(dirty.size() + 1), fork);

        ModelReceiver receiver = run.receive(List.of(dirty));

        assertThat(receiver.isHalted()).as("seed %d", seed).isTrue();
        assertThat(receiver.raised())
                .as("seed %d", seed)
                .hasSize(1)
                .allMatch(judgement -> judgement instanceof Judgement.Equivocation);
        for (int i = 0; i < Math.min(at, receiver.head().nextBlockIndex()); i++) {
            assertThat(receiver.leafAt(i)).isEqualTo(run.sealed.get(i).leaf());
        }
    }
}
