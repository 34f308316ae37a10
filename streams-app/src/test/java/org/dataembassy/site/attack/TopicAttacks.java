package org.dataembassy.site.attack;

import static org.dataembassy.site.attack.TopicAttack.halting;
import static org.dataembassy.site.attack.TopicAttack.undecidable;
import static org.dataembassy.site.attack.TopicAttack.vain;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.accept.Reason;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.testkit.HeaderForge;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.wire.BlockHeader;
import org.dataembassy.wire.BlockPlace;
import org.dataembassy.wire.KeyGrant;
import org.dataembassy.wire.Sha256;

/**
 * What the owner of brokers, disks or the network does to the blocks on a topic, and what a thief of a signing key, of a
 * site key or an official's key adds to that. After the first true blocks comes the attack, then the rest of them.
 */
final class TopicAttacks {
    private static final int CLEAN = 2;

    private final List<TopicAttack> all = new ArrayList<>();
    private final Random random;
    private final SigningKey stolen;
    private final SigningKey siteKey;
    private final SigningKey official;
    private final Ground elsewhere;

    /**
     * @param seed for the bytes that are flipped
     * @param stolen the registry's signing key, with which its true blocks are signed
     * @param elsewhere another partition with its true blocks
     */
    TopicAttacks(long seed, SigningKey stolen, SigningKey siteKey, SigningKey official, Ground elsewhere) {
        this.random = new Random(seed);
        this.stolen = stolen;
        this.siteKey = siteKey;
        this.official = official;
        this.elsewhere = elsewhere;
        blocks();
        headers();
        bodies();
        signatures();
        keyGrants();
        stolenSigningKey();
        otherKeys();
    }

    List<TopicAttack> all() {
        return List.copyOf(all);
    }

    private void blocks() {
        all.add(halting(
                "a block is changed and the true one never comes",
                CLEAN,
                g -> {
                    for (int i = 0; i < 8; i++) {
                        g.put(flipped(g.value(2), anywhere(g.value(2).length)));
                    }
                    g.mirrorFrom(3);
                },
                2,
                g -> g.courier(2)));
        thenTrue("a block is changed and the true one comes after it", g -> g.put(flipped(g.value(2), 300)));
        all.add(halting("a block is dropped", CLEAN, g -> g.mirrorFrom(3), 2, g -> g.courier(2)));
        all.add(halting("two blocks apart are dropped", CLEAN, g -> g.mirror(3, 5), 2, g -> g.courier(2, 4)));
        thenTrue(
                "a block of a stranger is inserted",
                g -> g.put(by(SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(5)), g.block(2))),
                Reason.UNKNOWN_SIGNING_KEY);
        thenTrue(
                "records that are no blocks are inserted",
                g -> {
                    g.put(new byte[0]);
                    g.put(new byte[100]);
                    g.put(new byte[] {0, 0, 0, 0, 1, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f});
                },
                Reason.MALFORMED_BLOCK);
        all.add(vain("blocks are reordered", CLEAN, g -> g.mirror(5, 3, 4, 2)));
        all.add(vain("blocks are replayed", CLEAN, g -> g.mirror(0, 1, 2, 2, 1, 3, 0, 4, 4, 5, 3, 5)));
        thenTrue(
                "a block is moved here from another partition", g -> g.put(elsewhere.block(2)), Reason.WRONG_PARTITION);
        thenTrue("a block's record is truncated", g -> g.put(Arrays.copyOf(g.value(2), 400)), Reason.MALFORMED_BLOCK);
        thenTrue(
                "a history is forked by a stranger",
                g -> g.put(HeaderForge.unsigned(g.block(1), h -> h.setEventsRoot(strange()))),
                Reason.BAD_SIGNATURE);
        all.add(vain("the topic is rolled back and goes on from there", CLEAN, g -> {
            g.mirror(2, 3, 4);
            g.mirror(1, 2, 3, 4, 5);
        }));
        all.add(halting(
                "a block is delayed beyond the time-out of a gap", CLEAN, g -> g.mirrorFrom(3), 2, g -> g.mirror(2)));
    }

    private void headers() {
        for (Change change : Change.values()) {
            thenTrue(change.sentence, g -> g.put(HeaderForge.unsigned(g.block(2), change.change)));
        }
        thenTrue(
                "a header is dropped",
                g -> g.put(new byte[0], g.block(2).signature(), g.block(2).body()));
        header("bytes are inserted into a header", header -> Arrays.copyOf(header, header.length + 3));
        header("a header is truncated", header -> Arrays.copyOf(header, header.length - 7));
        thenTrue(
                "two blocks' headers are exchanged",
                g -> {
                    g.put(
                            g.block(3).header(),
                            g.block(2).signature(),
                            g.block(2).body());
                    g.put(
                            g.block(2).header(),
                            g.block(3).signature(),
                            g.block(3).body());
                },
                Reason.BAD_SIGNATURE);
        thenTrue(
                "the header of an earlier block is replayed, with its signature",
                g -> g.put(
                        g.block(1).header(), g.block(1).signature(), g.block(2).body()));
        thenTrue(
                "the header of another partition's block is moved here",
                g -> g.put(
                        elsewhere.block(2).header(),
                        g.block(2).signature(),
                        g.block(2).body()),
                Reason.WRONG_PARTITION);
    }

    private void bodies() {
        body("a body is changed", body -> flipped(body, body.length / 2));
        thenTrue(
                "a body is dropped",
                g -> g.put(g.block(2).header(), g.block(2).signature(), new byte[0]),
                Reason.MALFORMED_BLOCK);
        body("bytes are inserted into a body", body -> Arrays.copyOf(body, body.length + 1));
        body("the halves of a body are reordered", TopicAttacks::halvesExchanged);
        body("a body is truncated", body -> Arrays.copyOf(body, body.length - 1));
        thenTrue(
                "the body of an earlier block is replayed",
                g -> g.put(
                        g.block(2).header(), g.block(2).signature(), g.block(1).body()),
                Reason.BODY_DIGEST_MISMATCH);
        thenTrue(
                "the body of another partition's block is moved here",
                g -> g.put(
                        g.block(2).header(),
                        g.block(2).signature(),
                        elsewhere.block(2).body()),
                Reason.BODY_DIGEST_MISMATCH);
        all.add(halting(
                "the body of a block that comes too early is changed",
                CLEAN,
                g -> {
                    SealedBlock block = g.block(3);
                    g.put(block.header(), block.signature(), flipped(block.body(), 20));
                    g.mirror(2, 4, 5);
                },
                3,
                g -> g.courier(3),
                Reason.BODY_DIGEST_MISMATCH));
    }

    private void signatures() {
        signature("a signature is changed", signature -> flipped(signature, 11));
        thenTrue(
                "a signature is dropped",
                g -> g.put(g.block(2).header(), new byte[0], g.block(2).body()),
                Reason.MALFORMED_BLOCK);
        signature("bytes are inserted into a signature", signature -> Arrays.copyOf(signature, signature.length + 1));
        signature("the halves of a signature are reordered", TopicAttacks::halvesExchanged);
        signature("a signature is truncated", signature -> Arrays.copyOf(signature, signature.length - 1));
        thenTrue(
                "the signature of an earlier block is replayed",
                g -> g.put(
                        g.block(2).header(), g.block(1).signature(), g.block(2).body()),
                Reason.BAD_SIGNATURE);
        thenTrue(
                "the signature of another partition's block is moved here",
                g -> g.put(
                        g.block(2).header(),
                        elsewhere.block(2).signature(),
                        g.block(2).body()),
                Reason.BAD_SIGNATURE);
    }

    private void keyGrants() {
        grant("a key grant is changed", (g, h) -> {
            ByteBuffer wrap = h.getKeyGrant().getWraps().get(0).getCiphertext();
            wrap.put(3, (byte) (wrap.get(3) ^ 1));
        });
        grant("a key grant is dropped", (g, h) -> h.setKeyGrant(null));
        grant("a wrap is inserted into a key grant", (g, h) -> h.getKeyGrant().setWraps(repeated(h.getKeyGrant())));
        grant(
                "the wraps of a key grant are reordered",
                (g, h) -> h.getKeyGrant().setWraps(reversed(h.getKeyGrant())));
        grant(
                "the key grant of another partition is moved here",
                (g, h) -> h.setKeyGrant(
                        HeaderForge.parse(elsewhere.block(0).header()).getKeyGrant()));
        grant(
                "a key grant is truncated",
                (g, h) -> h.getKeyGrant().setWraps(h.getKeyGrant().getWraps().subList(0, 1)));
        thenTrue(
                "a key grant is replayed in a later block",
                g -> g.put(HeaderForge.unsigned(
                        g.block(2),
                        h -> h.setKeyGrant(
                                HeaderForge.parse(elsewhere.block(0).header()).getKeyGrant()))));
    }

    private void stolenSigningKey() {
        all.add(undecidable(
                "a thief of the signing key forks the history below the head",
                CLEAN,
                g -> {
                    g.mirrorFrom(2);
                    g.put(g.forked(3).block());
                },
                6,
                Reason.EQUIVOCATION_OTHER_LEAF));
        all.add(undecidable(
                "a thief of the signing key goes on on top of another history",
                CLEAN,
                g -> {
                    g.mirror(2, 3);
                    g.put(resigned(g.block(4), h -> {
                        List<Sha256> frontier = new ArrayList<>(h.getFrontier());
                        frontier.set(0, strange());
                        h.setFrontier(frontier);
                    }));
                },
                4,
                Reason.EQUIVOCATION_OTHER_HISTORY));
        byThief(
                "numbers its events to hide some",
                h -> h.setFirstSequence(h.getFirstSequence() + 5),
                Reason.WRONG_SEQUENCE);
        byThief("claims another country", h -> h.setDomain(strange()), Reason.WRONG_DOMAIN);
        byThief("claims another registry", h -> h.setRegistry("land"), Reason.WRONG_REGISTRY);
        byThief(
                "moves a block to another partition",
                h -> {
                    h.setPartition(h.getPartition() + 1);
                    h.setTransaction(List.of(new BlockPlace(h.getPartition(), h.getBlockIndex())));
                },
                Reason.WRONG_PARTITION);
        byThief("claims an epoch that no mandate began", h -> h.setEpochId(strange()), Reason.UNKNOWN_EPOCH);
        byThief("claims a later epoch", h -> h.setEpoch(2), Reason.WRONG_EPOCH_NUMBER);
        byThief("claims the other site", h -> h.setSite("embassy"), Reason.WRONG_SITE);
        byThief("names a data key that was never granted", h -> h.setDataKeyId(strange()), Reason.UNKNOWN_DATA_KEY);
        byThief("names another body", h -> h.setBodyDigest(strange()), Reason.BODY_DIGEST_MISMATCH);
        byThief("names other events", h -> h.setEventsRoot(strange()), Reason.EVENTS_ROOT_MISMATCH);
        byThief("counts more events", h -> h.setEventCount(2), Reason.EVENT_COUNT_MISMATCH);
        thenTrue(
                "a thief of the signing key puts another body under it",
                g -> g.put(HeaderForge.withBody(g.block(2), g.block(1).body(), stolen, h -> {})),
                Reason.BODY_NOT_AUTHENTIC);
        thenTrueFromTheStart(
                "a thief of the signing key spoils a key grant",
                g -> g.put(HeaderForge.resigned(
                        g.block(0),
                        stolen,
                        h -> h.getKeyGrant().getWraps().forEach(wrap -> {
                            ByteBuffer ciphertext = wrap.getCiphertext();
                            ciphertext.put(3, (byte) (ciphertext.get(3) ^ 1));
                        }))),
                Reason.GRANT_UNREADABLE);
    }

    private void otherKeys() {
        thenTrue(
                "a thief of a site key signs a block", g -> g.put(by(siteKey, g.block(2))), Reason.UNKNOWN_SIGNING_KEY);
        thenTrue("an official signs a block", g -> g.put(by(official, g.block(2))), Reason.UNKNOWN_SIGNING_KEY);
    }

    private void thenTrue(String name, Consumer<Ground> act, Reason... seen) {
        all.add(vain(name, CLEAN, act.andThen(g -> g.mirrorFrom(CLEAN)), seen));
    }

    private void thenTrueFromTheStart(String name, Consumer<Ground> act, Reason... seen) {
        all.add(vain(name, 0, act.andThen(g -> g.mirrorFrom(0)), seen));
    }

    private void header(String name, UnaryOperator<byte[]> change) {
        thenTrue(
                name,
                g -> g.put(
                        change.apply(g.block(2).header()),
                        g.block(2).signature(),
                        g.block(2).body()));
    }

    private void body(String name, UnaryOperator<byte[]> change) {
        thenTrue(
                name,
                g -> g.put(
                        g.block(2).header(),
                        g.block(2).signature(),
                        change.apply(g.block(2).body())),
                Reason.BODY_DIGEST_MISMATCH);
    }

    private void signature(String name, UnaryOperator<byte[]> change) {
        thenTrue(
                name,
                g -> g.put(
                        g.block(2).header(),
                        change.apply(g.block(2).signature()),
                        g.block(2).body()),
                Reason.BAD_SIGNATURE);
    }

    private void grant(String name, GrantChange change) {
        thenTrueFromTheStart(name, g -> g.put(HeaderForge.unsigned(g.block(0), h -> change.on(g, h))));
    }

    private interface GrantChange {
        void on(Ground ground, BlockHeader header);
    }

    private void byThief(String what, Consumer<BlockHeader> change, Reason seen) {
        thenTrue("a thief of the signing key " + what, g -> g.put(resigned(g.block(2), change)), seen);
    }

    private SealedBlock resigned(SealedBlock block, Consumer<BlockHeader> change) {
        return HeaderForge.resigned(block, stolen, change);
    }

    private static SealedBlock by(SigningKey key, SealedBlock block) {
        return HeaderForge.resigned(
                block,
                key,
                h -> h.setSigningKeyId(new Sha256(key.verifyingKey().keyId().bytes())));
    }

    private static Sha256 strange() {
        Digest digest = TestWriter.strangeDigest();
        return new Sha256(digest.bytes());
    }

    private int anywhere(int length) {
        return random.nextInt(length);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        return changed;
    }

    private static byte[] halvesExchanged(byte[] bytes) {
        int half = bytes.length / 2;
        byte[] changed = new byte[bytes.length];
        System.arraycopy(bytes, half, changed, 0, bytes.length - half);
        System.arraycopy(bytes, 0, changed, bytes.length - half, half);
        return changed;
    }

    private static List<org.dataembassy.wire.WrappedKey> repeated(KeyGrant grant) {
        List<org.dataembassy.wire.WrappedKey> wraps = new ArrayList<>(grant.getWraps());
        wraps.add(wraps.get(0));
        return wraps;
    }

    private static List<org.dataembassy.wire.WrappedKey> reversed(KeyGrant grant) {
        List<org.dataembassy.wire.WrappedKey> wraps = new ArrayList<>(grant.getWraps());
        java.util.Collections.reverse(wraps);
        return wraps;
    }

    /** One field each. */
    private enum Change {
        EVENTS_ROOT("a header's root over its events is changed", h -> h.setEventsRoot(strange())),
        BODY_DIGEST("a header's digest of its body is changed", h -> h.setBodyDigest(strange())),
        BLOCK_INDEX("a header's place is changed", h -> h.setBlockIndex(0)),
        FIRST_SEQUENCE("a header's sequence is changed", h -> h.setFirstSequence(h.getFirstSequence() + 1)),
        SEALED_AT(
                "a header's time is changed", h -> h.setSealedAt(h.getSealedAt().plusSeconds(1))),
        SOURCES(
                "a header's sources are changed",
                h -> h.setSources(List.of(new org.dataembassy.wire.SourcePosition("outbox", 9L)))),
        SIGNING_KEY("the signing key that a header names is changed", h -> h.setSigningKeyId(strange()));

        private final String sentence;
        private final Consumer<BlockHeader> change;

        Change(String sentence, Consumer<BlockHeader> change) {
            this.sentence = sentence;
            this.change = change;
        }
    }
}
