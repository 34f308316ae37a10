package org.dataembassy.ledger.kafka.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.control.ControlFold;
import org.dataembassy.ledger.control.ControlStatement;
import org.dataembassy.ledger.control.ControlView;
import org.dataembassy.ledger.control.StatementSigner;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.kafka.TestLand;
import org.dataembassy.ledger.kafka.topics.Topics;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.dataembassy.ledger.trust.SignedTrustRoot;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is done to statements and trust roots on a real control topic: a follower believes what was truly said, in its
 * authors' order, and nothing else. Every attack has a country of its own.
 */
final class AttackedControlTest {
    private static final long SEED = 20_261_123;

    @TempDir
    private Path folder;

    /**
     * @param name a sentence
     * @param records what lies on the topic, in this order
     * @param believed what a follower believes then: the view of these alone
     * @param alarm part of an alarm that must be raised; empty for none at all
     */
    private record ControlAttack(
            String name,
            Function<Said, List<byte[]>> records,
            Function<Said, List<byte[]>> believed,
            Optional<String> alarm) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** What was truly said in a country: three statements of one author, and a second and third trust root. */
    private static final class Said {
        final TestLand land;
        final List<byte[]> statements;
        final byte[] otherSecond;
        final byte[] secondRoot;
        final byte[] thirdRoot;
        final byte[] otherSecondRoot;

        Said(TestLand land, Function<TestLand, List<ControlStatement>> bodies) {
            this.land = land;
            List<ControlStatement> said = bodies.apply(land);
            StatementSigner signer = signer(land.trust.domain(), land.keys().statementKey());
            byte[] first = signer.signNext(said.get(0), TestLand.now());
            StatementSigner twin =
                    new StatementSigner(land.trust.domain(), land.keys().statementKey(), signer.last());
            byte[] second = signer.signNext(said.get(1), TestLand.now());
            statements = List.of(first, second, signer.signNext(said.get(2), TestLand.now()));
            otherSecond = twin.signNext(said.get(3), TestLand.now());
            SignedTrustRoot next = expiringLater(land.trust.genesis(), 1, land.trust.officials());
            secondRoot = next.envelope();
            thirdRoot = expiringLater(next, 2, land.trust.officials()).envelope();
            otherSecondRoot = expiringLater(land.trust.genesis(), 3, land.trust.officials())
                    .envelope();
        }

        byte[] statement(int number) {
            return statements.get(number - 1);
        }

        byte[] secondRootBy(List<SigningKey> signers) {
            TrustRootDraft draft = TrustRootDraft.successorOf(land.trust.genesis());
            draft.expires = draft.expires.plusSeconds(9);
            Dsse.Envelope whole = Dsse.fromJson(
                    SignedTrustRoot.sign(draft.root(), land.trust.officials()).envelope());
            return Dsse.toJson(Dsse.sign(whole.payloadType(), whole.payload(), signers));
        }
    }

    static Stream<ControlAttack> attacks() {
        List<ControlAttack> all = new ArrayList<>();
        statements(all);
        trustRoots(all);
        strangers(all);
        return all.stream();
    }

    private static void statements(List<ControlAttack> all) {
        Random random = new Random(SEED);
        all.add(quiet(
                "a statement is changed and the true one comes later",
                said -> List.of(
                        said.statement(1),
                        changed(said.statement(2), random),
                        changed(said.statement(2), random),
                        said.statement(3),
                        said.statement(2)),
                said -> said.statements));
        all.add(quiet(
                "a statement is changed and the true one never comes",
                said -> List.of(said.statement(1), changed(said.statement(2), random), said.statement(3)),
                said -> List.of(said.statement(1))));
        all.add(quiet(
                "a statement is dropped",
                said -> List.of(said.statement(1), said.statement(3)),
                said -> List.of(said.statement(1))));
        all.add(quiet(
                "statements are reordered",
                said -> List.of(said.statement(3), said.statement(1), said.statement(2)),
                said -> said.statements));
        all.add(quiet(
                "statements are replayed",
                said -> List.of(
                        said.statement(1),
                        said.statement(1),
                        said.statement(2),
                        said.statement(1),
                        said.statement(3),
                        said.statement(2)),
                said -> said.statements));
        all.add(quiet(
                "a statement is truncated",
                said -> List.of(
                        said.statement(1),
                        Arrays.copyOf(said.statement(2), said.statement(2).length / 2),
                        new byte[0],
                        said.statement(2)),
                said -> List.of(said.statement(1), said.statement(2))));
        all.add(quiet(
                "a statement is moved here from another country",
                said -> List.of(
                        said.statement(1),
                        signer(TestTrust.create(3).domain(), said.land.keys().statementKey())
                                .signNext(schema(said.land, "moved"), TestLand.now()),
                        said.statement(2)),
                said -> List.of(said.statement(1), said.statement(2))));
        all.add(new ControlAttack(
                "a thief of a statement key forks its author's statements",
                said -> List.of(said.statement(1), said.statement(2), said.otherSecond, said.statement(3)),
                said -> List.of(said.statement(1)),
                Optional.of("two different statements with number 2")));
        all.add(quiet(
                "a statement is delayed",
                said -> List.of(said.statement(1), said.statement(3), said.secondRoot, said.statement(2)),
                said -> List.of(said.secondRoot, said.statement(1), said.statement(2), said.statement(3))));
    }

    private static void trustRoots(List<ControlAttack> all) {
        Random random = new Random(SEED);
        all.add(quiet(
                "a trust root is changed",
                said -> List.of(changed(said.secondRoot, random), changed(said.secondRoot, random)),
                said -> List.of()));
        all.add(quiet("a trust root is dropped", said -> List.of(said.thirdRoot), said -> List.of()));
        all.add(quiet(
                "trust roots are reordered",
                said -> List.of(said.thirdRoot, said.secondRoot),
                said -> List.of(said.secondRoot, said.thirdRoot)));
        all.add(quiet(
                "an old trust root is replayed",
                said -> List.of(
                        said.secondRoot,
                        said.thirdRoot,
                        said.land.trust.genesis().envelope(),
                        said.secondRoot),
                said -> List.of(said.secondRoot, said.thirdRoot)));
        all.add(quiet(
                "a trust root is moved here from another country",
                said -> List.of(
                        TestTrust.create(3).genesis().envelope(),
                        expiringLater(
                                        TestTrust.create(3).genesis(),
                                        1,
                                        TestTrust.create(3).officials())
                                .envelope(),
                        said.secondRoot),
                said -> List.of(said.secondRoot)));
        all.add(quiet(
                "a trust root is truncated",
                said -> List.of(Arrays.copyOf(said.secondRoot, said.secondRoot.length - 1)),
                said -> List.of()));
        all.add(quiet(
                "one official signs a trust root",
                said -> List.of(said.secondRootBy(said.land.trust.officials().subList(0, 1))),
                said -> List.of()));
        all.add(quiet(
                "one official signs a trust root three times",
                said -> List.of(signedAgain(
                        said.secondRootBy(said.land.trust.officials().subList(0, 1)))),
                said -> List.of()));
        all.add(quiet(
                "one official with a site and a writer signs a trust root",
                said -> List.of(said.secondRootBy(List.of(
                        said.land.trust.officials().get(0),
                        said.land.trust.embassy().statementKey(),
                        said.land.keys().statementKey()))),
                said -> List.of()));
        all.add(new ControlAttack(
                "two trust roots of one version are signed by a quorum",
                said -> List.of(said.secondRoot, said.otherSecondRoot),
                said -> List.of(said.otherSecondRoot, said.secondRoot),
                Optional.of("two of version 2")));
    }

    private static void strangers(List<ControlAttack> all) {
        all.add(quiet(
                "a stranger's statement is inserted",
                said -> List.of(
                        said.statement(1),
                        signer(
                                        said.land.trust.domain(),
                                        SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(5)))
                                .signNext(schema(said.land, "strange"), TestLand.now()),
                        "not a statement".getBytes(UTF_8),
                        said.statement(2)),
                said -> List.of(said.statement(1), said.statement(2))));
        all.add(new ControlAttack(
                "a thief of a site key publishes a schema and closes a signing key",
                said -> {
                    StatementSigner site = signer(
                            said.land.trust.domain(), said.land.trust.embassy().statementKey());
                    return List.of(
                            site.signNext(schema(said.land, "strange"), TestLand.now()),
                            site.signNext(closing(said.land, 0), TestLand.now()),
                            said.statement(1));
                },
                said -> List.of(said.statement(1)),
                Optional.of("no effect")));
        all.add(quiet(
                "an official alone publishes a schema and closes a signing key",
                said -> {
                    StatementSigner official = signer(
                            said.land.trust.domain(),
                            said.land.trust.officials().get(0));
                    return List.of(
                            official.signNext(schema(said.land, "strange"), TestLand.now()),
                            official.signNext(closing(said.land, 0), TestLand.now()),
                            said.statement(1));
                },
                said -> List.of(said.statement(1))));
    }

    private static ControlAttack quiet(
            String name, Function<Said, List<byte[]>> records, Function<Said, List<byte[]>> believed) {
        return new ControlAttack(name, records, believed, Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void whatIsDoneToSchemasAndTrustRootsIsNotBelieved(ControlAttack attack) throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            assertBelieved(attack, new Said(land, AttackedControlTest::schemas));
        }
    }

    static Stream<ControlAttack> attacksOnStatements() {
        List<ControlAttack> all = new ArrayList<>();
        statements(all);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("attacksOnStatements")
    void whatIsDoneToClosingsIsNotBelieved(ControlAttack attack) throws Exception {
        try (TestLand land = TestLand.withPublicRegistry(folder, 1)) {
            assertBelieved(attack, new Said(land, AttackedControlTest::closings));
        }
    }

    private static void assertBelieved(ControlAttack attack, Said said) throws Exception {
        // given
        ControlFold truth = new ControlFold(said.land.trust.genesis());
        attack.believed().apply(said).forEach(truth::take);
        // when
        try (KafkaProducer<byte[], byte[]> producer = said.land.clients.newProducer()) {
            for (byte[] record : attack.records().apply(said)) {
                producer.send(new ProducerRecord<>(Topics.CONTROL.name(), 0, null, record))
                        .get();
            }
        }
        // then
        ControlView view = said.land.follower.awaitCaughtUp(TestLand.PATIENCE);
        assertThat(view.trustRoot()).isEqualTo(truth.view().trustRoot());
        assertThat(view.schemas()).isEqualTo(truth.view().schemas());
        assertThat(view.closings()).isEqualTo(truth.view().closings());
        if (attack.alarm().isPresent()) {
            await().untilAsserted(() -> assertThat(said.land.follower.view().alarms())
                    .anyMatch(alarm -> alarm.contains(attack.alarm().get())));
        } else {
            assertThat(view.alarms()).isEmpty();
        }
    }

    private static List<ControlStatement> schemas(TestLand land) {
        return Stream.of("A", "B", "C", "D").map(name -> schema(land, name)).toList();
    }

    private static ControlStatement schema(TestLand land, String name) {
        String text = "\"" + name + "\"";
        return new ControlStatement.SchemaPublished(land.registry, name, Digest.sha256(text.getBytes(UTF_8)), text);
    }

    private static List<ControlStatement> closings(TestLand land) {
        return List.of(closing(land, 9), closing(land, 7), closing(land, 5), closing(land, 1));
    }

    private static ControlStatement closing(TestLand land, long firstRefused) {
        return new ControlStatement.KeyClosed(new ControlView.KeyClosing(
                land.keys().blockKeys().get(0).verifyingKey().keyId(),
                Map.of(new LedgerId(land.registry, 0), firstRefused),
                TestLand.now()));
    }

    private static StatementSigner signer(Digest domain, SigningKey statementKey) {
        return new StatementSigner(domain, statementKey, Optional.empty());
    }

    private static SignedTrustRoot expiringLater(SignedTrustRoot before, int seconds, List<SigningKey> officials) {
        TrustRootDraft draft = TrustRootDraft.successorOf(before);
        draft.expires = draft.expires.plusSeconds(seconds);
        return SignedTrustRoot.sign(draft.root(), officials);
    }

    /** The payload with one bit of it flipped, under the same signature: an envelope that still reads. */
    private static byte[] changed(byte[] record, Random random) {
        Dsse.Envelope envelope = Dsse.fromJson(record);
        byte[] payload = envelope.payload().clone();
        int at = payload.length / 4 + random.nextInt(payload.length / 2);
        payload[at] ^= 1;
        return Dsse.toJson(new Dsse.Envelope(envelope.payloadType(), payload, envelope.signatures()));
    }

    private static byte[] signedAgain(byte[] record) {
        Dsse.Envelope envelope = Dsse.fromJson(record);
        Dsse.Signature only = envelope.signatures().get(0);
        return Dsse.toJson(new Dsse.Envelope(envelope.payloadType(), envelope.payload(), List.of(only, only, only)));
    }
}
