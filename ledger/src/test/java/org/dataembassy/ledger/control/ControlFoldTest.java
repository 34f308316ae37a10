package org.dataembassy.ledger.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlFold.Outcome;
import org.dataembassy.ledger.control.ControlFold.Result;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What control says, whoever brings it, in whatever order. */
class ControlFoldTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final TestTrust country =
            TestTrust.create(31, TestTrust.legislation(2), TestTrust.encrypted("population", 2));
    private final SigningKey homeWriter =
            country.writer("legislation", Site.HOME).statementKey();
    private final SigningKey embassySite = country.embassy().statementKey();
    private final ControlFold fold = new ControlFold(country.genesis());

    @Test
    void beforeAnythingIsReadTheViewIsThatOfTheGenesis() {
        assertThat(fold.view()).isEqualTo(country.view());
        assertThat(fold.view().domain()).isEqualTo(country.domain());
        assertThat(fold.view().runningEpoch("legislation"))
                .contains(new Epoch(1, country.domain(), Site.HOME, Optional.empty()));
        assertThat(fold.snapshot()).isEmpty();
    }

    @Test
    void statementsTakeEffectInTheirAuthorsOrder() {
        StatementSigner writer = signer(homeWriter);
        byte[] first = writer.signNext(schema("one"), NOW);
        byte[] second = writer.signNext(schema("two"), NOW);
        byte[] third = writer.signNext(closing(5), NOW);

        assertThat(fold.take(third).result()).isEqualTo(Result.WAITING);
        assertThat(fold.take(second).result()).isEqualTo(Result.WAITING);
        assertThat(fold.view().schemas()).isEmpty();
        assertThat(fold.take(first).result()).isEqualTo(Result.APPLIED);

        ControlView view = fold.view();
        assertThat(view.schemas().values()).containsExactlyInAnyOrder("one", "two");
        assertThat(view.closings()).containsKey(blockKey(Site.HOME));
        assertThat(view.authors().get(homeWriter.verifyingKey().keyId()))
                .isEqualTo(writer.last().orElseThrow());
        assertThat(view.alarms()).isEmpty();
    }

    @Test
    void theSameStatementAgainChangesNothing() {
        byte[] statement = signer(homeWriter).signNext(schema("one"), NOW);
        fold.take(statement);
        ControlView before = fold.view();

        assertThat(fold.take(statement).result()).isEqualTo(Result.DUPLICATE);

        assertThat(fold.view()).isSameAs(before);
    }

    @Test
    void theVersionGrowsWithEveryStatementAndDoesNotCountWhenViewsAreCompared() {
        StatementSigner writer = signer(homeWriter);
        byte[] first = writer.signNext(schema("one"), NOW);
        byte[] second = writer.signNext(schema("two"), NOW);
        ControlFold other = new ControlFold(country.genesis());

        long before = fold.view().version();
        fold.take(first);
        long between = fold.view().version();
        fold.take(second);
        other.take(second);
        other.take(first);

        assertThat(between).isGreaterThan(before);
        assertThat(fold.view().version()).isGreaterThan(between);
        assertThat(fold.view()).isEqualTo(other.view());
        assertThat(fold.view().hashCode()).isEqualTo(other.view().hashCode());
    }

    @Test
    void twoStatementsWithOneNumberEndTheirAuthorsChainBeforeThem() {
        StatementSigner writer = signer(homeWriter);
        byte[] first = writer.signNext(schema("one"), NOW);
        StatementSigner twin = new StatementSigner(country.domain(), homeWriter, writer.last());
        byte[] second = writer.signNext(schema("two"), NOW);
        byte[] third = writer.signNext(schema("three"), NOW);
        byte[] otherSecond = twin.signNext(schema("two, otherwise"), NOW);
        takeAll(first, second, third);
        assertThat(fold.view().schemas()).hasSize(3);

        Outcome outcome = fold.take(otherSecond);

        assertThat(outcome.result()).isEqualTo(Result.FORK);
        assertThat(fold.view().schemas().values()).containsExactly("one");
        assertThat(fold.view().authors().get(homeWriter.verifyingKey().keyId()).number())
                .isEqualTo(1);
        assertThat(fold.view().alarms()).hasSize(1);
        assertThat(fold.view().alarms().get(0))
                .contains("writer of legislation at home")
                .contains("two different statements with number 2");
    }

    @Test
    void aStatementThatDoesNotFollowTheOneBeforeEndsTheChain() {
        StatementSigner writer = signer(homeWriter);
        byte[] first = writer.signNext(schema("one"), NOW);
        StatementSigner forgetful = new StatementSigner(
                country.domain(),
                homeWriter,
                Optional.of(new ControlView.AuthorHead(
                        homeWriter.verifyingKey().keyId(), 1, Digest.sha256(new byte[] {7}))));

        takeAll(first, forgetful.signNext(schema("two"), NOW));

        assertThat(fold.view().schemas().values()).containsExactly("one");
        assertThat(fold.view().alarms().get(0)).contains("does not follow the one before");
    }

    @Test
    void anotherAuthorsChainGoesOnBesideAFork() {
        byte[] one = signer(homeWriter).signNext(schema("one"), NOW);
        byte[] other = signer(homeWriter).signNext(schema("other"), NOW);

        takeAll(one, other, signer(embassySite).signNext(checkpoint(), NOW));

        assertThat(fold.view().schemas()).isEmpty();
        assertThat(fold.view().authors())
                .containsOnlyKeys(embassySite.verifyingKey().keyId());
    }

    @Test
    void whatStrangersAndForgersSayIsRefusedOrWaits() {
        SigningKey stranger = newKey(1);
        byte[] strangers = signer(stranger).signNext(schema("x"), NOW);
        byte[] elsewhere = new StatementSigner(Digest.sha256(new byte[] {1}), homeWriter, Optional.empty())
                .signNext(schema("x"), NOW);
        byte[] outsideItsChain = signer(embassySite).signCheckpoint(checkpoint(), NOW);
        Dsse.Envelope signed = Dsse.fromJson(signer(homeWriter).signNext(schema("x"), NOW));
        byte[] forged = Dsse.toJson(new Dsse.Envelope(
                signed.payloadType(),
                signed.payload(),
                List.of(new Dsse.Signature(homeWriter.verifyingKey().keyId(), new byte[64]))));
        byte[] signedTwice =
                Dsse.toJson(Dsse.sign(signed.payloadType(), signed.payload(), List.of(homeWriter, embassySite)));
        byte[] signedByAnother = Dsse.toJson(Dsse.sign(signed.payloadType(), signed.payload(), List.of(embassySite)));
        byte[] ofAnotherType = Dsse.toJson(Dsse.sign("text/plain", signed.payload(), List.of(homeWriter)));
        ControlView before = fold.view();

        assertThat(fold.take(strangers).result()).isEqualTo(Result.WAITING);
        for (byte[] record : List.of(elsewhere, outsideItsChain, forged, signedTwice, signedByAnother, ofAnotherType)) {
            assertThat(fold.take(record).result()).isEqualTo(Result.REFUSED);
        }

        assertThat(fold.view()).isEqualTo(before);
    }

    @Test
    void whatAnAuthorMayNotSayHasNoEffectAndRaisesAnAlarm() {
        StatementSigner site = signer(embassySite);
        StatementSigner writer = signer(country.writer("population", Site.HOME).statementKey());

        takeAll(
                site.signNext(schema("x"), NOW),
                site.signNext(closing(0), NOW),
                writer.signNext(closing(0), NOW),
                site.signNext(checkpoint(), NOW));

        assertThat(fold.view().schemas()).isEmpty();
        assertThat(fold.view().closings()).isEmpty();
        assertThat(fold.view().authors().get(embassySite.verifyingKey().keyId()).number())
                .isEqualTo(3);
        assertThat(fold.view().alarms()).hasSize(3).allMatch(alarm -> alarm.contains("no effect"));
    }

    @Test
    void kindsThatComeLaterKeepTheirPlaceAndRaiseAnAlarm() {
        StatementSigner writer = signer(homeWriter);
        byte[] later = withPayload(writer.signNext(schema("x"), NOW), "schema-published", "mandate-proposed");
        StatementSigner next = new StatementSigner(
                country.domain(),
                homeWriter,
                Optional.of(new ControlView.AuthorHead(
                        homeWriter.verifyingKey().keyId(),
                        1,
                        Dsse.fromJson(later).payloadDigest())));
        byte[] second = next.signNext(schema("two"), NOW);

        assertThat(fold.take(later).result()).isEqualTo(Result.APPLIED);
        assertThat(fold.take(second).result()).isEqualTo(Result.APPLIED);

        assertThat(fold.view().schemas().values()).containsExactly("two");
        assertThat(fold.view().alarms().get(0)).contains("mandate-proposed").contains("does not know");
    }

    @Test
    void aSchemaWhoseTextIsNotTheFingerprintsIsNotBelieved() {
        byte[] wrong =
                withPayload(signer(homeWriter).signNext(schema("text"), NOW), "\"text\":\"text\"", "\"text\":\"evil\"");

        fold.take(wrong);

        assertThat(fold.view().schemas()).isEmpty();
        assertThat(fold.view().alarms()).hasSize(1);
    }

    @Test
    void twoClosingsOfOneKeyLeaveTheLowerEnd() {
        StatementSigner writer = signer(homeWriter);

        takeAll(writer.signNext(closing(5, 9), NOW), writer.signNext(closing(7, 3), NOW.plusSeconds(1)));

        assertThat(fold.view().closings().get(blockKey(Site.HOME)).firstRefusedBlock())
                .isEqualTo(Map.of(new LedgerId("legislation", 0), 5L, new LedgerId("legislation", 1), 3L));
    }

    @Test
    void trustRootsApplyInTheOrderOfTheirVersions() {
        SignedTrustRoot second =
                country.sign(withRegistry(country.genesis(), "health").root());
        SignedTrustRoot third = country.sign(withRegistry(second, "land").root());

        assertThat(fold.take(third.envelope()).result()).isEqualTo(Result.WAITING);
        assertThat(fold.take(country.genesis().envelope()).result()).isEqualTo(Result.DUPLICATE);
        assertThat(fold.take(second.envelope()).result()).isEqualTo(Result.APPLIED);

        assertThat(fold.view().trustRoot()).isEqualTo(third);
        assertThat(fold.view().runningEpoch("land")).isPresent();
        assertThat(fold.take(second.envelope()).result()).isEqualTo(Result.DUPLICATE);
    }

    @Test
    void aTrustRootWithoutTheOfficialsOfTheOneBeforeIsRefused() {
        TestTrust usurper = TestTrust.create(32, TestTrust.legislation(2));
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.officials.clear();
        draft.officials.addAll(usurper.genesis().root().officials());

        assertThat(fold.take(usurper.sign(draft.root()).envelope()).result()).isEqualTo(Result.REFUSED);
        assertThat(fold.take(usurper.genesis().envelope()).result()).isEqualTo(Result.REFUSED);

        assertThat(fold.view()).isEqualTo(country.view());
    }

    @Test
    void twoTrustRootsOfOneVersionAreBothNotBelieved() {
        SignedTrustRoot second =
                country.sign(withRegistry(country.genesis(), "health").root());
        SignedTrustRoot otherSecond =
                country.sign(withRegistry(country.genesis(), "land").root());
        SignedTrustRoot third = country.sign(withRegistry(second, "tax").root());
        takeAll(second.envelope(), third.envelope());

        assertThat(fold.take(otherSecond.envelope()).result()).isEqualTo(Result.FORK);

        assertThat(fold.view().trustRootForked()).isTrue();
        assertThat(fold.view().trustRoot()).isEqualTo(country.genesis());
        assertThat(fold.view().alarms().get(0)).contains("two of version 2");
        ControlFold other = new ControlFold(country.genesis());
        other.take(otherSecond.envelope());
        other.take(third.envelope());
        other.take(second.envelope());
        assertThat(other.view()).isEqualTo(fold.view());
    }

    @Test
    void aTrustRootThatCameFirstWithTooFewSignaturesDoesNotKeepTheTrueOneOut() {
        SignedTrustRoot second =
                country.sign(withRegistry(country.genesis(), "health").root());
        List<SigningKey> newOfficials = List.of(newKey(11), newKey(12), newKey(13));
        TrustRootDraft draft = TrustRootDraft.successorOf(second);
        draft.officials.clear();
        for (int i = 0; i < 3; i++) {
            draft.officials.add(
                    new TrustRoot.Official("new " + i, newOfficials.get(i).verifyingKey()));
        }
        List<SigningKey> all = new ArrayList<>(country.officials());
        all.addAll(newOfficials);
        SignedTrustRoot third = SignedTrustRoot.sign(draft.root(), all);
        SignedTrustRoot stripped = SignedTrustRoot.sign(draft.root(), newOfficials);

        takeAll(stripped.envelope(), third.envelope(), third.envelope(), second.envelope());

        assertThat(fold.view().trustRoot()).isEqualTo(third);
        assertThat(fold.view().trustRootForked()).isFalse();
    }

    @Test
    void anAuthorWhomALaterTrustRootNamesIsHeardOnceItHasCome() {
        SigningKey newSite = newKey(2);
        byte[] early = signer(newSite).signNext(checkpoint(), NOW);
        byte[] forged = withSignature(early, new byte[64]);
        byte[] forgedOtherwise = withSignature(early, new byte[63]);
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.sites.set(1, new TrustRoot.SiteEntry(Site.EMBASSY, embassySite.verifyingKey(), 4));
        draft.sites.add(new TrustRoot.SiteEntry(Site.EMBASSY, newSite.verifyingKey()));
        assertThat(fold.take(forged).result()).isEqualTo(Result.WAITING);
        assertThat(fold.take(early).result()).isEqualTo(Result.WAITING);
        assertThat(fold.take(early).result()).isEqualTo(Result.DUPLICATE);
        assertThat(fold.take(forgedOtherwise).result()).isEqualTo(Result.WAITING);

        fold.take(country.sign(draft.root()).envelope());

        assertThat(fold.view().authors()).containsKey(newSite.verifyingKey().keyId());
        assertThat(fold.take(early).result()).isEqualTo(Result.DUPLICATE);
    }

    @Test
    void whatAnAuthorSaidPastTheEndThatATrustRootSetsIsTakenBack() {
        StatementSigner writer = signer(homeWriter);
        byte[] first = writer.signNext(schema("one"), NOW);
        byte[] stolen = writer.signNext(closing(0), NOW);
        SignedTrustRoot second = country.sign(withWriterEnded(1).root());
        takeAll(first, stolen);
        assertThat(fold.view().closings()).hasSize(1);

        fold.take(second.envelope());

        assertThat(fold.view().closings()).isEmpty();
        assertThat(fold.view().schemas()).hasSize(1);
        ControlFold other = new ControlFold(country.genesis());
        other.take(second.envelope());
        other.take(first);
        assertThat(other.take(stolen).result()).isEqualTo(Result.REFUSED);
        assertThat(other.view()).isEqualTo(fold.view());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theViewDoesNotDependOnTheOrderOfArrival(long seed) {
        List<byte[]> records = new ArrayList<>(everythingThatCanHappen());
        records.forEach(fold::take);
        Random random = new Random(seed);

        Collections.shuffle(records, random);
        ControlFold other = new ControlFold(country.genesis());
        records.forEach(other::take);
        Collections.shuffle(records, random);
        records.forEach(other::take);

        assertThat(other.view()).as("seed %d", seed).isEqualTo(fold.view());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aSnapshotGivesTheSameViewAndGoesOnFromThere(long seed) {
        List<byte[]> records = new ArrayList<>(everythingThatCanHappen());
        Collections.shuffle(records, new Random(seed));
        List<byte[]> read = records.subList(0, records.size() / 2);
        List<byte[]> toCome = records.subList(records.size() / 2, records.size());
        read.forEach(fold::take);

        ControlFold restarted = new ControlFold(country.genesis());
        fold.snapshot().forEach(restarted::take);
        assertThat(restarted.view()).as("seed %d, before", seed).isEqualTo(fold.view());
        toCome.forEach(fold::take);
        toCome.forEach(restarted::take);

        assertThat(restarted.view()).as("seed %d, after", seed).isEqualTo(fold.view());
    }

    @Test
    void noBytesMakeItThrow() {
        byte[] statement = signer(homeWriter).signNext(schema("one"), NOW);
        byte[] root =
                country.sign(withRegistry(country.genesis(), "health").root()).envelope();
        Random random = new Random(99);
        ControlView before = fold.view();

        for (int i = 0; i < 600; i++) {
            byte[] record = (i % 2 == 0 ? statement : root).clone();
            for (int change = 0; change <= i % 4; change++) {
                record[random.nextInt(record.length)] = (byte) random.nextInt(256);
            }
            if (i % 5 == 0) {
                record = Arrays.copyOf(record, random.nextInt(record.length));
            }
            assertThat(fold.take(record)).isNotNull();
        }

        assertThat(fold.view().alarms()).isEmpty();
        assertThat(fold.view().closings()).isEqualTo(before.closings());
    }

    @Test
    void aFloodOfWhatCanNotBeVerifiedIsBoundedAndSaysSo() {
        StatementSigner stranger = signer(newKey(3));
        for (int i = 0; i < ControlFold.MAX_UNVERIFIED; i++) {
            assertThat(fold.take(stranger.signNext(checkpoint(), NOW)).result()).isEqualTo(Result.WAITING);
        }
        assertThat(fold.hasOverflowed()).isFalse();

        assertThat(fold.take(stranger.signNext(checkpoint(), NOW)).result()).isEqualTo(Result.REFUSED);

        assertThat(fold.hasOverflowed()).isTrue();
        assertThat(fold.take(signer(homeWriter).signNext(schema("one"), NOW)).result())
                .isEqualTo(Result.APPLIED);
    }

    /** Roots, authors to come, forks, stops, forbidden and unknown statements, strangers. */
    private List<byte[]> everythingThatCanHappen() {
        List<byte[]> records = new ArrayList<>();
        StatementSigner writer = signer(homeWriter);
        records.add(writer.signNext(schema("one"), NOW));
        records.add(writer.signNext(closing(5, 6), NOW));
        records.add(writer.signNext(schema("two"), NOW));
        records.add(writer.signNext(schema("stolen"), NOW));
        StatementSigner forking = signer(country.writer("population", Site.HOME).statementKey());
        records.add(forking.signNext(populationSchema("p1"), NOW));
        StatementSigner twin = new StatementSigner(
                country.domain(), country.writer("population", Site.HOME).statementKey(), forking.last());
        records.add(forking.signNext(populationSchema("p2"), NOW));
        records.add(twin.signNext(populationSchema("p2, otherwise"), NOW));
        records.add(twin.signNext(populationSchema("p3"), NOW));
        StatementSigner site = signer(embassySite);
        for (int i = 0; i < 5; i++) {
            records.add(site.signNext(i == 2 ? schema("forbidden") : checkpoint(), NOW.plusSeconds(i)));
        }
        records.add(withPayload(
                signer(country.writer("legislation", Site.EMBASSY).statementKey())
                        .signNext(schema("x"), NOW),
                "schema-published",
                "of-tomorrow"));
        SigningKey newSite = newKey(4);
        records.add(signer(newSite).signNext(checkpoint(), NOW));
        TrustRootDraft draft = withWriterEnded(3);
        draft.sites.set(1, new TrustRoot.SiteEntry(Site.EMBASSY, embassySite.verifyingKey(), 4));
        draft.sites.add(new TrustRoot.SiteEntry(Site.EMBASSY, newSite.verifyingKey()));
        SignedTrustRoot second = country.sign(draft.root());
        records.add(second.envelope());
        SignedTrustRoot third = country.sign(withRegistry(second, "health").root());
        records.add(third.envelope());
        records.add(country.sign(withRegistry(third, "land").root()).envelope());
        records.add(country.sign(withRegistry(third, "tax").root()).envelope());
        records.add(signer(newKey(5)).signNext(checkpoint(), NOW));
        return records;
    }

    private TrustRootDraft withWriterEnded(long lastStatement) {
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.writers.replaceAll(entry -> entry.statementKey().equals(homeWriter.verifyingKey())
                ? new TrustRoot.WriterEntry(entry.registry(), entry.site(), entry.statementKey(), lastStatement)
                : entry);
        return draft;
    }

    private static TrustRootDraft withRegistry(SignedTrustRoot before, String name) {
        TrustRootDraft draft = TrustRootDraft.successorOf(before);
        draft.registries.add(TestTrust.encrypted(name, 2));
        return draft;
    }

    /** The same author's statement with a payload that its program would not have written. */
    private byte[] withPayload(byte[] envelope, String from, String to) {
        Dsse.Envelope signed = Dsse.fromJson(envelope);
        String payload = new String(signed.payload(), UTF_8);
        assertThat(payload).contains(from);
        SigningKey signer =
                List.of(homeWriter, country.writer("legislation", Site.EMBASSY).statementKey(), newKey(2)).stream()
                        .filter(key -> key.verifyingKey()
                                .keyId()
                                .equals(signed.signatures().get(0).keyId()))
                        .findFirst()
                        .orElseThrow();
        return Dsse.toJson(
                Dsse.sign(signed.payloadType(), payload.replace(from, to).getBytes(UTF_8), List.of(signer)));
    }

    private static byte[] withSignature(byte[] envelope, byte[] signature) {
        Dsse.Envelope signed = Dsse.fromJson(envelope);
        return Dsse.toJson(new Dsse.Envelope(
                signed.payloadType(),
                signed.payload(),
                List.of(new Dsse.Signature(signed.signatures().get(0).keyId(), signature))));
    }

    private StatementSigner signer(SigningKey key) {
        return new StatementSigner(country.domain(), key, Optional.empty());
    }

    private static SigningKey newKey(long seed) {
        return SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(1000 + seed));
    }

    private Digest blockKey(Site site) {
        return country.writer("legislation", site)
                .blockKeys()
                .get(0)
                .verifyingKey()
                .keyId();
    }

    private static SchemaPublished schema(String text) {
        return new SchemaPublished("legislation", "org.example.Act", Digest.sha256(text.getBytes(UTF_8)), text);
    }

    private static SchemaPublished populationSchema(String text) {
        return new SchemaPublished("population", "org.example.Person", Digest.sha256(text.getBytes(UTF_8)), text);
    }

    private KeyClosed closing(long firstRefused) {
        return new KeyClosed(new ControlView.KeyClosing(
                blockKey(Site.HOME), Map.of(new LedgerId("legislation", 0), firstRefused), NOW));
    }

    private KeyClosed closing(long inZero, long inOne) {
        return new KeyClosed(new ControlView.KeyClosing(
                blockKey(Site.HOME),
                Map.of(new LedgerId("legislation", 0), inZero, new LedgerId("legislation", 1), inOne),
                NOW));
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(
                List.of(HeadStatement.of(new LedgerId("legislation", 0), Head.EMPTY)), 1, country.domain(), List.of());
    }

    private void takeAll(byte[]... records) {
        for (byte[] record : records) {
            fold.take(record);
        }
    }
}
