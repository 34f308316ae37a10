package org.dataembassy.ledger.testkit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.DataKeySession;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.crypto.SigningKey;

/**
 * A writer without Kafka: seals blocks of one registry, partition by partition, and keeps the heads. Two of them with the
 * same keys are what a fork takes. Not thread-safe.
 */
public final class TestWriter {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final String registry;
    private final SigningKey signingKey;
    private final SecureRandom random;
    private final BlockSealer sealer;
    private final Map<Integer, Head> heads = new HashMap<>();
    private long sealed;

    /** @param encrypted whether bodies are encrypted to the country's recipients */
    public TestWriter(
            TestTrust trust, BlockSealer.Identity identity, SigningKey signingKey, boolean encrypted, long seed) {
        this.registry = identity.registry();
        this.signingKey = signingKey;
        this.random = new SeededRandom(seed);
        Optional<DataKeySession> dataKeys = encrypted
                ? Optional.of(new DataKeySession(
                        identity.domain(), registry, identity.epochId(), trust.recipients(), 1 << 20, random))
                : Optional.empty();
        this.sealer = new BlockSealer(identity, signingKey, dataKeys, random);
    }

    /** The writer of {@code registry} at home in epoch 1, as the trust root has it. */
    public static TestWriter ofFirstEpoch(TestTrust trust, String registry, long seed) {
        boolean encrypted =
                !trust.genesis().root().registry(registry).orElseThrow().isPublic();
        return new TestWriter(
                trust,
                firstEpoch(trust, registry),
                trust.writer(registry, Site.HOME).blockKeys().get(0),
                encrypted,
                seed);
    }

    /** Epoch 1 of {@code registry}, which begins with the genesis. */
    public static BlockSealer.Identity firstEpoch(TestTrust trust, String registry) {
        return new BlockSealer.Identity(trust.domain(), registry, 1, trust.domain(), Site.HOME);
    }

    public SigningKey signingKey() {
        return signingKey;
    }

    public Head head(int partition) {
        return heads.getOrDefault(partition, Head.EMPTY);
    }

    /** Goes on from {@code head}, such as an earlier one (a fork) or a cut. */
    public TestWriter from(int partition, Head head) {
        heads.put(partition, head);
        return this;
    }

    /** Seals the next block of a partition with this many small events. */
    public BlockSealer.Sealed seal(int partition, int events) {
        return seal(partition, TestEvents.some(random, events, 64));
    }

    /** Seals the next block of a partition. */
    public BlockSealer.Sealed seal(int partition, List<byte[]> events) {
        Head head = head(partition);
        Instant now = BEGIN.plusMillis(sealed++);
        SchemaUse schema = TestEvents.schema();
        BlockSealer.Sealed block = sealer.seal(new BlockSealer.Request(
                new LedgerId(registry, partition),
                head,
                events,
                List.of(
                        head.nextBlockIndex() == 0
                                ? schema
                                : new SchemaUse(schema.id(), schema.fingerprint(), Optional.empty())),
                now,
                now.plusNanos(1000L * (events.size() - 1)),
                now.plusMillis(20),
                List.of(new BlockPlace(partition, head.nextBlockIndex())),
                new TreeMap<>(Map.of("outbox", sealed))));
        heads.put(partition, block.after());
        return block;
    }

    /** What a record of the ledger's topic has as value; the Schema Registry id in it is nobody's concern. */
    public static byte[] value(BlockSealer.Sealed sealed) {
        return sealed.block().encode(77);
    }

    /** A digest of nothing that exists. */
    public static Digest strangeDigest() {
        return Digest.sha256(new byte[] {42});
    }
}
