package org.dataembassy.ledger.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.testkit.GoldenFile;
import org.dataembassy.ledger.testkit.TestProofs;
import org.dataembassy.ledger.testkit.TestTrust;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs that were once handed out still verify, and are read and written as they always were. */
class GoldenProofTest {
    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "public-ed25519,ed25519,ED25519,legislation",
        "encrypted-ed25519,ed25519,ED25519,people",
        "public-composite,composite,MLDSA65_ED25519,legislation",
        "encrypted-composite,composite,MLDSA65_ED25519,people"
    })
    void aGoldenProofVerifiesWithItsGoldenTrustRoot(
            String name, String country, SignatureSuite suite, String registry) {
        TestTrust trust = TestTrust.create(2026, suite, TestTrust.legislation(2), TestTrust.encrypted("people", 2));
        byte[] trustRoot = GoldenFile.read(
                "proof/v1-" + country + ".trust-root.dsse.json",
                () -> trust.genesis().envelope());
        byte[] golden = GoldenFile.read(
                "proof/v1-" + name + ".proof.json",
                () -> TestProofs.of(trust, registry, 6, 11).cosigned(3, 2).toJson());

        ProvenEvent proven = ProofVerifier.verify(golden, TrustRootFile.parse(trustRoot), NOW);

        assertThat(proven.restsOn()).isEqualTo(RestsOn.COSIGNED_CHECKPOINT);
        assertThat(proven.sequence()).isEqualTo(11);
        assertThat(proven.signatureSuite()).isEqualTo(suite);
        assertThat(EventProofFile.read(golden).toJson()).isEqualTo(golden);
    }
}
