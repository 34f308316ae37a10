package org.dataembassy.ledger.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dataembassy.ledger.Digest;
import org.dataembassy.ledger.Head;
import org.dataembassy.ledger.LedgerId;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.control.ControlStatement.Checkpoint;
import org.dataembassy.ledger.control.ControlStatement.KeyClosed;
import org.dataembassy.ledger.control.ControlStatement.SchemaPublished;
import org.dataembassy.ledger.control.StatementPermissions.Role;
import org.dataembassy.ledger.control.StatementPermissions.Scope;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.Author;
import org.dataembassy.ledger.trust.TrustRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of who may say what, cell by cell, and what each cell means. */
class StatementPermissionsTest {
    private final TestTrust country =
            TestTrust.create(21, TestTrust.legislation(2), TestTrust.encrypted("population", 2));
    private final TrustRoot root = country.genesis().root();
    private final Author site =
            author(country.embassy().statementKey().verifyingKey().keyId());
    private final Author writer = author(country.writer("legislation", Site.HOME)
            .statementKey()
            .verifyingKey()
            .keyId());

    @ParameterizedTest
    @CsvSource({
        "OFFICIALS, TRUST_ROOT, ANY",
        "SITE, TRUST_ROOT, NONE",
        "WRITER, TRUST_ROOT, NONE",
        "OFFICIALS, SCHEMA_PUBLISHED, NONE",
        "SITE, SCHEMA_PUBLISHED, NONE",
        "WRITER, SCHEMA_PUBLISHED, OWN_REGISTRY",
        "OFFICIALS, KEY_CLOSED, NONE",
        "SITE, KEY_CLOSED, NONE",
        "WRITER, KEY_CLOSED, OWN_REGISTRY",
        "OFFICIALS, CHECKPOINT, NONE",
        "SITE, CHECKPOINT, ANY",
        "WRITER, CHECKPOINT, OWN_REGISTRY"
    })
    void theTableIsTheDesigns(Role role, StatementKind kind, Scope scope) {
        assertThat(StatementPermissions.scope(role, kind)).isEqualTo(scope);
    }

    @Test
    void everyCellOfTheTableIsTestedAbove() throws NoSuchMethodException {
        int tested = StatementPermissionsTest.class
                .getDeclaredMethod("theTableIsTheDesigns", Role.class, StatementKind.class, Scope.class)
                .getAnnotation(CsvSource.class)
                .value()
                .length;

        assertThat(tested).isEqualTo(Role.values().length * StatementKind.values().length);
    }

    @Test
    void aWriterSpeaksForItsOwnRegistryOnly() {
        assertAllowed(writer, schema("legislation"));
        assertRefused(writer, schema("population"));
        assertAllowed(writer, checkpoint(new LedgerId("legislation", 0), new LedgerId("legislation", 1)));
        assertRefused(writer, checkpoint(new LedgerId("legislation", 0), new LedgerId("population", 1)));
    }

    @Test
    void aWriterClosesItsOwnSigningKeysOnly() {
        assertAllowed(writer, closed(blockKey("legislation", Site.HOME), "legislation"));
        assertRefused(writer, closed(blockKey("legislation", Site.EMBASSY), "legislation"));
        assertRefused(writer, closed(blockKey("population", Site.HOME), "population"));
        assertRefused(writer, closed(blockKey("legislation", Site.HOME), "population"));
        assertRefused(writer, closed(Digest.sha256(new byte[] {1}), "legislation"));
    }

    @Test
    void aSiteStatesAnyHeadsAndNothingElse() {
        assertAllowed(site, checkpoint(new LedgerId("legislation", 0), new LedgerId("population", 1)));
        assertRefused(site, schema("legislation"));
        assertRefused(site, closed(blockKey("legislation", Site.EMBASSY), "legislation"));
    }

    private Digest blockKey(String registry, Site at) {
        return country.writer(registry, at).blockKeys().get(0).verifyingKey().keyId();
    }

    private static ControlStatement schema(String registry) {
        return new SchemaPublished(registry, "a.B", Digest.sha256("text".getBytes(UTF_8)), "text");
    }

    private static ControlStatement closed(Digest keyId, String registry) {
        return new KeyClosed(new ControlView.KeyClosing(keyId, Map.of(new LedgerId(registry, 0), 1L), Instant.EPOCH));
    }

    private ControlStatement checkpoint(LedgerId... ledgers) {
        List<HeadStatement> heads = new ArrayList<>();
        for (LedgerId ledger : ledgers) {
            heads.add(HeadStatement.of(ledger, Head.EMPTY));
        }
        return new Checkpoint(heads, 1, country.domain(), List.of());
    }

    private Author author(Digest keyId) {
        return root.author(keyId).orElseThrow();
    }

    private void assertAllowed(Author author, ControlStatement statement) {
        assertThat(StatementPermissions.objection(author, statement, root)).isEmpty();
    }

    private void assertRefused(Author author, ControlStatement statement) {
        assertThat(StatementPermissions.objection(author, statement, root)).isPresent();
    }
}
