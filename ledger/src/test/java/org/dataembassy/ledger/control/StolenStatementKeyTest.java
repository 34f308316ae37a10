package org.dataembassy.ledger.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
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

/** What whoever stole a statement key, or is one official alone, can say on control, and how it ends. */
class StolenStatementKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final LedgerId LEDGER = new LedgerId("legislation", 0);

    private final TestTrust country =
            TestTrust.create(78, TestTrust.legislation(1), TestTrust.encrypted("population", 1));
    private final SigningKey site = country.embassy().statementKey();
    private final SigningKey writer = country.writer("legislation", Site.HOME).statementKey();
    private final Digest closed = country.writer("legislation", Site.HOME)
            .blockKeys()
            .get(0)
            .verifyingKey()
            .keyId();
    private final ControlFold fold = new ControlFold(country.genesis());

    @Test
    void one_official_alone_says_nothing_that_has_an_effect_whatever_kind_of_statement_it_is() {
        SigningKey official = country.officials().get(0);
        ControlView before = fold.view();
        StatementSigner signer = signer(official);
        Set<StatementKind> said = EnumSet.of(StatementKind.TRUST_ROOT);

        for (ControlStatement statement : everyKind()) {
            said.add(StatementPermissions.kindOf(statement));
            assertThat(fold.take(signer.signNext(statement, NOW)).result())
                    .as("%s", StatementPermissions.kindOf(statement))
                    .isEqualTo(ControlFold.Result.WAITING);
        }
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.registries.add(TestTrust.encrypted("health", 1));
        assertThat(fold.take(signedBy(draft.root(), official)).result()).isEqualTo(ControlFold.Result.REFUSED);

        assertThat(fold.view()).isEqualTo(before);
        assertThat(said)
                .as("a kind of statement that comes later belongs here")
                .containsExactly(StatementKind.values());
    }

    @Test
    void a_stolen_site_key_publishes_no_schema_closes_no_signing_key_and_makes_no_trust_root() {
        StatementSigner thief = signer(site);
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.registries.add(TestTrust.encrypted("health", 1));

        fold.take(thief.signNext(schema(), NOW));
        fold.take(thief.signNext(closing(0), NOW));
        ControlFold.Outcome root = fold.take(signedBy(draft.root(), site));

        assertThat(root.result()).isEqualTo(ControlFold.Result.REFUSED);
        assertThat(fold.view().schemas()).isEmpty();
        assertThat(fold.view().closings()).isEmpty();
        assertThat(fold.view().trustRoot()).isEqualTo(country.genesis());
        assertThat(fold.view().alarms()).hasSize(2).allMatch(alarm -> alarm.contains("site embassy"));
    }

    @Test
    void a_stolen_site_key_silences_its_own_site_for_good_by_signing_one_number_twice() {
        StatementSigner honest = signer(site);
        StatementSigner thief = signer(site);

        fold.take(honest.signNext(checkpoint(3), NOW));
        fold.take(thief.signNext(checkpoint(4), NOW));

        assertThat(fold.take(honest.signNext(checkpoint(5), NOW)).result()).isEqualTo(ControlFold.Result.REFUSED);
        assertThat(fold.view().authors()).isEmpty();
        assertThat(fold.view().alarms()).singleElement().asString().contains("two different statements with number 1");
    }

    @Test
    void a_stolen_site_key_can_lift_a_closing_but_what_the_officials_strike_out_stays_struck_out() {
        fold.take(signer(writer).signNext(closing(5), NOW));
        fold.take(signer(site).signNext(checkpoint(1_000_000), NOW));
        assertThat(firstRefused()).isEqualTo(1_000_000);

        fold.take(country.sign(without(site, 0)).envelope());

        assertThat(firstRefused()).isEqualTo(5);
        TrustRootDraft struck = TrustRootDraft.successorOf(fold.view().trustRoot());
        struck.signingKeys.replaceAll(entry -> entry.verifyingKey().keyId().equals(closed)
                ? new TrustRoot.BlockSigningKey(
                        entry.verifyingKey(), entry.registry(), entry.site(), Optional.empty(), Optional.empty(), 0, 4)
                : entry);
        fold.take(country.sign(struck.root()).envelope());
        assertThat(fold.view().trustRoot().root().allowsBlock(closed, LEDGER, Site.HOME, country.domain(), 5))
                .isFalse();
    }

    @Test
    void a_site_goes_on_under_a_new_statement_key_once_the_officials_have_ended_the_stolen_one() {
        SigningKey fresh = SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(5));
        StatementSigner honest = signer(site);
        fold.take(honest.signNext(checkpoint(3), NOW));
        byte[] thiefs = honest.signNext(checkpoint(900), NOW);
        fold.take(thiefs);

        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.sites.replaceAll(entry -> entry.statementKey().equals(site.verifyingKey())
                ? new TrustRoot.SiteEntry(entry.site(), entry.statementKey(), 1)
                : entry);
        draft.sites.add(new TrustRoot.SiteEntry(Site.EMBASSY, fresh.verifyingKey()));
        fold.take(country.sign(draft.root()).envelope());
        fold.take(signer(fresh).signNext(checkpoint(4), NOW));

        assertThat(fold.view().authors().get(site.verifyingKey().keyId()).number())
                .isEqualTo(1);
        assertThat(fold.view().authors().get(fresh.verifyingKey().keyId()).number())
                .isEqualTo(1);
        assertThat(fold.view().alarms()).isEmpty();
    }

    @Test
    void a_stolen_statement_key_of_a_writer_reaches_no_other_registry_and_no_other_sites_signing_keys() {
        StatementSigner thief = signer(writer);
        Digest others = country.writer("legislation", Site.EMBASSY)
                .blockKeys()
                .get(0)
                .verifyingKey()
                .keyId();

        fold.take(
                thief.signNext(new SchemaPublished("population", "a.B", Digest.sha256("t".getBytes(UTF_8)), "t"), NOW));
        fold.take(thief.signNext(new KeyClosed(new ControlView.KeyClosing(others, Map.of(LEDGER, 0L), NOW)), NOW));
        fold.take(thief.signNext(checkpoint(new LedgerId("population", 0), 9), NOW));

        assertThat(fold.view().schemas()).isEmpty();
        assertThat(fold.view().closings()).isEmpty();
        assertThat(fold.view().alarms()).hasSize(3).allMatch(alarm -> alarm.contains("no effect"));
    }

    private long firstRefused() {
        return fold.view().closings().get(closed).firstRefusedBlock().get(LEDGER);
    }

    private TrustRoot without(SigningKey siteKey, long lastStatement) {
        TrustRootDraft draft = TrustRootDraft.successorOf(country.genesis());
        draft.sites.replaceAll(entry -> entry.statementKey().equals(siteKey.verifyingKey())
                ? new TrustRoot.SiteEntry(entry.site(), entry.statementKey(), lastStatement)
                : entry);
        draft.sites.add(new TrustRoot.SiteEntry(
                Site.EMBASSY,
                SigningKey.generate(SignatureSuite.ED25519, new SeededRandom(6)).verifyingKey()));
        return draft.root();
    }

    private List<ControlStatement> everyKind() {
        return List.of(schema(), closing(0), checkpoint(7));
    }

    private static SchemaPublished schema() {
        return new SchemaPublished("legislation", "a.B", Digest.sha256("t".getBytes(UTF_8)), "t");
    }

    private KeyClosed closing(long firstRefused) {
        return new KeyClosed(new ControlView.KeyClosing(closed, Map.of(LEDGER, firstRefused), NOW));
    }

    private Checkpoint checkpoint(long blocks) {
        return checkpoint(LEDGER, blocks);
    }

    private Checkpoint checkpoint(LedgerId ledger, long blocks) {
        return new Checkpoint(
                List.of(new HeadStatement(ledger, blocks, blocks, Digest.sha256(new byte[] {1}))),
                1,
                country.domain(),
                List.of());
    }

    private StatementSigner signer(SigningKey key) {
        return new StatementSigner(country.domain(), key, Optional.empty());
    }

    /** As an envelope that its own rules would not let anybody make. */
    private byte[] signedBy(TrustRoot root, SigningKey... signers) {
        SignedTrustRoot whole = country.sign(root);
        Dsse.Envelope envelope = Dsse.fromJson(whole.envelope());
        return Dsse.toJson(Dsse.sign(envelope.payloadType(), envelope.payload(), List.of(signers)));
    }
}
