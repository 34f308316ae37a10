package org.dataembassy.ledger.accept;

import static org.dataembassy.ledger.accept.Country.ACCEPTED;
import static org.dataembassy.ledger.accept.Country.PUBLIC;
import static org.dataembassy.ledger.accept.Country.SECRET;
import static org.dataembassy.ledger.testkit.TestWriter.strangeDigest;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockLimits;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.SealedBlock;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.Epoch;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.testkit.HeaderForge;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.wire.BlockHeader;
import org.dataembassy.wire.BlockPlace;
import org.dataembassy.wire.BodyCipher;
import org.dataembassy.wire.Compression;
import org.dataembassy.wire.KeyGrant;
import org.dataembassy.wire.Sha256;
import org.dataembassy.wire.SourcePosition;

/** What somebody who owns brokers, network, or even signing keys can put before acceptance. */
final class AttackCatalogue {
    private final Country country = new Country();
    private final List<Attack> attacks = new ArrayList<>();

    private AttackCatalogue() {
        clean();
        brokenRecords();
        brokenHeaders();
        misplaced();
        epochs();
        signatures();
        signingKeys();
        bodies();
        dataKeys();
        faultySigner();
        duplicates();
        equivocations();
        cuts();
        forkedTrustRoot();
    }

    static List<Attack> all() {
        return List.copyOf(new AttackCatalogue().attacks);
    }

    private void clean() {
        for (LedgerId ledger : List.of(PUBLIC, SECRET)) {
            accepted("the true next block of " + ledger, () -> country.judge(ledger, next(ledger)));
            accepted(
                    "the first block of " + ledger,
                    () -> country.judgeAt(
                            ledger, Head.EMPTY, country.view(), block(ledger, 0).encode(1)));
        }
        accepted("a block with another Schema Registry id before it", () -> {
            return country.judge(PUBLIC, next(PUBLIC).encode(-1));
        });
        accepted(
                "the last block before the cut of an ended epoch",
                () -> country.judge(
                        PUBLIC,
                        country.viewWithCut(PUBLIC, Map.of(1, country.headAt(PUBLIC, ACCEPTED + 1))),
                        next(PUBLIC)));
        accepted("the first block of a new epoch, on top of the cut", () -> {
            SealedBlock block = country.embassyWriter(SECRET)
                    .from(1, country.head(SECRET))
                    .seal(1, 2)
                    .block();
            return country.judge(SECRET, country.viewWithCut(SECRET, Map.of(1, country.head(SECRET))), block);
        });
        add(
                "a block two places on",
                Reason.GAP,
                Judgement.Gap.class,
                () -> country.judge(PUBLIC, block(PUBLIC, ACCEPTED + 1)));
        add(
                "a block two places on with a changed body, which is judged when it is its turn",
                Reason.GAP,
                Judgement.Gap.class,
                () -> {
                    SealedBlock block = block(SECRET, ACCEPTED + 1);
                    return country.judge(
                            SECRET, new SealedBlock(block.header(), block.signature(), flipped(block.body(), 9)));
                });
    }

    private void brokenRecords() {
        byte[] value = next(PUBLIC).encode(1);
        refusedValue("a record without a value", Reason.MALFORMED_BLOCK, null);
        refusedValue("an empty value", Reason.MALFORMED_BLOCK, new byte[0]);
        refusedValue("a value of five bytes", Reason.MALFORMED_BLOCK, new byte[5]);
        refusedValue("a value of zeros", Reason.MALFORMED_BLOCK, new byte[100]);
        refusedValue("another magic byte", Reason.MALFORMED_BLOCK, flipped(value, 0));
        refusedValue("a truncated block", Reason.MALFORMED_BLOCK, Arrays.copyOf(value, value.length - 1));
        refusedValue("a block with a byte after it", Reason.MALFORMED_BLOCK, Arrays.copyOf(value, value.length + 1));
        refusedValue("a value beyond the limit", Reason.MALFORMED_BLOCK, new byte[BlockLimits.MAX_ENCODED_BYTES + 1]);
        refusedValue(
                "a header said to have two gigabytes",
                Reason.MALFORMED_BLOCK,
                bytes(0, 0, 0, 0, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3));
        refusedValue("a header of negative length", Reason.MALFORMED_BLOCK, bytes(0, 0, 0, 0, 1, 1, 1, 1));
        refusedValue(
                "a number that never ends",
                Reason.MALFORMED_BLOCK,
                bytes(0, 0, 0, 0, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1));
        refusedValue(
                "a length with a superfluous byte",
                Reason.MALFORMED_BLOCK,
                bytes(0, 0, 0, 0, 1, 0x82, 0, 1, 2, 1, 2, 1));
    }

    private void brokenHeaders() {
        SealedBlock next = next(PUBLIC);
        add(
                "a header of format 2",
                Reason.UNKNOWN_FORMAT,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setFormat(2))));
        add(
                "a header of format 0 and nothing else",
                Reason.UNKNOWN_FORMAT,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, new SealedBlock(new byte[] {0}, next.signature(), next.body())));
        malformedHeader("a byte after the header", Arrays.copyOf(next.header(), next.header().length + 1));
        malformedHeader("a header without its last byte", Arrays.copyOf(next.header(), next.header().length - 1));
        malformedHeader("a header of nothing but its format", new byte[] {2});
        malformedHeader("the superfluous byte of a longer number for the format", longerFormat(next.header()));
        malformedHeader("a registry's name in capitals", h -> h.setRegistry("LEGISLATION"));
        malformedHeader("a registry's name of a thousand characters", h -> h.setRegistry("a".repeat(1000)));
        malformedHeader("a negative partition", h -> h.setPartition(-1));
        malformedHeader("epoch 0", h -> h.setEpoch(0));
        malformedHeader("a third site", h -> h.setSite("moon"));
        malformedHeader("a negative block index", h -> h.setBlockIndex(-1));
        malformedHeader("a frontier of another number of blocks", h -> h.setBlockIndex(ACCEPTED + 1));
        malformedHeader(
                "a frontier of sixty-five hashes", h -> h.setFrontier(Collections.nCopies(65, wire(strangeDigest()))));
        malformedHeader("fewer events than blocks", h -> h.setFirstSequence(ACCEPTED - 1));
        malformedHeader("a last sequence beyond all numbers", h -> h.setFirstSequence(Long.MAX_VALUE));
        malformedHeader("no events", h -> h.setEventCount(0));
        malformedHeader("a million events", h -> h.setEventCount(1_000_000));
        malformedHeader(
                "a last event before the first",
                h -> h.setLastRecordedAt(h.getFirstRecordedAt().minusSeconds(1)));
        malformedHeader(
                "a time before the first year", h -> h.setSealedAt(java.time.Instant.parse("-0001-01-01T00:00:00Z")));
        malformedHeader("a transaction without this block", h -> h.setTransaction(List.of(new BlockPlace(2, 3L))));
        malformedHeader("no transaction", h -> h.setTransaction(List.of()));
        malformedHeader(
                "an unsorted transaction",
                h -> h.setTransaction(List.of(new BlockPlace(2, 3L), new BlockPlace(1, (long) ACCEPTED))));
        malformedHeader(
                "a transaction that names this block twice",
                h -> h.setTransaction(Collections.nCopies(2, new BlockPlace(1, (long) ACCEPTED))));
        malformedHeader(
                "a transaction of a hundred thousand blocks",
                h -> h.setTransaction(Collections.nCopies(100_000, new BlockPlace(1, (long) ACCEPTED))));
        malformedHeader(
                "unsorted sources",
                h -> h.setSources(List.of(new SourcePosition("b", 1L), new SourcePosition("a", 1L))));
        malformedHeader("a source without a name", h -> h.setSources(List.of(new SourcePosition("", 1L))));
        malformedHeader(
                "a source whose name rings a bell", h -> h.setSources(List.of(new SourcePosition("a\u0007", 1L))));
        malformedHeader("a source at a negative position", h -> h.setSources(List.of(new SourcePosition("a", -1L))));
        malformedHeader("an encrypted body without data key", h -> h.setCipher(BodyCipher.AES_256_GCM));
        malformedHeader("a data key without encryption", h -> h.setDataKeyId(wire(strangeDigest())));
        malformedHeader("a nonce without encryption", h -> h.setNonce(ByteBuffer.wrap(new byte[12])));
        malformedHeader("a grant without encryption", h -> h.setKeyGrant(grantOf(block(SECRET, 0))));
        malformedHeader("a grant of another data key", h -> {
            h.setCipher(BodyCipher.AES_256_GCM);
            h.setNonce(ByteBuffer.wrap(new byte[12]));
            h.setDataKeyId(wire(strangeDigest()));
            h.setKeyGrant(grantOf(block(SECRET, 0)));
        });
        malformedHeader("a nonce of eleven bytes", h -> {
            h.setCipher(BodyCipher.AES_256_GCM);
            h.setDataKeyId(wire(strangeDigest()));
            h.setNonce(ByteBuffer.wrap(new byte[11]));
        });
        malformedHeader("a grant to nobody", h -> {
            h.setCipher(BodyCipher.AES_256_GCM);
            h.setNonce(ByteBuffer.wrap(new byte[12]));
            KeyGrant grant = grantOf(block(SECRET, 0));
            grant.setWraps(List.of());
            h.setDataKeyId(grant.getDataKeyId());
            h.setKeyGrant(grant);
        });
    }

    private void misplaced() {
        TestTrust other = TestTrust.create(99, TestTrust.legislation(4));
        add(
                "a block of another country",
                Reason.WRONG_DOMAIN,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC,
                        TestWriter.ofFirstEpoch(other, "legislation", 1)
                                .from(1, country.head(PUBLIC))
                                .seal(1, 1)
                                .block()));
        add(
                "a block of another registry",
                Reason.WRONG_REGISTRY,
                Judgement.Refused.class,
                () -> country.judge(SECRET, next(PUBLIC)));
        add(
                "a block of another partition",
                Reason.WRONG_PARTITION,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, country.twin(PUBLIC).seal(2, 1).block()));
        add(
                "a block of a partition that the registry does not have",
                Reason.WRONG_PARTITION,
                Judgement.Refused.class,
                () -> country.judgeAt(
                        new LedgerId("legislation", 4),
                        Head.EMPTY,
                        country.view(),
                        country.twin(PUBLIC).seal(4, 1).block().encode(1)));
    }

    private void epochs() {
        add(
                "epoch 2 under the epochId of epoch 1",
                Reason.WRONG_EPOCH_NUMBER,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setEpoch(2))));
        add(
                "a block sealed at the site that is not primary",
                Reason.WRONG_SITE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setSite("embassy"))));
        add(
                "a block of an epoch that no mandate has begun",
                Reason.UNKNOWN_EPOCH,
                Judgement.Parked.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setEpochId(wire(strangeDigest())))));
        add(
                "a block of an ended epoch whose cut does not name the partition",
                Reason.UNKNOWN_EPOCH,
                Judgement.Parked.class,
                () -> country.judge(PUBLIC, country.viewWithCut(PUBLIC, Map.of(0, Head.EMPTY)), next(PUBLIC)));
        add(
                "a block of a registry that the trust root does not name, by a known signing key",
                Reason.UNKNOWN_EPOCH,
                Judgement.Parked.class,
                () -> country.judgeAt(
                        new LedgerId("tax", 1),
                        Head.EMPTY,
                        country.view(),
                        resigned(PUBLIC, h -> h.setRegistry("tax")).encode(1)));
    }

    private void signatures() {
        SealedBlock next = next(PUBLIC);
        add(
                "a flipped bit in the signature",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC, new SealedBlock(next.header(), flipped(next.signature(), 10), next.body())));
        add(
                "a signature that is too short",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, new SealedBlock(next.header(), new byte[63], next.body())));
        add(
                "a changed header under the old signature",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, HeaderForge.unsigned(next, h -> h.setEventsRoot(wire(strangeDigest())))));
        add(
                "another signing key's signature",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC, HeaderForge.resigned(next, signingKey("legislation", Site.HOME, 1), h -> {})));
        add(
                "the signature of the header without its prefix",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC,
                        new SealedBlock(
                                next.header(),
                                signingKey("legislation", Site.HOME, 0).sign(next.header()),
                                next.body())));
        add(
                "another block below the head with a bad signature",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC, HeaderForge.unsigned(block(PUBLIC, 1), h -> h.setEventsRoot(wire(strangeDigest())))));
        add(
                "a block of an unknown epoch with a bad signature",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, HeaderForge.unsigned(next, h -> h.setEpochId(wire(strangeDigest())))));
        add(
                "a block past the cut with a bad signature",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC,
                        country.viewWithCut(PUBLIC, Map.of(1, country.head(PUBLIC))),
                        new SealedBlock(next.header(), flipped(next.signature(), 0), next.body())));
    }

    private void signingKeys() {
        SealedBlock next = next(PUBLIC);
        SigningKey stranger = SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(5));
        add(
                "a block by a signing key that no trust root names",
                Reason.UNKNOWN_SIGNING_KEY,
                Judgement.Parked.class,
                () -> country.judge(PUBLIC, by(stranger, next)));
        add(
                "a block below the head by an unknown signing key",
                Reason.UNKNOWN_SIGNING_KEY,
                Judgement.Parked.class,
                () -> country.judge(PUBLIC, by(stranger, block(PUBLIC, 0))));
        add(
                "a block signed by the same writer's statement key",
                Reason.UNKNOWN_SIGNING_KEY,
                Judgement.Parked.class,
                () -> country.judge(
                        PUBLIC,
                        by(country.trust.writer("legislation", Site.HOME).statementKey(), next)));
        add(
                "another registry's signing key",
                Reason.SIGNING_KEY_NOT_VALID_HERE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, by(signingKey("land", Site.HOME, 0), next)));
        add(
                "the other site's signing key",
                Reason.SIGNING_KEY_NOT_VALID_HERE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, by(signingKey("legislation", Site.EMBASSY, 0), next)));
        add(
                "another registry's signing key on a taken place",
                Reason.SIGNING_KEY_NOT_VALID_HERE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, by(signingKey("land", Site.HOME, 0), block(PUBLIC, 0))));
        Digest keyId = signingKey("legislation", Site.HOME, 0).verifyingKey().keyId();
        add(
                "a block at the place where its signing key was closed",
                Reason.SIGNING_KEY_CLOSED,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, country.viewWithClosing(keyId, Map.of(PUBLIC, (long) ACCEPTED)), next));
        add(
                "a block in a partition that its signing key's closing does not name",
                Reason.SIGNING_KEY_CLOSED,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC, country.viewWithClosing(keyId, Map.of(new LedgerId("legislation", 0), 9L)), next));
        accepted(
                "the last block below its signing key's closing",
                () -> country.judge(PUBLIC, country.viewWithClosing(keyId, Map.of(PUBLIC, ACCEPTED + 1L)), next));
    }

    private void bodies() {
        SealedBlock publicNext = next(PUBLIC);
        SealedBlock secretNext = next(SECRET);
        add(
                "a flipped bit in the body",
                Reason.BODY_DIGEST_MISMATCH,
                Judgement.Refused.class,
                () -> country.judge(
                        SECRET,
                        new SealedBlock(secretNext.header(), secretNext.signature(), flipped(secretNext.body(), 20))));
        add(
                "the body of another block",
                Reason.BODY_DIGEST_MISMATCH,
                Judgement.Refused.class,
                () -> country.judge(
                        SECRET,
                        new SealedBlock(
                                secretNext.header(),
                                secretNext.signature(),
                                block(SECRET, 0).body())));
        add(
                "an orphan whose body was changed",
                Reason.BODY_DIGEST_MISMATCH,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC,
                        country.viewWithCut(PUBLIC, Map.of(1, country.head(PUBLIC))),
                        new SealedBlock(publicNext.header(), publicNext.signature(), flipped(publicNext.body(), 20))));
        add("a body in clear in a registry that is not public", Reason.NOT_ENCRYPTED, Judgement.Refused.class, () -> {
            TestWriter careless = new TestWriter(
                    country.trust,
                    TestWriter.firstEpoch(country.trust, "population"),
                    signingKey("population", Site.HOME, 0),
                    false,
                    country.nextSeed());
            return country.judge(
                    SECRET, careless.from(1, country.head(SECRET)).seal(1, 1).block());
        });
        accepted("an encrypted body in a public registry", () -> {
            TestWriter careful = new TestWriter(
                    country.trust,
                    TestWriter.firstEpoch(country.trust, "legislation"),
                    signingKey("legislation", Site.HOME, 0),
                    true,
                    country.nextSeed());
            return country.judge(
                    PUBLIC, careful.from(1, country.head(PUBLIC)).seal(1, 1).block());
        });
        faultyBody(
                "a body that was not sealed with the data key",
                Reason.BODY_NOT_AUTHENTIC,
                SECRET,
                flipped(secretNext.body(), 20));
        faultyBody("a body shorter than its tag", Reason.BODY_NOT_AUTHENTIC, SECRET, new byte[3]);
        add("a body moved to another place of its ledger", Reason.BODY_NOT_AUTHENTIC, Judgement.Refused.class, () -> {
            BlockHeader from = HeaderForge.parse(block(SECRET, 1).header());
            return country.judge(
                    SECRET,
                    HeaderForge.withBody(
                            secretNext,
                            block(SECRET, 1).body(),
                            signingKey("population", Site.HOME, 0),
                            h -> h.setNonce(from.getNonce())));
        });
        malformedBodies(publicNext.body());
    }

    private void malformedBodies(byte[] body) {
        int compressed = ByteBuffer.wrap(body).getInt(0);
        int plain = ByteBuffer.wrap(body).getInt(4);
        faultyBody("a body shorter than its frame", Reason.MALFORMED_BODY, PUBLIC, new byte[7]);
        faultyBody("a body with a byte after it", Reason.MALFORMED_BODY, PUBLIC, Arrays.copyOf(body, body.length + 1));
        faultyBody(
                "more compressed bytes than there are",
                Reason.MALFORMED_BODY,
                PUBLIC,
                reframed(body, compressed + 1, plain));
        faultyBody(
                "fewer compressed bytes than there are",
                Reason.MALFORMED_BODY,
                PUBLIC,
                reframed(body, compressed - 1, plain));
        faultyBody("a negative number of compressed bytes", Reason.MALFORMED_BODY, PUBLIC, reframed(body, -1, plain));
        faultyBody(
                "a body said to become two gigabytes",
                Reason.MALFORMED_BODY,
                PUBLIC,
                reframed(body, compressed, Integer.MAX_VALUE));
        faultyBody("a body of negative length", Reason.MALFORMED_BODY, PUBLIC, reframed(body, compressed, -1));
        faultyBody(
                "a body said to be shorter than it is",
                Reason.MALFORMED_BODY,
                PUBLIC,
                reframed(body, compressed, plain - 1));
        faultyBody(
                "a body said to be longer than it is",
                Reason.MALFORMED_BODY,
                PUBLIC,
                reframed(body, compressed, plain + 1));
        faultyBody("compressed bytes that zstd can't read", Reason.MALFORMED_BODY, PUBLIC, flipped(body, 8));
        add(
                "a compressed body that is said not to be",
                Reason.MALFORMED_BODY,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setCompression(Compression.NONE))));
    }

    private void dataKeys() {
        SealedBlock first = block(SECRET, 0);
        SealedBlock next = next(SECRET);
        add(
                "a block under a data key that no grant has given",
                Reason.UNKNOWN_DATA_KEY,
                Judgement.Parked.class,
                () -> without(Optional.of(country.trust.embassy().recipient()), country.head(SECRET), next));
        add(
                "a grant, for a reader that is no recipient",
                Reason.UNKNOWN_DATA_KEY,
                Judgement.Parked.class,
                () -> without(Optional.empty(), Head.EMPTY, first));
        add("a grant to all but this recipient", Reason.UNKNOWN_DATA_KEY, Judgement.Parked.class, () -> {
            SealedBlock forged = HeaderForge.resigned(first, signingKey("population", Site.HOME, 0), h -> {
                KeyGrant grant = h.getKeyGrant();
                Digest own = country.trust.embassy().recipient().recipientKey().keyId();
                grant.setWraps(grant.getWraps().stream()
                        .filter(wrap -> !wrap.getRecipientKeyId().equals(wire(own)))
                        .toList());
            });
            return without(Optional.of(country.trust.embassy().recipient()), Head.EMPTY, forged);
        });
        unreadableGrant(
                "a grant whose wrap was changed",
                h -> h.getKeyGrant()
                        .getWraps()
                        .forEach(wrap -> wrap.setCiphertext(
                                ByteBuffer.wrap(flipped(wrap.getCiphertext().array(), 3)))));
        unreadableGrant(
                "a grant whose encapsulation was changed",
                h -> h.getKeyGrant()
                        .getWraps()
                        .forEach(wrap -> wrap.setEncapsulation(
                                ByteBuffer.wrap(flipped(wrap.getEncapsulation().array(), 3)))));
        unreadableGrant("a grant that names another data key than it wraps", h -> {
            h.setDataKeyId(wire(strangeDigest()));
            h.getKeyGrant().setDataKeyId(wire(strangeDigest()));
        });
        unreadableGrant("a grant made for another registry", h -> {
            KeyGrant land = grantOf(TestWriter.ofFirstEpoch(country.trust, "land", country.nextSeed())
                    .seal(1, 1)
                    .block());
            h.setDataKeyId(land.getDataKeyId());
            h.setKeyGrant(land);
        });
    }

    private void faultySigner() {
        add(
                "a first sequence that leaves one out",
                Reason.WRONG_SEQUENCE,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setFirstSequence(h.getFirstSequence() + 1))));
        add(
                "another root over the events",
                Reason.EVENTS_ROOT_MISMATCH,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setEventsRoot(wire(strangeDigest())))));
        add(
                "one event more than there is",
                Reason.EVENT_COUNT_MISMATCH,
                Judgement.Refused.class,
                () -> country.judge(SECRET, resigned(SECRET, h -> h.setEventCount(h.getEventCount() + 1))));
        add(
                "one event fewer than there is",
                Reason.EVENT_COUNT_MISMATCH,
                Judgement.Refused.class,
                () -> country.judge(PUBLIC, resigned(PUBLIC, h -> h.setEventCount(h.getEventCount() - 1))));
    }

    /** A second trust root of one version brings the one before back into view, with the keys that were struck out. */
    private void forkedTrustRoot() {
        SealedBlock next = next(PUBLIC);
        parkedByFork("the true next block while the trust root is forked", country.view(), next);
        parkedByFork("a block two places on while the trust root is forked", country.view(), block(PUBLIC, 4));
        parkedByFork(
                "another history by a key that one of the two struck out",
                country.view(),
                country.twin(PUBLIC)
                        .from(1, country.headAt(PUBLIC, 1))
                        .seal(1, 1)
                        .block());
        parkedByFork(
                "a block past a cut while the trust root is forked",
                country.viewWithCut(PUBLIC, Map.of(1, country.head(PUBLIC))),
                next);
        parkedByFork(
                "another registry's signing key while the trust root is forked, which the next one may allow here",
                country.view(),
                by(signingKey("land", Site.HOME, 0), next));
        ControlView forked = Country.forked(country.view());
        add(
                "a known block again while the trust root is forked",
                Reason.DUPLICATE,
                Judgement.Duplicate.class,
                () -> country.judge(PUBLIC, forked, block(PUBLIC, 1)));
        add(
                "a bad signature while the trust root is forked",
                Reason.BAD_SIGNATURE,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC, forked, new SealedBlock(next.header(), flipped(next.signature(), 0), next.body())));
    }

    private void parkedByFork(String name, ControlView view, SealedBlock block) {
        add(
                name,
                Reason.TRUST_ROOT_FORKED,
                Judgement.Parked.class,
                () -> country.judge(PUBLIC, Country.forked(view), block));
    }

    private void duplicates() {
        for (int i = 0; i < ACCEPTED; i++) {
            SealedBlock block = block(SECRET, i);
            duplicate("block " + i + " again", block);
            duplicate(
                    "block " + i + " again with another body",
                    new SealedBlock(block.header(), block.signature(), new byte[] {1}));
            duplicate(
                    "block " + i + " again with a broken signature",
                    new SealedBlock(block.header(), new byte[64], block.body()));
        }
        add(
                "an accepted block of an ended epoch again",
                Reason.DUPLICATE,
                Judgement.Duplicate.class,
                () -> country.judge(
                        PUBLIC, country.viewWithCut(PUBLIC, Map.of(1, country.head(PUBLIC))), block(PUBLIC, 1)));
    }

    private void equivocations() {
        Head fork = country.headAt(PUBLIC, 1);
        add(
                "another block for a taken place",
                Reason.EQUIVOCATION_OTHER_LEAF,
                Judgement.Equivocation.class,
                () -> country.judge(
                        PUBLIC, country.twin(PUBLIC).from(1, fork).seal(1, 1).block()));
        add(
                "a changed header for a taken place, signed again",
                Reason.EQUIVOCATION_OTHER_LEAF,
                Judgement.Equivocation.class,
                () -> country.judge(
                        PUBLIC,
                        HeaderForge.resigned(
                                block(PUBLIC, 0),
                                signingKey("legislation", Site.HOME, 0),
                                h -> h.setSealedAt(h.getSealedAt().plusSeconds(1)))));
        add(
                "a taken place, by the writer's next signing key",
                Reason.EQUIVOCATION_OTHER_LEAF,
                Judgement.Equivocation.class,
                () -> country.judge(PUBLIC, by(signingKey("legislation", Site.HOME, 1), block(PUBLIC, 0))));
        add(
                "the next place on top of another history",
                Reason.EQUIVOCATION_OTHER_HISTORY,
                Judgement.Equivocation.class,
                () -> {
                    TestWriter twin = country.twin(PUBLIC).from(1, fork);
                    twin.seal(1, 2);
                    twin.seal(1, 3);
                    return country.judge(PUBLIC, twin.seal(1, 4).block());
                });
    }

    private void cuts() {
        Map<Integer, Head> cutAtHead = Map.of(1, country.head(PUBLIC));
        add(
                "a block of the old primary at the cut",
                Reason.ORPHAN,
                Judgement.Orphan.class,
                () -> country.judge(PUBLIC, country.viewWithCut(PUBLIC, cutAtHead), next(PUBLIC)));
        add(
                "a block of the old primary far past the cut",
                Reason.ORPHAN,
                Judgement.Orphan.class,
                () -> country.judge(PUBLIC, country.viewWithCut(PUBLIC, cutAtHead), block(PUBLIC, ACCEPTED + 1)));
        add(
                "a block that was applied before a cut put it past its epoch",
                Reason.ORPHAN,
                Judgement.Orphan.class,
                () -> country.judge(
                        PUBLIC, country.viewWithCut(PUBLIC, Map.of(1, country.headAt(PUBLIC, 1))), block(PUBLIC, 2)));
        add(
                "another block under the cut of an ended epoch",
                Reason.EQUIVOCATION_OTHER_LEAF,
                Judgement.Equivocation.class,
                () -> country.judge(
                        PUBLIC,
                        country.viewWithCut(PUBLIC, cutAtHead),
                        country.twin(PUBLIC)
                                .from(1, country.headAt(PUBLIC, 1))
                                .seal(1, 1)
                                .block()));
        add(
                "a block of the new epoch below its first place",
                Reason.EQUIVOCATION_OTHER_LEAF,
                Judgement.Equivocation.class,
                () -> country.judgeAt(
                        PUBLIC,
                        country.headAt(PUBLIC, 1),
                        country.viewWithCut(PUBLIC, cutAtHead),
                        country.embassyWriter(PUBLIC)
                                .from(1, country.headAt(PUBLIC, 1))
                                .seal(1, 1)
                                .block()
                                .encode(1)));
        add(
                "a fork that would reach the cut with another root",
                Reason.EQUIVOCATION_OTHER_HISTORY,
                Judgement.Equivocation.class,
                () -> country.judge(
                        PUBLIC,
                        country.viewWithCut(PUBLIC, Map.of(1, country.headAt(PUBLIC, ACCEPTED + 1))),
                        country.twin(PUBLIC)
                                .from(1, country.head(PUBLIC))
                                .seal(1, 4)
                                .block()));
        add(
                "a block of an ended epoch by a signing key of the running one",
                Reason.SIGNING_KEY_NOT_VALID_HERE,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC,
                        country.viewWithEpochs(
                                PUBLIC,
                                List.of(
                                        new Epoch(
                                                1,
                                                country.trust.domain(),
                                                Site.HOME,
                                                Optional.of(Map.of(1, country.headAt(PUBLIC, ACCEPTED + 1)))),
                                        new Epoch(2, Country.secondEpochId(), Site.EMBASSY, Optional.empty()))),
                        by(signingKey("legislation", Site.EMBASSY, 0), next(PUBLIC))));
    }

    private SealedBlock next(LedgerId ledger) {
        return country.next(ledger).block();
    }

    private SealedBlock block(LedgerId ledger, int index) {
        BlockSealer.Sealed sealed = country.block(ledger, index);
        return sealed.block();
    }

    private SigningKey signingKey(String registry, Site site, int number) {
        return country.trust.writer(registry, site).blockKeys().get(number);
    }

    /** The true next block with a changed header, signed by its own signing key. */
    private SealedBlock resigned(LedgerId ledger, Consumer<BlockHeader> change) {
        return HeaderForge.resigned(next(ledger), signingKey(ledger.registry(), Site.HOME, 0), change);
    }

    private static SealedBlock by(SigningKey signingKey, SealedBlock block) {
        return HeaderForge.resigned(
                block,
                signingKey,
                h -> h.setSigningKeyId(wire(signingKey.verifyingKey().keyId())));
    }

    private Judgement without(
            Optional<org.dataembassy.ledger.crypto.RecipientSecret> recipient, Head head, SealedBlock block) {
        return new Acceptance(recipient)
                .judge(
                        SECRET,
                        head,
                        country.view(),
                        index -> block(SECRET, Math.toIntExact(index)).leaf(),
                        id -> Optional.empty(),
                        block.encode(1));
    }

    private void accepted(String sentence, Supplier<Judgement> attempt) {
        add(sentence, Reason.ACCEPTED, Judgement.Accepted.class, attempt);
    }

    private void duplicate(String sentence, SealedBlock block) {
        add(sentence, Reason.DUPLICATE, Judgement.Duplicate.class, () -> country.judge(SECRET, block));
    }

    private void refusedValue(String sentence, Reason expected, byte[] value) {
        add(sentence, expected, Judgement.Refused.class, () -> country.judge(PUBLIC, value));
    }

    private void malformedHeader(String sentence, Consumer<BlockHeader> change) {
        add(sentence, Reason.MALFORMED_HEADER, Judgement.Refused.class, () -> {
            byte[] header = HeaderForge.change(next(PUBLIC).header(), change);
            // Those that are too long for the wrapper are cut: their bounds must show before their end does.
            byte[] bounded = Arrays.copyOf(header, Math.min(header.length, BlockLimits.MAX_HEADER_BYTES));
            return country.judge(
                    PUBLIC, HeaderForge.signed(bounded, next(PUBLIC).body(), signingKey("legislation", Site.HOME, 0)));
        });
    }

    private void malformedHeader(String sentence, byte[] header) {
        add(
                sentence,
                Reason.MALFORMED_HEADER,
                Judgement.Refused.class,
                () -> country.judge(
                        PUBLIC,
                        HeaderForge.signed(header, next(PUBLIC).body(), signingKey("legislation", Site.HOME, 0))));
    }

    /** A body that the signer has put there himself, its digest in the header. */
    private void faultyBody(String sentence, Reason expected, LedgerId ledger, byte[] body) {
        add(
                sentence,
                expected,
                Judgement.Refused.class,
                () -> country.judge(
                        ledger,
                        HeaderForge.withBody(
                                next(ledger), body, signingKey(ledger.registry(), Site.HOME, 0), h -> {})));
    }

    private void unreadableGrant(String sentence, Consumer<BlockHeader> change) {
        add(
                sentence,
                Reason.GRANT_UNREADABLE,
                Judgement.Refused.class,
                () -> country.judgeAt(
                        SECRET,
                        Head.EMPTY,
                        country.view(),
                        HeaderForge.resigned(block(SECRET, 0), signingKey("population", Site.HOME, 0), change)
                                .encode(1)));
    }

    private void add(String sentence, Reason expected, Class<? extends Judgement> kind, Supplier<Judgement> attempt) {
        attacks.add(new Attack(sentence, expected, kind, attempt));
    }

    private static KeyGrant grantOf(SealedBlock block) {
        return HeaderForge.parse(block.header()).getKeyGrant();
    }

    private static Sha256 wire(Digest digest) {
        return new Sha256(digest.bytes());
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] reframed(byte[] body, int compressed, int plain) {
        byte[] reframed = body.clone();
        ByteBuffer.wrap(reframed).putInt(compressed).putInt(plain);
        return reframed;
    }

    /** Format 1 as two bytes instead of one. */
    private static byte[] longerFormat(byte[] header) {
        byte[] longer = new byte[header.length + 1];
        longer[0] = (byte) 0x82;
        System.arraycopy(header, 1, longer, 2, header.length - 1);
        return longer;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
