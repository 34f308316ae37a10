package org.dataembassy.ledger.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.testkit.GoldenFile;
import org.dataembassy.ledger.testkit.TestTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements of every kind are written and read as they always were. */
class GoldenStatementTest {
    private static final TestTrust COUNTRY = TestTrust.create(2026, TestTrust.legislation(2));
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

    /** A statement of each kind, as the second on its author's chain. */
    record Sample(String name, ControlStatement statement) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sample> samples() {
        String text = "{\"type\":\"string\",\"doc\":\"Õigusakt\"}";
        return Stream.of(
                new Sample(
                        "schema-published",
                        new SchemaPublished(
                                "legislation", "org.example.Act", Digest.sha256(text.getBytes(UTF_8)), text)),
                new Sample(
                        "key-closed",
                        new KeyClosed(new ControlView.KeyClosing(
                                COUNTRY.writer("legislation", Site.HOME)
                                        .blockKeys()
                                        .get(0)
                                        .verifyingKey()
                                        .keyId(),
                                Map.of(new LedgerId("legislation", 1), 7L, new LedgerId("legislation", 0), 5L),
                                NOW.minusSeconds(1)))),
                new Sample("checkpoint", checkpoint()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everyKindIsWrittenAndReadAsItAlwaysWas(Sample sample) {
        byte[] written = signer().signNext(sample.statement(), NOW);

        byte[] golden = GoldenFile.read("control/v1-" + sample.name() + ".dsse.json", () -> written);

        assertThat(written).isEqualTo(golden);
        Statement read = StatementJson.read(Dsse.fromJson(golden).payload());
        assertThat(read.body()).isEqualTo(sample.statement());
        assertThat(read.number()).isEqualTo(2);
        assertThat(read.issuedAt()).isEqualTo(NOW);
    }

    @Test
    void everyKindHasASample() {
        List<StatementKind> sampled = samples()
                .map(sample -> StatementPermissions.kindOf(sample.statement()))
                .toList();

        assertThat(StatementKind.values()).allMatch(kind -> kind == StatementKind.TRUST_ROOT || sampled.contains(kind));
    }

    @Test
    void aCheckpointOutsideTheChainIsWrittenAsItAlwaysWas() throws SignatureInvalidException {
        byte[] written = signer().signCheckpoint(checkpoint(), NOW);
        byte[] golden = GoldenFile.read("control/v1-checkpoint-outside-chain.dsse.json", () -> written);

        assertThat(written).isEqualTo(golden);
        assertThat(SignedCheckpoint.verify(golden, COUNTRY.view()).checkpoint()).isEqualTo(checkpoint());
    }

    @Test
    void aCheckpointSignedWithTheCompositeStillVerifies() throws SignatureInvalidException {
        TestTrust composite = TestTrust.create(2026, SignatureSuite.MLDSA65_ED25519, TestTrust.legislation(1));
        byte[] golden = GoldenFile.read(
                "control/v1-checkpoint-composite.dsse.json",
                () -> new StatementSigner(
                                composite.domain(), composite.embassy().statementKey(), Optional.empty())
                        .signCheckpoint(checkpoint(), NOW));

        assertThat(SignedCheckpoint.verify(golden, composite.view()).checkpoint())
                .isEqualTo(checkpoint());
    }

    private static Checkpoint checkpoint() {
        return new Checkpoint(
                List.of(
                        new HeadStatement(new LedgerId("legislation", 0), 5, 9, digest(1)),
                        new HeadStatement(new LedgerId("legislation", 1), 0, 0, digest(2))),
                1,
                digest(3),
                List.of(new ControlView.AuthorHead(digest(4), 12, digest(5))));
    }

    private static StatementSigner signer() {
        SigningKey key = COUNTRY.writer("legislation", Site.HOME).statementKey();
        return new StatementSigner(
                COUNTRY.domain(),
                key,
                Optional.of(new ControlView.AuthorHead(key.verifyingKey().keyId(), 1, digest(6))));
    }

    private static Digest digest(int value) {
        return Digest.sha256(new byte[] {(byte) value});
    }
}
