package org.dataembassy.ledger.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.block.BlockSealer;
import org.dataembassy.ledger.block.SchemaUse;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlView.KeyClosing;
import org.dataembassy.ledger.control.HeadStatement;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.note.CheckpointNote;
import org.dataembassy.ledger.note.CosignedCheckpoint;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestProofs;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TestWriter;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProofVerifierTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final TestTrust TRUST = country(1, SignatureSuite.ED25519);
    private static final TestProofs PEOPLE = TestProofs.of(TRUST, "people", 11, 5);
    private static final TestProofs OTHER_PARTITIONED = TestProofs.of(TRUST, "legislation", 11, 6);

    private static TestTrust country(long seed, SignatureSuite suite) {
        return TestTrust.create(seed, suite, TestTrust.legislation(2), TestTrust.encrypted("people", 2));
    }

    @ParameterizedTest
    @CsvSource({"ED25519,people", "ED25519,legislation", "MLDSA65_ED25519,people", "MLDSA65_ED25519,legislation"})
    void aProofUnderACosignedCheckpointVerifiesWithTheTrustRootAlone(SignatureSuite suite, String registry) {
        TestTrust trust = country(7, suite);
        TestProofs ledger = TestProofs.of(trust, registry, 6, 8);

        ProvenEvent proven = ProofVerifier.verify(ledger.cosigned(3, 2).toJson(), anchor(trust), NOW);

        assertThat(proven.restsOn()).isEqualTo(RestsOn.COSIGNED_CHECKPOINT);
        assertThat(proven.header()).isEqualTo(ledger.blocks().get(3).header());
        assertThat(proven.sequence()).isEqualTo(3 * 3 + 2);
        assertThat(proven.signatureSuite()).isEqualTo(suite);
        ProvenEvent.Stated stated = proven.checkpoint().orElseThrow();
        assertThat(stated.blocks()).isEqualTo(6);
        assertThat(stated.author()).isEqualTo("writer of " + registry + " at home");
        assertThat(stated.issuedAt()).isEqualTo(TestProofs.STATED);
        assertThat(stated.cosigned()).contains(new ProvenEvent.Cosigned(Site.EMBASSY, TestProofs.COSIGNED));
        assertThat(proven.schema().signedBy()).contains("writer of " + registry + " at home");
        assertThat(proven.trust().expired()).isFalse();
    }

    @Test
    void everyEventOfEveryBlockUnderEveryCheckpointVerifies() {
        for (int size = 1; size <= 11; size++) {
            for (int block = 0; block < size; block++) {
                ProvenEvent proven = verify(PEOPLE.proof(block, block % 3, size, true));
                assertThat(proven.sequence()).isEqualTo(block * 3L + block % 3);
            }
        }
    }

    @Test
    void withoutACosignatureOrACheckpointItSaysSo() {
        assertThat(verify(PEOPLE.proof(2, 0, 5, false)).restsOn()).isEqualTo(RestsOn.CHECKPOINT);
        assertThat(verify(PEOPLE.proof(2, 0, Optional.empty())).restsOn()).isEqualTo(RestsOn.BLOCK_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLOCK_SIGNATURE", "CHECKPOINT"})
    void aProofThatClaimsMoreThanItHoldsIsRefused(RestsOn truth) {
        EventProofFile honest =
                truth == RestsOn.CHECKPOINT ? PEOPLE.proof(2, 0, 5, false) : PEOPLE.proof(2, 0, Optional.empty());

        refused(with(honest, RestsOn.COSIGNED_CHECKPOINT), ProofFault.CLAIMS_MORE);
    }

    /** A sample in the usual run: one bit in every eleventh byte, and another eleventh with each seed. */
    @Test
    void aChangedByteAnywhereIsRefusedByName() {
        changeBytes(PEOPLE.cosigned(4, 1), 20_261_122, 11);
        changeBytes(rotated(), 20_261_123, 11);
    }

    @Test
    @Tag("endurance")
    void everyChangedBitOfEveryByteIsRefusedByName() {
        for (long seed = 0; seed < 40; seed++) {
            changeBytes(PEOPLE.cosigned(4, 1), seed, 1);
            changeBytes(rotated(), seed, 1);
        }
    }

    private static void changeBytes(EventProofFile proof, long seed, int step) {
        byte[] file = proof.toJson();
        verify(file);
        Random random = new Random(seed);
        for (int at = random.nextInt(step); at < file.length; at += step) {
            byte[] changed = file.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> verify(changed))
                    .as("seed %d, byte %d", seed, at)
                    .isInstanceOf(ProofRefusedException.class);
        }
    }

    @Test
    void aFileCutShortOrGrownIsRefused() {
        byte[] file = PEOPLE.cosigned(4, 1).toJson();
        for (int length = 0; length < file.length; length += 97) {
            byte[] cut = java.util.Arrays.copyOf(file, length);
            assertThatThrownBy(() -> verify(cut)).isInstanceOf(ProofRefusedException.class);
        }
        assertThatThrownBy(() -> verify((new String(file, UTF_8) + " ").getBytes(UTF_8)))
                .isInstanceOf(ProofRefusedException.class);
    }

    @Test
    void anotherSpellingOfTheSameIsRefused() {
        String file = new String(PEOPLE.cosigned(4, 1).toJson(), UTF_8);

        for (String other : List.of(
                file.replace("\"format\":1", "\"format\": 1"),
                file.replace("—", "\\u2014"),
                file.replace("{\"type\"", "{\"more\":0,\"type\""),
                file.replaceFirst("\"keyClosings\":\\[],\"mandates\":\\[]", "\"mandates\":[],\"keyClosings\":[]"))) {
            assertThat(other).isNotEqualTo(file);
            assertThat(refusal(other.getBytes(UTF_8)).fault()).isEqualTo(ProofFault.MALFORMED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"type\":["})
    void hugeAndDeepFilesAreRefusedWithinBounds(String open) {
        assertThat(refusal(open.repeat(1_000_000).getBytes(UTF_8)).fault()).isEqualTo(ProofFault.MALFORMED);
        assertThat(refusal(new byte[EventProofFile.MAX_BYTES + 1]).fault()).isEqualTo(ProofFault.MALFORMED);
        assertThat(refusal(new byte[0]).fault()).isEqualTo(ProofFault.MALFORMED);
    }

    @Test
    void anotherCountrysTrustRootRefusesIt() {
        TestTrust other = country(99, SignatureSuite.ED25519);

        assertThatExceptionOfType(ProofRefusedException.class)
                .isThrownBy(() -> ProofVerifier.verify(PEOPLE.cosigned(4, 1).toJson(), anchor(other), NOW))
                .satisfies(e -> {
                    assertThat(e.fault()).isEqualTo(ProofFault.WRONG_DOMAIN);
                    assertThat(e.problem()).isEqualTo(Problem.PROOF_REFUSED);
                    assertThat(e.getMessage()).contains("WRONG_DOMAIN");
                });
    }

    @Test
    void anExpiredTrustRootIsStatedAndVerifiesAllTheSame() {
        ProvenEvent proven =
                ProofVerifier.verify(PEOPLE.cosigned(4, 1).toJson(), anchor(TRUST), TestTrust.EXPIRES.plusSeconds(1));

        assertThat(proven.trust().expired()).isTrue();
        assertThat(proven.restsOn()).isEqualTo(RestsOn.COSIGNED_CHECKPOINT);
    }

    @Test
    void partsOfOneProofDoNotGoWithThoseOfAnother() {
        EventProofFile one = PEOPLE.cosigned(4, 1);
        EventProofFile next = PEOPLE.cosigned(5, 1);
        EventProofFile beside = PEOPLE.cosigned(4, 2);
        EventProofFile acts = OTHER_PARTITIONED.cosigned(4, 1);

        refused(withEvent(one, beside.event()), ProofFault.EVENT_NOT_IN_BLOCK);
        refused(withBlock(one, next), ProofFault.EVENT_NOT_IN_BLOCK);
        refused(withCheckpoint(one, next.checkpoint().orElseThrow()), ProofFault.BLOCK_NOT_UNDER_CHECKPOINT);
        refused(withCheckpoint(one, acts.checkpoint().orElseThrow()), ProofFault.CHECKPOINT_ELSEWHERE);
        refused(withSchema(one, acts.schema()), ProofFault.SCHEMA_NOT_SIGNED);
        refused(withSignature(one, next.signature()), ProofFault.BAD_SIGNATURE);
    }

    @Test
    void anEventIsNotToBeReadInAnotherSchemaOfItsRegistryThoughThatOneIsPublishedByRight() {
        EventProofFile one = PEOPLE.cosigned(4, 1);

        refused(withSchema(one, PEOPLE.schema(SchemaUse.withText(7, "\"string\""))), ProofFault.EVENT_NOT_IN_BLOCK);
    }

    @Test
    void aCheckpointThatDoesNotReachTheBlockIsRefused() {
        EventProofFile one = PEOPLE.cosigned(4, 1);
        HeadStatement short4 = PEOPLE.head(4);

        refused(
                withCheckpoint(
                        one,
                        new EventProofFile.Checkpoint(
                                one.checkpoint().orElseThrow().path(), PEOPLE.checkpoint(short4), Optional.empty())),
                ProofFault.CHECKPOINT_ELSEWHERE);
    }

    @Test
    void aCheckpointOfAnotherHistoryIsRefusedThoughItIsSignedByRight() {
        EventProofFile one = PEOPLE.cosigned(4, 1);
        HeadStatement head = PEOPLE.head(11);
        HeadStatement other =
                new HeadStatement(head.ledger(), head.blocks(), head.events(), TestWriter.strangeDigest());

        refused(
                withCheckpoint(
                        one,
                        new EventProofFile.Checkpoint(
                                one.checkpoint().orElseThrow().path(),
                                PEOPLE.checkpoint(other),
                                Optional.of(PEOPLE.cosignature(other)))),
                ProofFault.BLOCK_NOT_UNDER_CHECKPOINT);
    }

    @Test
    void aCheckpointByWhoeverMayNotStateItIsRefused() {
        EventProofFile one = PEOPLE.cosigned(4, 1);
        byte[] byActsWriter =
                PEOPLE.checkpoint(TRUST.writer("legislation", Site.HOME).statementKey(), PEOPLE.head(11));

        refused(
                withCheckpoint(
                        one,
                        new EventProofFile.Checkpoint(
                                one.checkpoint().orElseThrow().path(), byActsWriter, Optional.empty())),
                ProofFault.CHECKPOINT_NOT_SIGNED);
    }

    @Test
    void aCosignatureOnAnotherHeadOrByTheAuthorsOwnSiteIsRefused() {
        EventProofFile one = PEOPLE.cosigned(4, 1);
        HeadStatement head = PEOPLE.head(11);
        String own = TestProofs.note(CosignedCheckpoint.sign(
                CheckpointNote.of(TRUST.domain(), head), Site.HOME, TRUST.home().statementKey(), TestProofs.COSIGNED));

        for (String note : List.of(PEOPLE.cosignature(PEOPLE.head(10)), own, "nothing")) {
            refused(
                    withCheckpoint(
                            one,
                            new EventProofFile.Checkpoint(
                                    one.checkpoint().orElseThrow().path(), PEOPLE.checkpoint(head), Optional.of(note))),
                    ProofFault.COSIGNATURE_INVALID);
        }
    }

    @Test
    void aClosedSigningKeyIsRefusedFromTheClosingOnAndNamedBelowIt() {
        EventProofFile one = PEOPLE.cosigned(4, 1);

        ProvenEvent below = verify(withClosings(one, List.of(closing(TRUST, 5))));
        assertThat(below.closedAt()).contains(5L);
        refused(withClosings(one, List.of(closing(TRUST, 4))), ProofFault.SIGNING_KEY_CLOSED);
        refused(withClosings(one, List.of(PEOPLE.schema().statement().orElseThrow())), ProofFault.CLOSING_NOT_SIGNED);
    }

    @Test
    void aSigningKeyThatOnlyALaterTrustRootNamesNeedsThatRootInTheProof() {
        EventProofFile rotated = rotated();

        ProvenEvent proven = verify(rotated);

        assertThat(proven.trust().version()).isEqualTo(2);
        refused(withTrustRoots(rotated, List.of()), ProofFault.UNKNOWN_SIGNING_KEY);
    }

    @Test
    void aLaterTrustRootThatTheOfficialsDidNotSignIsRefused() {
        TestTrust other = country(99, SignatureSuite.ED25519);
        SignedTrustRoot theirs =
                other.sign(TrustRootDraft.successorOf(other.genesis()).root());

        refused(withTrustRoots(PEOPLE.cosigned(4, 1), List.of(theirs.envelope())), ProofFault.TRUST_ROOT_NOT_FOLLOWING);
    }

    @Test
    void aTrustRootFileThatStrikesTheSigningKeyOutWinsOverWhatTheProofBrings() {
        TrustRootDraft draft = TrustRootDraft.successorOf(TRUST.genesis());
        draft.signingKeys.replaceAll(key -> new TrustRoot.BlockSigningKey(
                key.verifyingKey(), key.registry(), key.site(), key.epochId(), key.partition(), 0, 3));
        SignedTrustRoot second = TRUST.sign(draft.root());
        byte[] file = (new String(TRUST.genesis().envelope(), UTF_8) + "\n" + new String(second.envelope(), UTF_8)
                        + "\n")
                .getBytes(UTF_8);
        TrustRootFile anchor = TrustRootFile.parse(file);
        assertThat(anchor.highest()).isEqualTo(second);

        assertThat(ProofVerifier.verify(PEOPLE.cosigned(3, 1).toJson(), anchor, NOW)
                        .sequence())
                .isEqualTo(10);
        assertThatExceptionOfType(ProofRefusedException.class)
                .isThrownBy(() -> ProofVerifier.verify(PEOPLE.cosigned(4, 1).toJson(), anchor, NOW))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(ProofFault.SIGNING_KEY_NOT_VALID_HERE));
    }

    @Test
    void aTrustRootFileThatDoesNotBeginWithTheGenesisIsNoAnchor() {
        SignedTrustRoot second =
                TRUST.sign(TrustRootDraft.successorOf(TRUST.genesis()).root());

        assertThatExceptionOfType(EmbassyException.class)
                .isThrownBy(() -> TrustRootFile.parse(second.envelope()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TRUST_ROOT_INVALID));
    }

    @Test
    void aLaterEpochIsNotBelievedForItHasNoMandate() {
        BlockSealer.Identity second =
                new BlockSealer.Identity(TRUST.domain(), "people", 2, TestWriter.strangeDigest(), Site.EMBASSY);
        SigningKey key = TRUST.writer("people", Site.EMBASSY).blockKeys().get(0);
        TestProofs ledger = TestProofs.of(TRUST, "people", 2, new TestWriter(TRUST, second, key, true, 4));

        refused(ledger.cosigned(1, 0), ProofFault.EPOCH_NOT_PROVEN);
    }

    @Test
    void aBlockInClearOfAnEncryptedRegistryIsRefused() {
        TestWriter inClear = new TestWriter(
                TRUST,
                TestWriter.firstEpoch(TRUST, "people"),
                TRUST.writer("people", Site.HOME).blockKeys().get(0),
                false,
                4);

        refused(TestProofs.of(TRUST, "people", 2, inClear).cosigned(1, 0), ProofFault.WRONG_REGISTRY);
    }

    @Test
    void aStrangersBlockIsRefused() {
        TestWriter stranger = new TestWriter(
                TRUST,
                TestWriter.firstEpoch(TRUST, "people"),
                SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(3)),
                true,
                4);

        refused(TestProofs.of(TRUST, "people", 2, stranger).cosigned(1, 0), ProofFault.UNKNOWN_SIGNING_KEY);
    }

    /** A ledger whose signing key is named in version 2 of the trust root. */
    private static EventProofFile rotated() {
        SigningKey added = SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(77));
        TrustRootDraft draft = TrustRootDraft.successorOf(TRUST.genesis());
        draft.signingKeys.add(new TrustRoot.BlockSigningKey(
                added.verifyingKey(), "people", Site.HOME, Optional.empty(), Optional.empty(), 0, Long.MAX_VALUE));
        SignedTrustRoot second = TRUST.sign(draft.root());
        TestProofs ledger = TestProofs.of(
                TRUST, "people", 3, new TestWriter(TRUST, TestWriter.firstEpoch(TRUST, "people"), added, true, 12));
        return withTrustRoots(
                ledger.cosigned(1, 0), new TrustRootFile(List.of(TRUST.genesis(), second)).laterEnvelopes());
    }

    private static byte[] closing(TestTrust trust, long firstRefused) {
        SigningKey statementKey = trust.writer("people", Site.HOME).statementKey();
        Digest closed = trust.writer("people", Site.HOME)
                .blockKeys()
                .get(0)
                .verifyingKey()
                .keyId();
        return new StatementSigner(trust.domain(), statementKey, Optional.empty())
                .signNext(
                        new KeyClosed(new KeyClosing(closed, Map.of(new LedgerId("people", 1), firstRefused), NOW)),
                        NOW);
    }

    private static TrustRootFile anchor(TestTrust trust) {
        return TrustRootFile.parse(trust.genesis().envelope());
    }

    private static ProvenEvent verify(EventProofFile proof) {
        return verify(proof.toJson());
    }

    private static ProvenEvent verify(byte[] file) {
        return ProofVerifier.verify(file, anchor(TRUST), NOW);
    }

    private static void refused(EventProofFile proof, ProofFault fault) {
        assertThat(refusal(proof.toJson()).fault()).isEqualTo(fault);
    }

    private static ProofRefusedException refusal(byte[] file) {
        List<ProofRefusedException> refusals = new ArrayList<>();
        assertThatExceptionOfType(ProofRefusedException.class)
                .isThrownBy(() -> verify(file))
                .satisfies(refusals::add);
        return refusals.get(0);
    }

    private static EventProofFile with(EventProofFile p, RestsOn restsOn) {
        return new EventProofFile(
                restsOn,
                p.event(),
                p.place(),
                p.schema(),
                p.header(),
                p.signature(),
                p.checkpoint(),
                p.trustRoots(),
                p.closings());
    }

    private static EventProofFile withEvent(EventProofFile p, byte[] event) {
        return new EventProofFile(
                p.restsOn(),
                event,
                p.place(),
                p.schema(),
                p.header(),
                p.signature(),
                p.checkpoint(),
                p.trustRoots(),
                p.closings());
    }

    private static EventProofFile withBlock(EventProofFile p, EventProofFile other) {
        return new EventProofFile(
                p.restsOn(),
                p.event(),
                p.place(),
                p.schema(),
                other.header(),
                other.signature(),
                other.checkpoint(),
                p.trustRoots(),
                p.closings());
    }

    private static EventProofFile withSignature(EventProofFile p, byte[] signature) {
        return new EventProofFile(
                p.restsOn(),
                p.event(),
                p.place(),
                p.schema(),
                p.header(),
                signature,
                p.checkpoint(),
                p.trustRoots(),
                p.closings());
    }

    private static EventProofFile withSchema(EventProofFile p, EventProofFile.Schema schema) {
        return new EventProofFile(
                p.restsOn(),
                p.event(),
                p.place(),
                schema,
                p.header(),
                p.signature(),
                p.checkpoint(),
                p.trustRoots(),
                p.closings());
    }

    private static EventProofFile withCheckpoint(EventProofFile p, EventProofFile.Checkpoint checkpoint) {
        return new EventProofFile(
                p.restsOn(),
                p.event(),
                p.place(),
                p.schema(),
                p.header(),
                p.signature(),
                Optional.of(checkpoint),
                p.trustRoots(),
                p.closings());
    }

    private static EventProofFile withTrustRoots(EventProofFile p, List<byte[]> trustRoots) {
        return new EventProofFile(
                p.restsOn(),
                p.event(),
                p.place(),
                p.schema(),
                p.header(),
                p.signature(),
                p.checkpoint(),
                trustRoots,
                p.closings());
    }

    private static EventProofFile withClosings(EventProofFile p, List<byte[]> closings) {
        return new EventProofFile(
                p.restsOn(),
                p.event(),
                p.place(),
                p.schema(),
                p.header(),
                p.signature(),
                p.checkpoint(),
                p.trustRoots(),
                closings);
    }
}
