package org.dataembassy.ledger.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.crypto.SigningKey;
import org.dataembassy.ledger.testkit.GoldenFile;
import org.dataembassy.ledger.testkit.TestTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key stores that were made once still give the keys that went in. */
class GoldenKeyStoreTest {
    private static final char[] PASSPHRASE = "a golden pass phrase".toCharArray();
    private static final String COUNTRY = "Testland";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aWritersStoreStillReads(SignatureSuite suite) throws IOException {
        TestTrust country = TestTrust.create(2026, suite, TestTrust.legislation(1));
        WriterKeys keys = country.writer("legislation", Site.HOME);
        byte[] golden = GoldenFile.read(
                "keys/v1-writer-" + suite.label() + ".p12.bin", () -> StoreBytes.writer(COUNTRY, keys, PASSPHRASE));

        WriterKeys read = KeyStoreFile.readWriter(file(golden), PASSPHRASE);

        assertThat(read.registry()).isEqualTo(keys.registry());
        assertThat(read.site()).isEqualTo(keys.site());
        assertThat(read.domain()).isEqualTo(keys.domain());
        assertThat(read.statementKey().revealSecret())
                .isEqualTo(keys.statementKey().revealSecret());
        assertThat(read.blockKeys().stream().map(SigningKey::verifyingKey))
                .containsExactlyElementsOf(
                        keys.blockKeys().stream().map(SigningKey::verifyingKey).toList());
    }

    @Test
    void aSitesStoreStillReads() throws IOException {
        SiteKeys keys = TestTrust.create(2026).embassy();
        byte[] golden = GoldenFile.read("keys/v1-site.p12.bin", () -> StoreBytes.site(COUNTRY, keys, PASSPHRASE));

        SiteKeys read = KeyStoreFile.readSite(file(golden), PASSPHRASE);

        assertThat(read.site()).isEqualTo(Site.EMBASSY);
        assertThat(read.domain()).isEqualTo(keys.domain());
        assertThat(read.statementKey().verifyingKey())
                .isEqualTo(keys.statementKey().verifyingKey());
        assertThat(read.recipient().revealSecret()).isEqualTo(keys.recipient().revealSecret());
        assertThat(read.storeKey().revealSecret()).isEqualTo(keys.storeKey().revealSecret());
    }

    @Test
    void anOfficialsStoreAndThatOfRecoveryStillRead() throws IOException {
        TestTrust country = TestTrust.create(2026);
        SigningKey official = country.officials().get(1);
        byte[] goldenOfficial = GoldenFile.read(
                "keys/v1-official.p12.bin",
                () -> StoreBytes.official(COUNTRY, country.domain(), "official-2", official, PASSPHRASE));
        byte[] goldenRecovery = GoldenFile.read(
                "keys/v1-recovery.p12.bin",
                () -> StoreBytes.recovery(country.domain(), country.recovery(), PASSPHRASE));

        assertThat(KeyStoreFile.readOfficial(file(goldenOfficial), PASSPHRASE).verifyingKey())
                .isEqualTo(official.verifyingKey());
        Path recovery = file(goldenRecovery);
        assertThat(KeyStoreFile.readRecovery(recovery, PASSPHRASE).recipientKey())
                .isEqualTo(country.recovery().recipientKey());
        assertThat(KeyStoreFile.readRecoveryDomain(recovery, PASSPHRASE)).isEqualTo(country.domain());
    }

    /** Git does not keep modes, and readers insist on them. */
    private Path file(byte[] golden) throws IOException {
        Path file = folder.resolve(Digest.sha256(golden).abbreviated() + ".p12");
        OwnerOnly.writeNew(file, golden);
        return file;
    }
}
