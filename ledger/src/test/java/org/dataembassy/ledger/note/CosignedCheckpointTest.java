package org.dataembassy.ledger.note;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureInvalidException;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.VerifyingKey;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CosignedCheckpointTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.9Z");

    @ParameterizedTest
    @EnumSource
    void whatASiteCosignsVerifiesAndSaysWhoAndWhen(SignatureSuite suite) throws SignatureInvalidException {
        TestTrust trust = TestTrust.create(1, suite, TestTrust.legislation(2));
        CosignedCheckpoint signed = cosigned(trust);

        CosignedCheckpoint verified = CosignedCheckpoint.verify(
                signed.note(), trust.domain(), trust.genesis().root());

        assertThat(verified).isEqualTo(signed);
        assertThat(verified.checkpoint()).isEqualTo(note(trust));
        assertThat(verified.cosigner()).isEqualTo(Site.EMBASSY);
        assertThat(verified.cosignedAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Test
    void theNoteIsThatOfC2spToTheByte() throws SignatureInvalidException {
        TestTrust trust = TestTrust.create(1, TestTrust.legislation(2));

        String[] lines = new String(cosigned(trust).note(), UTF_8).split("\n", -1);

        String name = "data-embassy/" + trust.domain().hex();
        assertThat(lines).hasSize(6);
        assertThat(lines[0]).isEqualTo(name + "/legislation/1");
        assertThat(lines[1]).isEqualTo("20852163");
        assertThat(lines[2])
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(Digest.sha256(new byte[] {7}).bytes()));
        assertThat(lines[3]).isEmpty();
        assertThat(lines[4]).startsWith("— " + name + "/embassy ");
        assertThat(lines[5]).isEmpty();
        byte[] line = Base64.getDecoder().decode(lines[4].substring(lines[4].lastIndexOf(' ') + 1));
        assertThat(line).hasSize(4 + 8 + 64);
        // The message, spelled out once more after the specification.
        VerifyingKey key = trust.embassy().statementKey().verifyingKey();
        long second = Instant.parse("2026-03-01T12:00:00Z").getEpochSecond();
        String message = "cosignature/v1\ntime " + second + "\n" + lines[0] + "\n" + lines[1] + "\n" + lines[2] + "\n";
        key.verify(message.getBytes(UTF_8), java.util.Arrays.copyOfRange(line, 12, 76));
        assertThat(java.nio.ByteBuffer.wrap(line, 4, 8).getLong()).isEqualTo(second);
        Digest keyId = Digest.sha256((name + "/embassy\n\u0004").getBytes(UTF_8), key.encoded());
        assertThat(HexFormat.of().formatHex(line, 0, 4)).isEqualTo(keyId.hex().substring(0, 8));
    }

    @Test
    void anyChangedByteIsRefused() {
        TestTrust trust = TestTrust.create(1, TestTrust.legislation(2));
        byte[] note = cosigned(trust).note();
        Random random = new Random(21);
        for (int at = 0; at < note.length; at++) {
            byte[] changed = note.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> CosignedCheckpoint.verify(
                            changed, trust.domain(), trust.genesis().root()))
                    .as("byte %d", at)
                    .isInstanceOf(SignatureInvalidException.class);
        }
    }

    @Test
    void anotherCountrysNoteIsRefused() {
        TestTrust trust = TestTrust.create(1, TestTrust.legislation(2));
        TestTrust other = TestTrust.create(2, TestTrust.legislation(2));

        assertThatThrownBy(() -> CosignedCheckpoint.verify(
                        cosigned(other).note(), trust.domain(), trust.genesis().root()))
                .isInstanceOf(SignatureInvalidException.class)
                .hasMessageContaining("another country");
    }

    @Test
    void aWritersKeyCosignsNothing() {
        TestTrust trust = TestTrust.create(1, TestTrust.legislation(2));
        byte[] forged = CosignedCheckpoint.sign(
                        note(trust),
                        Site.EMBASSY,
                        trust.writer("legislation", Site.EMBASSY).statementKey(),
                        NOW)
                .note();

        assertThatThrownBy(() -> CosignedCheckpoint.verify(
                        forged, trust.domain(), trust.genesis().root()))
                .isInstanceOf(SignatureInvalidException.class)
                .hasMessageContaining("names no site");
    }

    @Test
    void aSiteWhoseStatementsHaveEndedCosignsNothing() {
        TestTrust trust = TestTrust.create(1, TestTrust.legislation(2));
        TrustRootDraft draft = TrustRootDraft.successorOf(trust.genesis());
        TrustRoot.SiteEntry ended = draft.sites.get(1);
        draft.sites.set(1, new TrustRoot.SiteEntry(ended.site(), ended.statementKey(), 0));
        draft.sites.add(new TrustRoot.SiteEntry(
                Site.EMBASSY, TestTrust.create(9).embassy().statementKey().verifyingKey()));

        assertThatThrownBy(() -> CosignedCheckpoint.verify(cosigned(trust).note(), trust.domain(), draft.root()))
                .isInstanceOf(SignatureInvalidException.class)
                .hasMessageContaining("has ended");
    }

    private static CosignedCheckpoint cosigned(TestTrust trust) {
        return CosignedCheckpoint.sign(
                note(trust), Site.EMBASSY, trust.embassy().statementKey(), NOW);
    }

    private static CheckpointNote note(TestTrust trust) {
        return new CheckpointNote(
                trust.domain(), new LedgerId("legislation", 1), 20_852_163, Digest.sha256(new byte[] {7}));
    }
}
