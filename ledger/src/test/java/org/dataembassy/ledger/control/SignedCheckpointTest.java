package org.dataembassy.ledger.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.Test;

class SignedCheckpointTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final LedgerId LEGISLATION = new LedgerId("legislation", 1);
    private static final LedgerId POPULATION = new LedgerId("population", 0);

    private final TestTrust country =
            TestTrust.create(41, TestTrust.legislation(2), TestTrust.encrypted("population", 1));
    private final SigningKey writer = country.writer("legislation", Site.HOME).statementKey();
    private final SigningKey site = country.embassy().statementKey();

    @Test
    void aWritersCheckpointOfItsOwnRegistryVerifies() throws SignatureInvalidException {
        Checkpoint checkpoint = checkpoint(LEGISLATION);

        SignedCheckpoint verified =
                SignedCheckpoint.verify(signer(writer).signCheckpoint(checkpoint, NOW), country.view());

        assertThat(verified.checkpoint()).isEqualTo(checkpoint);
        assertThat(verified.author()).isEqualTo(writer.verifyingKey().keyId());
        assertThat(verified.authorRole()).isEqualTo("writer");
        assertThat(verified.issuedAt()).isEqualTo(NOW);
    }

    @Test
    void aSitesCheckpointOfAnyLedgersVerifiesAlsoFromItsChain() throws SignatureInvalidException {
        Checkpoint checkpoint = checkpoint(LEGISLATION, POPULATION);

        SignedCheckpoint verified = SignedCheckpoint.verify(signer(site).signNext(checkpoint, NOW), country.view());

        assertThat(verified.checkpoint()).isEqualTo(checkpoint);
        assertThat(verified.authorRole()).isEqualTo("site");
    }

    @Test
    void aWriterCanNotSpeakForAnotherRegistry() {
        assertRefused(signer(writer).signCheckpoint(checkpoint(LEGISLATION, POPULATION), NOW), "own registry");
    }

    @Test
    void othersCanNotSpeakAtAll() {
        byte[] byAnOfficial = signer(country.officials().get(0)).signCheckpoint(checkpoint(LEGISLATION), NOW);
        byte[] byABlockKey = signer(
                        country.writer("legislation", Site.HOME).blockKeys().get(0))
                .signCheckpoint(checkpoint(LEGISLATION), NOW);
        byte[] elsewhere = new StatementSigner(Digest.sha256(new byte[] {1}), site, Optional.empty())
                .signCheckpoint(checkpoint(LEGISLATION), NOW);

        assertRefused(byAnOfficial, "does not name its author");
        assertRefused(byABlockKey, "does not name its author");
        assertRefused(elsewhere, "another country");
    }

    @Test
    void anAuthorWhoseChainWasEndedIsNotHeard() throws SignatureInvalidException {
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.writers.replaceAll(entry -> entry.statementKey().equals(writer.verifyingKey())
                ? new TrustRoot.WriterEntry(entry.registry(), entry.site(), entry.statementKey(), 3)
                : entry);
        ControlView later = ControlView.of(country.sign(draft.root()));
        ControlView view = new ControlView(
                2,
                country.domain(),
                later.trustRoot(),
                later.epochs(),
                later.closings(),
                later.schemas(),
                later.authors(),
                later.alarms());
        byte[] envelope = signer(writer).signCheckpoint(checkpoint(LEGISLATION), NOW);

        SignedCheckpoint.verify(envelope, country.view());
        assertThatThrownBy(() -> SignedCheckpoint.verify(envelope, view))
                .isInstanceOf(SignatureInvalidException.class)
                .hasMessageContaining("has ended the statements of writer of legislation at home");
    }

    @Test
    void changedAndForeignBytesAreRefused() {
        byte[] envelope = signer(site).signCheckpoint(checkpoint(LEGISLATION), NOW);
        Dsse.Envelope signed = Dsse.fromJson(envelope);
        String payload = new String(signed.payload(), UTF_8);

        assertRefused(
                Dsse.toJson(new Dsse.Envelope(
                        signed.payloadType(),
                        payload.replace("\"blocks\":0", "\"blocks\":1")
                                .replace("\"events\":0", "\"events\":1")
                                .getBytes(UTF_8),
                        signed.signatures())),
                "does not verify");
        assertRefused(new byte[0], "");
        assertRefused("{}".getBytes(UTF_8), "");
        assertRefused(
                signer(writer)
                        .signNext(
                                new SchemaPublished("legislation", "a.B", Digest.sha256("t".getBytes(UTF_8)), "t"),
                                NOW),
                "another statement");
    }

    @Test
    void checkpointsThatContradictThemselvesAreNone() {
        HeadStatement head = HeadStatement.of(LEGISLATION, Head.EMPTY);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checkpoint(List.of(head, head), 1, country.domain(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Checkpoint(List.of(head), 0, country.domain(), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new HeadStatement(LEGISLATION, 2, 1, country.domain()));
    }

    @Test
    void aSignerGoesOnWhereItsAuthorEnded() {
        StatementSigner first = signer(writer);
        first.signNext(checkpoint(LEGISLATION), NOW);
        StatementSigner restarted = new StatementSigner(country.domain(), writer, first.last());
        ControlView.AuthorHead before = restarted.last().orElseThrow();

        Statement next = StatementJson.read(
                Dsse.fromJson(restarted.signNext(checkpoint(LEGISLATION), NOW)).payload());

        assertThat(next.number()).isEqualTo(2);
        assertThat(next.previous()).contains(before.statementDigest());
        assertThat(restarted.last().orElseThrow().number()).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StatementSigner(country.domain(), site, first.last()));
    }

    private StatementSigner signer(SigningKey key) {
        return new StatementSigner(country.domain(), key, Optional.empty());
    }

    private Checkpoint checkpoint(LedgerId... ledgers) {
        return new Checkpoint(
                List.of(ledgers).stream()
                        .map(ledger -> HeadStatement.of(ledger, Head.EMPTY))
                        .toList(),
                1,
                country.domain(),
                List.of(new ControlView.AuthorHead(writer.verifyingKey().keyId(), 4, Digest.sha256(new byte[] {4}))));
    }

    private void assertRefused(byte[] envelope, String why) {
        assertThatThrownBy(() -> SignedCheckpoint.verify(envelope, country.view()))
                .isInstanceOf(SignatureInvalidException.class)
                .hasMessageContaining(why);
    }
}
