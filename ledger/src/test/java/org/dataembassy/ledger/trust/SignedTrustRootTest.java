package org.dataembassy.ledger.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.RecipientSecret;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Form, thresholds and succession of trust roots. */
class SignedTrustRootTest {
    private final TestTrust country =
            TestTrust.create(7, TestTrust.legislation(2), TestTrust.encrypted("population", 3));
    private final SignedTrustRoot genesis = country.genesis();
    private final SeededRandom random = new SeededRandom(70);

    @ParameterizedTest
    @EnumSource
    void whatWasWrittenReadsBackTheSame(SignatureSuite suite) {
        SignedTrustRoot made = TestTrust.create(3, suite).genesis();

        SignedTrustRoot read = SignedTrustRoot.parse(made.envelope());

        assertThat(read.root()).isEqualTo(made.root());
        assertThat(read.digest()).isEqualTo(made.digest());
        assertThat(TrustRootJson.write(read.root()))
                .isEqualTo(Dsse.fromJson(made.envelope()).payload());
    }

    @Test
    void theSameSeedGivesTheSameBytes() {
        assertThat(TestTrust.create(7, TestTrust.legislation(2), TestTrust.encrypted("population", 3))
                        .genesis()
                        .envelope())
                .isEqualTo(genesis.envelope());
    }

    @Test
    void fewerOfficialsThanTheThresholdAreRefused() {
        byte[] one = envelope(genesis.root(), country.officials().subList(0, 1));

        assertRefused(() -> SignedTrustRoot.parse(one), "expected 2 of its own 3 officials, got 1");
    }

    @Test
    void oneOfficialSigningTwiceIsOneOfficial() {
        SigningKey official = country.officials().get(0);
        byte[] twice = envelope(genesis.root(), List.of(official, official));

        assertRefused(() -> SignedTrustRoot.parse(twice), "keyid occurs twice");
    }

    @Test
    void oneOfficialsSignatureUnderAnotherOfficialsKeyIdDoesNotCount() {
        Dsse.Envelope signed =
                Dsse.fromJson(envelope(genesis.root(), country.officials().subList(0, 1)));
        List<Dsse.Signature> signatures = new ArrayList<>(signed.signatures());
        signatures.add(new Dsse.Signature(
                country.officials().get(1).verifyingKey().keyId(),
                signed.signatures().get(0).signature()));
        byte[] envelope = Dsse.toJson(new Dsse.Envelope(signed.payloadType(), signed.payload(), signatures));

        assertRefused(() -> SignedTrustRoot.parse(envelope), "got 1");
    }

    @Test
    void strangersAndBrokenSignaturesNeitherCountNorHarm() {
        Dsse.Envelope signed = Dsse.fromJson(genesis.envelope());
        List<Dsse.Signature> signatures = new ArrayList<>(signed.signatures());
        signatures.set(0, new Dsse.Signature(signatures.get(0).keyId(), new byte[64]));
        signatures.add(new Dsse.Signature(Digest.sha256(new byte[] {1}), new byte[10]));

        SignedTrustRoot parsed = SignedTrustRoot.parse(
                Dsse.toJson(new Dsse.Envelope(signed.payloadType(), signed.payload(), signatures)));

        assertThat(parsed).isEqualTo(genesis);
    }

    @Test
    void signaturesOfAnotherPayloadTypeDoNotCount() {
        byte[] other =
                Dsse.toJson(Dsse.sign("application/json", TrustRootJson.write(genesis.root()), country.officials()));
        Dsse.Envelope renamed = Dsse.fromJson(other);
        byte[] disguised =
                Dsse.toJson(new Dsse.Envelope(SignedTrustRoot.PAYLOAD_TYPE, renamed.payload(), renamed.signatures()));

        assertRefused(() -> SignedTrustRoot.parse(other), "payloadType");
        assertRefused(() -> SignedTrustRoot.parse(disguised), "got 0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"threshold\":2|\"threshold\":2,\"threshold\":2",
                "\"threshold\":2|\"threshold\":2,\"quorum\":2",
                "\"threshold\":2|\"threshold\":2.0",
                "\"threshold\":2|\"threshold\":\"2\"",
                "\"threshold\":2|\"threshold\":2e0",
                "\"threshold\":2|\"threshold\":1",
                "\"threshold\":2|\"threshold\":4",
                "\"threshold\":2|\"threshold\":99999999999999999999",
                "\"threshold\":2,|",
                "\"format\":1|\"format\":2",
                "\"version\":1|\"version\":0",
                "\"version\":1|\"version\":2",
                "\"previous\":null,|",
                "\"expires\":\"2126-01-01T00:00:00Z\"|\"expires\":\"2126-01-01\"",
                "\"expires\":\"2126-01-01T00:00:00Z\"|\"expires\":\"2126-01-01T00:00:00+00:00\"",
                "\"country\":\"Testland\"|\"country\":\"\"",
                "\"country\":\"Testland\"|\"country\":\"a\\nb\"",
                "\"country\":\"Testland\"|\"country\":null",
                "\"name\":\"official-1\"|\"name\":\"official-2\"",
                "\"site\":\"home\"|\"site\":\"embassy\"",
                "\"site\":\"home\"|\"site\":\"moon\"",
                "\"partitions\":2|\"partitions\":0",
                "\"partitions\":2|\"partitions\":10001",
                "\"public\":true|\"public\":\"true\"",
                "\"name\":\"population\"|\"name\":\"legislation\"",
                "\"name\":\"population\"|\"name\":\"Population\"",
                "\"suite\":\"ed25519\"|\"suite\":\"none\"",
                "\"suite\":\"ed25519\"|\"suite\":\"mldsa65-ed25519-sha512\"",
                "\"lastStatement\":null|\"lastStatement\":-1",
                "\"firstBlock\":0|\"firstBlock\":-1",
                "\"lastBlock\":null|\"lastBlock\":-2",
                "\"partition\":null|\"partition\":2",
                "\"name\":\"recovery\"|\"name\":\"friend\"",
                "\"name\":\"recovery\"|\"name\":\"home\"",
            })
    void formsThatAreNotExactAreRefused(String change) {
        String json = new String(TrustRootJson.write(genesis.root()), UTF_8);
        String[] parts = change.split("\\|", -1);
        assertThat(json).contains(parts[0]);
        byte[] payload = json.replaceFirst(Pattern.quote(parts[0]), Matcher.quoteReplacement(parts[1]))
                .getBytes(UTF_8);
        byte[] envelope = Dsse.toJson(Dsse.sign(SignedTrustRoot.PAYLOAD_TYPE, payload, country.officials()));

        assertRefused(() -> SignedTrustRoot.parse(envelope), "");
    }

    @Test
    void bytesThatAreNoEnvelopeAreRefused() {
        for (byte[] bytes : List.of(
                new byte[0],
                "null".getBytes(UTF_8),
                "[]".getBytes(UTF_8),
                "{".getBytes(UTF_8),
                new byte[] {-1, -2},
                "{} {}".getBytes(UTF_8),
                new byte[5 * 1024 * 1024],
                "[".repeat(100_000).getBytes(UTF_8))) {
            assertRefused(() -> SignedTrustRoot.parse(bytes), "");
        }
    }

    @Test
    void aKeyInTwoRolesIsRefused() {
        TrustRootDraft draft = TrustRootDraft.of(genesis.root());
        draft.sites.set(
                0, new TrustRoot.SiteEntry(Site.HOME, country.officials().get(0).verifyingKey()));

        assertThatThrownBy(draft::root).hasMessageContaining("one key, one suite, one role");
    }

    @Test
    void theEd25519HalfOfACompositeInAnotherRoleIsRefused() {
        SigningKey composite = SigningKey.generate(SignatureSuite.MLDSA65_ED25519, random);
        byte[] secret = composite.revealSecret();
        SigningKey half = SigningKey.of(SignatureSuite.ED25519, Arrays.copyOfRange(secret, 32, 64));
        TrustRootDraft draft = TrustRootDraft.of(genesis.root());
        draft.officials.add(new TrustRoot.Official("official-4", composite.verifyingKey()));
        draft.officials.add(new TrustRoot.Official("official-5", half.verifyingKey()));
        draft.threshold = 3;

        assertThatThrownBy(draft::root).hasMessageContaining("one key, one suite, one role");
    }

    @Test
    void aThresholdThatIsNoMajorityIsRefused() {
        TrustRootDraft draft = TrustRootDraft.of(genesis.root());
        draft.officials.add(new TrustRoot.Official("official-4", newKey().verifyingKey()));

        assertThatThrownBy(draft::root).hasMessageContaining("more than half");
    }

    @Test
    void aSuccessorIsSignedByTheThresholdsOfBothVersions() {
        List<SigningKey> newOfficials = List.of(newKey(), newKey(), newKey());
        TrustRootDraft draft = TrustRootDraft.successorOf(genesis);
        draft.officials.clear();
        for (int i = 0; i < 3; i++) {
            draft.officials.add(
                    new TrustRoot.Official("new " + i, newOfficials.get(i).verifyingKey()));
        }
        TrustRoot next = draft.root();
        List<SigningKey> both = new ArrayList<>(newOfficials.subList(0, 2));
        both.addAll(country.officials().subList(1, 3));

        assertThat(genesis.successor(envelope(next, both)).root()).isEqualTo(next);
        assertRefused(() -> genesis.successor(envelope(next, newOfficials)), "previous version's");
        assertRefused(() -> genesis.successor(envelope(next, country.officials())), "its own");
        assertRefused(
                () -> genesis.successor(envelope(
                        next,
                        List.of(
                                newOfficials.get(0),
                                newOfficials.get(1),
                                country.officials().get(0)))),
                "previous version's");
    }

    @Test
    void aSuccessorHasTheNextVersionAndTheDigestBefore() {
        TrustRootDraft later = TrustRootDraft.successorOf(genesis);
        later.version = 3;
        TrustRootDraft elsewhere = TrustRootDraft.successorOf(genesis);
        elsewhere.previous = Optional.of(Digest.sha256(new byte[] {1}));

        assertRefused(() -> genesis.successor(country.sign(later.root()).envelope()), "version: expected 2");
        assertRefused(() -> genesis.successor(country.sign(elsewhere.root()).envelope()), "previous");
        assertRefused(() -> genesis.successor(genesis.envelope()), "version: expected 2");
    }

    @Test
    void registriesAreOnlyAppended() {
        assertSuccessor(draft -> draft.registries.add(TestTrust.encrypted("health", 4)));
        assertSuccessor(
                draft -> draft.registries.set(0, new TrustRoot.RegistryEntry("legislation", 2, true, Site.HOME, 500)));
        assertNoSuccessor(draft -> draft.registries.set(0, TestTrust.legislation(3)), "partitions");
        assertNoSuccessor(draft -> draft.registries.set(0, TestTrust.encrypted("legislation", 2)), "public");
        assertNoSuccessor(
                draft -> draft.registries.set(1, new TrustRoot.RegistryEntry("population", 3, true, Site.HOME, 20)),
                "public");
        assertNoSuccessor(
                draft -> draft.registries.set(1, new TrustRoot.RegistryEntry("population", 3, false, Site.EMBASSY, 20)),
                "firstPrimary");
        assertNoSuccessor(draft -> Collections.swap(draft.registries, 0, 1), "order");
        assertNoSuccessor(draft -> draft.registries.add(0, TestTrust.encrypted("health", 4)), "order");
    }

    @Test
    void registriesAreNeverRemoved() {
        assertNoSuccessor(
                draft -> {
                    draft.registries.remove(1);
                    draft.writers.removeIf(writer -> writer.registry().equals("population"));
                    draft.signingKeys.removeIf(key -> key.registry().equals("population"));
                },
                "none may be removed");
    }

    @Test
    void signingKeysAreAppendedOrNarrowed() {
        TrustRoot.BlockSigningKey first = genesis.root().signingKeys().get(0);
        Digest epoch = Digest.sha256(new byte[] {9});

        assertSuccessor(draft -> draft.signingKeys.add(entry(first, newKey(), 0, Long.MAX_VALUE)));
        assertSuccessor(draft -> draft.signingKeys.set(0, narrowed(first, 0, 41)));
        assertSuccessor(draft -> draft.signingKeys.set(0, narrowed(first, 0, -1)));
        assertSuccessor(draft -> {
            draft.signingKeys.set(0, inPartition(first, 0, 41));
            draft.signingKeys.add(1, inPartition(first, 1, 17));
        });
        assertSuccessor(draft -> draft.signingKeys.set(
                0,
                new TrustRoot.BlockSigningKey(
                        first.verifyingKey(),
                        first.registry(),
                        first.site(),
                        Optional.of(epoch),
                        Optional.empty(),
                        0,
                        Long.MAX_VALUE)));
        assertNoSuccessor(draft -> draft.signingKeys.remove(0), "none may be removed");
        assertNoSuccessor(draft -> Collections.swap(draft.signingKeys, 0, 1), "order");
        assertNoSuccessor(
                draft -> draft.signingKeys.add(0, entry(first, newKey(), 0, Long.MAX_VALUE)), "new ones come last");
    }

    @Test
    void whatWasNarrowedIsNotWidenedAgain() {
        TrustRoot.BlockSigningKey first = genesis.root().signingKeys().get(0);
        TrustRootDraft draft = TrustRootDraft.successorOf(genesis);
        draft.signingKeys.set(0, narrowed(first, 10, 41));
        SignedTrustRoot second = country.sign(draft.root());

        for (TrustRoot.BlockSigningKey wider :
                List.of(narrowed(first, 10, 42), narrowed(first, 9, 41), first, narrowed(first, 42, 41 + 10))) {
            TrustRootDraft third = TrustRootDraft.successorOf(second);
            third.signingKeys.set(0, wider);
            assertRefused(() -> second.successor(country.sign(third.root()).envelope()), "may only become less");
        }
    }

    @Test
    void aNarrowedKeyMaySignOnlyWhatIsLeft() {
        TrustRoot.BlockSigningKey first = genesis.root().signingKeys().get(0);
        TrustRootDraft draft = TrustRootDraft.successorOf(genesis);
        draft.signingKeys.set(0, inPartition(first, 0, 41));
        draft.signingKeys.add(1, inPartition(first, 1, -1));
        TrustRoot root = draft.root();
        Digest keyId = first.verifyingKey().keyId();
        LedgerId zero = new LedgerId("legislation", 0);
        LedgerId one = new LedgerId("legislation", 1);
        Digest epochId = genesis.digest();

        assertThat(root.allowsBlock(keyId, zero, Site.HOME, epochId, 41)).isTrue();
        assertThat(root.allowsBlock(keyId, zero, Site.HOME, epochId, 42)).isFalse();
        assertThat(root.allowsBlock(keyId, one, Site.HOME, epochId, 0)).isFalse();
        assertThat(root.allowsBlock(keyId, zero, Site.EMBASSY, epochId, 0)).isFalse();
        assertThat(root.allowsBlock(keyId, new LedgerId("population", 0), Site.HOME, epochId, 0))
                .isFalse();
        assertThat(root.blockVerifyingKey(keyId)).contains(first.verifyingKey());
        assertThat(root.blockVerifyingKey(epochId)).isEmpty();
    }

    @Test
    void authorsOfStatementsAreReplacedByEndingTheirChain() {
        TrustRoot.SiteEntry home = genesis.root().sites().get(0);
        SigningKey replacement = newKey();

        assertSuccessor(draft -> {
            draft.sites.set(0, new TrustRoot.SiteEntry(home.site(), home.statementKey(), 12));
            draft.sites.add(new TrustRoot.SiteEntry(Site.HOME, replacement.verifyingKey()));
        });
        assertNoSuccessor(
                draft -> draft.sites.set(0, new TrustRoot.SiteEntry(Site.HOME, replacement.verifyingKey())),
                "never change place or key");
        TrustRootDraft two = TrustRootDraft.successorOf(genesis);
        two.sites.add(new TrustRoot.SiteEntry(Site.HOME, replacement.verifyingKey()));
        assertThatThrownBy(two::root).hasMessageContaining("exactly one statement key in use for home");
        TrustRootDraft none = TrustRootDraft.successorOf(genesis);
        none.sites.set(0, new TrustRoot.SiteEntry(home.site(), home.statementKey(), 12));
        assertThatThrownBy(none::root).hasMessageContaining("exactly one statement key in use for home");
    }

    @Test
    void writersAreNeverRemovedAndTheirChainsNeverLengthened() {
        TrustRoot.WriterEntry writer = genesis.root().writers().get(0);
        TrustRootDraft draft = TrustRootDraft.successorOf(genesis);
        draft.writers.set(0, new TrustRoot.WriterEntry(writer.registry(), writer.site(), writer.statementKey(), 5));
        SignedTrustRoot second = country.sign(draft.root());
        TrustRootDraft third = TrustRootDraft.successorOf(second);
        third.writers.set(0, new TrustRoot.WriterEntry(writer.registry(), writer.site(), writer.statementKey(), 6));

        assertThat(genesis.successor(second.envelope())).isEqualTo(second);
        assertRefused(() -> second.successor(country.sign(third.root()).envelope()), "may only become lower");
        assertNoSuccessor(d -> d.writers.remove(0), "none may be removed");
    }

    @Test
    void theCountryNeverChangesAndRecipientsMay() {
        assertNoSuccessor(draft -> draft.country = "Elsewhere", "country");
        assertSuccessor(draft -> draft.recipients.set(
                2,
                new TrustRoot.Recipient(
                        "recovery", RecipientSecret.generate(random).recipientKey())));
        TrustRootDraft draft = TrustRootDraft.successorOf(genesis);
        draft.recipients.set(
                2,
                new TrustRoot.Recipient("recovery", country.home().recipient().recipientKey()));
        assertThatThrownBy(draft::root).hasMessageContaining("same key");
    }

    @Test
    void expiryIsAStatementAndNotARule() {
        Instant expires = genesis.root().expires();

        assertThat(genesis.root().isExpired(expires)).isFalse();
        assertThat(genesis.root().isExpired(expires.plusSeconds(1))).isTrue();
    }

    private void assertSuccessor(Consumer<TrustRootDraft> change) {
        TrustRootDraft draft = TrustRootDraft.successorOf(genesis);
        change.accept(draft);
        TrustRoot next = draft.root();

        assertThat(genesis.successor(country.sign(next).envelope()).root()).isEqualTo(next);
    }

    private void assertNoSuccessor(Consumer<TrustRootDraft> change, String rule) {
        TrustRootDraft draft = TrustRootDraft.successorOf(genesis);
        change.accept(draft);
        byte[] envelope = country.sign(draft.root()).envelope();

        assertRefused(() -> genesis.successor(envelope), rule);
    }

    private SigningKey newKey() {
        return SigningKey.generate(SignatureSuite.ED25519, random);
    }

    private static TrustRoot.BlockSigningKey entry(
            TrustRoot.BlockSigningKey like, SigningKey key, long firstBlock, long lastBlock) {
        return new TrustRoot.BlockSigningKey(
                key.verifyingKey(),
                like.registry(),
                like.site(),
                Optional.empty(),
                Optional.empty(),
                firstBlock,
                lastBlock);
    }

    private static TrustRoot.BlockSigningKey narrowed(TrustRoot.BlockSigningKey key, long firstBlock, long lastBlock) {
        return new TrustRoot.BlockSigningKey(
                key.verifyingKey(), key.registry(), key.site(), key.epochId(), key.partition(), firstBlock, lastBlock);
    }

    private static TrustRoot.BlockSigningKey inPartition(TrustRoot.BlockSigningKey key, int partition, long lastBlock) {
        return new TrustRoot.BlockSigningKey(
                key.verifyingKey(), key.registry(), key.site(), key.epochId(), Optional.of(partition), 0, lastBlock);
    }

    private static byte[] envelope(TrustRoot root, List<SigningKey> signers) {
        return Dsse.toJson(Dsse.sign(SignedTrustRoot.PAYLOAD_TYPE, TrustRootJson.write(root), signers));
    }

    private static void assertRefused(ThrowingCallable call, String rule) {
        assertThatThrownBy(call)
                .isInstanceOf(EmbassyException.class)
                .hasMessageContaining(rule)
                .satisfies(e -> assertThat(((EmbassyException) e).problem()).isEqualTo(Problem.TRUST_ROOT_INVALID));
    }
}
