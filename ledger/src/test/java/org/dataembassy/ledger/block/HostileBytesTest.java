package org.dataembassy.ledger.block;

import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestEvents;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the bytes, a decoder gives a value or its declared exception, has allocated no more than the input justifies,
 * and takes one encoding only for each value.
 */
class HostileBytesTest {
    private static final int ROUNDS = 3_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A decoder under attack: throws nothing but MalformedBlockException, and says how to encode what it has read. */
    private interface Decoder {
        byte[] decodeAndEncodeAgain(byte[] bytes) throws MalformedBlockException;
    }

    private static byte[] value() {
        return TestWriter.value(
                TestWriter.ofFirstEpoch(TestTrust.create(6), "legislation", 6).seal(0, 3));
    }

    private static byte[] body() {
        PlainBody body = new PlainBody(
                EventSecret.generate(new SeededRandom(1)),
                List.of(TestEvents.schema()),
                TestEvents.some(new Random(1), 5, 40));
        return body.encode().toBytes();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {51, 52, 53})
    void noBytesBreakADecoder(long seed) {
        everyDecoder(seed, ROUNDS);
    }

    @Tag("endurance")
    @Test
    void noBytesBreakADecoderForLong() {
        everyDecoder(System.nanoTime(), 2_000_000);
    }

    private static void everyDecoder(long seed, int rounds) {
        System.out.printf("hostile bytes, seed %d%n", seed);
        attack(
                seed,
                rounds,
                SampleHeader.encrypted().encode(),
                400_000,
                bytes -> BlockHeader.decode(bytes).encode());
        attack(
                seed,
                rounds,
                SampleHeader.firstAndPublic().encode(),
                400_000,
                bytes -> BlockHeader.decode(bytes).encode());
        attack(
                seed,
                rounds,
                value(),
                100_000,
                bytes -> SealedBlock.decode(bytes).encode(ByteBuffer.wrap(bytes).getInt(1)));
        attack(
                seed,
                rounds,
                body(),
                700_000,
                bytes -> PlainBody.decode(bytes).encode().toBytes());
        byte[] stored = StoredBody.encodePublic(PlainBodyOf.bytes(body()), BlockHeader.Compression.ZSTD);
        attack(seed, rounds / 4, stored, BlockLimits.MAX_PLAIN_BODY_BYTES + 1_500_000, bytes -> {
            StoredBody.decodePublic(bytes, BlockHeader.Compression.ZSTD);
            return bytes;
        });
    }

    private static final class PlainBodyOf {
        static PlainBody bytes(byte[] plain) {
            try {
                return PlainBody.decode(plain);
            } catch (MalformedBlockException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void attack(long seed, int rounds, byte[] clean, long mayAllocate, Decoder decoder) {
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            byte[] bytes = mutated(random, clean);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                byte[] again = decoder.decodeAndEncodeAgain(bytes);
                if (!Arrays.equals(again, bytes)) {
                    fail("seed %d round %d: two encodings of one value", seed, round);
                }
            } catch (MalformedBlockException e) {
                assertNamesWhatIsWrong(e);
            }
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
            if (allocated > mayAllocate) {
                fail("seed %d round %d: %d bytes allocated", seed, round, allocated);
            }
        }
    }

    private static void assertNamesWhatIsWrong(MalformedBlockException e) {
        if (!e.getMessage().contains("expected") && !e.getMessage().contains("decompress")) {
            fail("a message that does not say what was expected: " + e.getMessage());
        }
    }

    private static byte[] mutated(Random random, byte[] clean) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = clean.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
                case 3 -> {
                    // A very long length, wherever it hits.
                    for (int j = at; j < Math.min(bytes.length, at + 4); j++) {
                        bytes[j] = (byte) 0xff;
                    }
                }
                default -> bytes = inserted(bytes, at, (byte) random.nextInt(256));
            }
        }
        return bytes;
    }

    private static byte[] inserted(byte[] bytes, int at, byte value) {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 0, at);
        longer[at] = value;
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
    }

    @Test
    void noTwoHeadersThatDifferInOneBitMeanTheSame() {
        byte[] clean = SampleHeader.firstAndPublic().encode();
        for (int bit = 0; bit < 8 * clean.length; bit++) {
            byte[] flipped = clean.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                if (Arrays.equals(BlockHeader.decode(flipped).encode(), clean)) {
                    fail("bit %d does not count", bit);
                }
            } catch (MalformedBlockException e) {
                assertNamesWhatIsWrong(e);
            }
        }
    }
}
