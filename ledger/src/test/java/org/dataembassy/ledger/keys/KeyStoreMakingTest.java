package org.dataembassy.ledger.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.crypto.SignatureSuite;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.testkit.SeededRandom;
import org.dataembassy.ledger.testkit.TestTrust;
import org.dataembassy.ledger.trust.PublicKeys;
import org.dataembassy.ledger.trust.TrustProposal;
import org.dataembassy.ledger.trust.TrustRootChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that are made after the founding ceremony, and the public files of later ones. */
class KeyStoreMakingTest {
    private static final SeededRandom RANDOM = new SeededRandom(12);

    private final TestTrust country = TestTrust.create(12, TestTrust.legislation(2));

    @TempDir
    private Path folder;

    @Test
    void an_officials_new_store_holds_what_its_public_file_says() {
        Path store = folder.resolve("official-4.p12");

        PublicKeys made = KeyStoreMaking.makeOfficial(store, country.domain(), "official-4", RANDOM);

        assertThat(KeyStoreFile.readOfficial(store, passphrase("official-4")).verifyingKey())
                .isEqualTo(((PublicKeys.OfOfficial) made).key());
    }

    @Test
    void a_writer_gets_more_signing_keys_after_those_that_it_has() throws IOException {
        Path store = folder.resolve("writer.p12");
        PublicKeys.OfWriter before = (PublicKeys.OfWriter) KeyStoreMaking.makeWriter(
                store, country.domain(), "legislation", Site.HOME, SignatureSuite.ED25519, RANDOM);

        PublicKeys.OfWriter after =
                (PublicKeys.OfWriter) KeyStoreMaking.addSigningKeys(store, passphrase("writer"), 3, RANDOM);

        assertThat(after.signingKeys())
                .hasSize(5)
                .startsWith(before.signingKeys().get(0), before.signingKeys().get(1));
        assertThat(after.signingKeys()).allMatch(key -> key.suite() == SignatureSuite.ED25519);
        assertThat(after.statementKey()).isEqualTo(before.statementKey());
        assertThat(KeyStoreMaking.publicOf(KeyStoreFile.readWriter(store, passphrase("writer"))))
                .isEqualTo(after);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void adding_keys_under_a_wrong_pass_phrase_changes_nothing() throws IOException {
        Path store = folder.resolve("writer.p12");
        KeyStoreMaking.makeWriter(store, country.domain(), "legislation", Site.HOME, SignatureSuite.ED25519, RANDOM);
        byte[] before = Files.readAllBytes(store);

        assertProblem(
                Problem.KEY_STORE_UNREADABLE,
                "the pass phrase is wrong",
                () -> KeyStoreMaking.addSigningKeys(store, "wrong".toCharArray(), 1, RANDOM));

        assertThat(store).hasBinaryContent(before);
    }

    @Test
    void a_leftover_of_a_death_while_keys_were_added_does_not_matter() throws IOException {
        Path store = folder.resolve("writer.p12");
        KeyStoreMaking.makeWriter(store, country.domain(), "legislation", Site.HOME, SignatureSuite.ED25519, RANDOM);
        Files.write(folder.resolve(".writer.p12.making"), new byte[] {1, 2, 3});

        KeyStoreMaking.addSigningKeys(store, passphrase("writer"), 1, RANDOM);

        assertThat(KeyStoreFile.readWriter(store, passphrase("writer")).blockKeys())
                .hasSize(3);
    }

    @Test
    void a_sites_new_statement_key_leaves_what_it_can_read_as_it_was() {
        Path store = folder.resolve("site.p12");

        PublicKeys.OfSite made = (PublicKeys.OfSite) KeyStoreMaking.makeSite(store, country.embassy(), RANDOM);

        SiteKeys read = KeyStoreFile.readSite(store, passphrase("site"));
        assertThat(read.statementKey().verifyingKey()).isEqualTo(made.statementKey());
        assertThat(made.statementKey())
                .isNotEqualTo(country.embassy().statementKey().verifyingKey());
        assertThat(read.recipient().recipientKey())
                .isEqualTo(country.embassy().recipient().recipientKey());
        assertThat(read.storeKey().deriveSecret("x"))
                .isEqualTo(country.embassy().storeKey().deriveSecret("x"));
    }

    @Test
    void nothing_is_written_over() throws IOException {
        Path store = folder.resolve("official-4.p12");
        KeyStoreMaking.makeOfficial(store, country.domain(), "official-4", RANDOM);
        byte[] before = Files.readAllBytes(store);

        assertProblem(
                Problem.FILE_EXISTS,
                "exists",
                () -> KeyStoreMaking.makeOfficial(store, country.domain(), "official-4", RANDOM));
        Files.delete(store);
        assertProblem(
                Problem.FILE_EXISTS,
                "official-4.pass",
                () -> KeyStoreMaking.makeOfficial(store, country.domain(), "official-4", RANDOM));

        assertThat(before).isNotEmpty();
        assertThat(store).doesNotExist();
    }

    @Test
    void a_draft_is_written_whole_or_not_at_all() throws IOException {
        TrustProposal draft = TrustRootChange.of(country.genesis())
                .expires(TestTrust.EXPIRES.plusSeconds(3))
                .propose();
        Path file = folder.resolve("draft.json");

        TrustFiles.writeNew(file, draft.envelope());
        TrustFiles.replace(
                file,
                draft.signedBy(country.officials().get(0), country.genesis()).envelope());

        assertThat(TrustFiles.readDraft(file).digest()).isEqualTo(draft.digest());
        assertProblem(Problem.FILE_EXISTS, "exists", () -> TrustFiles.writeNew(file, new byte[0]));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void a_half_written_draft_is_refused_and_not_guessed_at() throws IOException {
        TrustProposal draft = TrustRootChange.of(country.genesis())
                .expires(TestTrust.EXPIRES.plusSeconds(3))
                .propose()
                .signedBy(country.officials().get(0), country.genesis());
        byte[] whole = draft.envelope();
        Path file = folder.resolve("half.json");

        for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertProblem(Problem.TRUST_ROOT_INVALID, "draft", () -> TrustFiles.readDraft(file));
        }
        assertProblem(Problem.INPUT_UNREADABLE, "no such file", () -> TrustFiles.readDraft(folder.resolve("none")));
    }

    private char[] passphrase(String name) {
        return KeyStoreFile.readPassphrase(folder.resolve(name + ".pass"));
    }

    private static void assertProblem(Problem problem, String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(EmbassyException.class, e -> {
            assertThat(e.problem()).isEqualTo(problem);
            assertThat(e.getMessage()).contains(message);
        });
    }
}
