package org.dataembassy.ledger.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.dsse.Dsse;
import org.dataembassy.ledger.testkit.GoldenFile;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.testkit.TrustRootDraft;
import org.junit.jupiter.api.Test;

/** Trust roots of format 1 are written and read as they always were. */
class GoldenTrustRootTest {
    private final TestTrust country =
            TestTrust.create(2026, TestTrust.legislation(2), TestTrust.encrypted("population", 3));

    @Test
    void aGenesisIsWrittenAsItAlwaysWas() {
        byte[] golden = GoldenFile.read(
                "trust/v1-genesis-ed25519.dsse.json", () -> country.genesis().envelope());

        assertThat(country.genesis().envelope()).isEqualTo(golden);
        assertThat(SignedTrustRoot.parse(golden).root())
                .isEqualTo(country.genesis().root());
    }

    @Test
    void aSuccessorWithEveryOptionalFieldIsWrittenAsItAlwaysWas() {
        SignedTrustRoot successor = country.sign(changed());
        byte[] golden = GoldenFile.read("trust/v1-successor-ed25519.dsse.json", successor::envelope);

        assertThat(successor.envelope()).isEqualTo(golden);
        assertThat(country.genesis().successor(golden).root()).isEqualTo(changed());
    }

    /** Composite signatures differ each time, so that a committed one can only be verified. */
    @Test
    void aGenesisSignedWithTheCompositeStillVerifies() {
        TestTrust composite = TestTrust.create(2026, SignatureSuite.MLDSA65_ED25519, TestTrust.legislation(1));
        byte[] golden = GoldenFile.read(
                "trust/v1-genesis-composite.dsse.json",
                () -> composite.genesis().envelope());

        SignedTrustRoot read = SignedTrustRoot.parse(golden);

        assertThat(read.root()).isEqualTo(composite.genesis().root());
        assertThat(Dsse.fromJson(golden).payload())
                .isEqualTo(Dsse.fromJson(composite.genesis().envelope()).payload());
    }

    private TrustRoot changed() {
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        TrustRoot.BlockSigningKey first = draft.signingKeys.get(0);
        draft.signingKeys.set(
                0,
                new TrustRoot.BlockSigningKey(
                        first.verifyingKey(),
                        first.registry(),
                        first.site(),
                        Optional.of(country.domain()),
                        Optional.of(1),
                        5,
                        41));
        TrustRoot.WriterEntry writer = draft.writers.get(0);
        draft.writers.set(0, new TrustRoot.WriterEntry(writer.registry(), writer.site(), writer.statementKey(), 9));
        return draft.root();
    }
}
