package org.dataembassy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ceremony of the next trust root as its officials type it, and what they must not get away with. No broker. */
final class TrustCeremonyCommandsTest {
    private static final String GENESIS = "trust/trust-root.dsse.json";

    @TempDir
    private Path folder;

    private String out;
    private String err;

    @BeforeEach
    void found() {
        succeed("keys", "init", "--country", "Atlantis", "--dir", "trust", "--suite", "ed25519");
    }

    @Test
    void a_signing_key_is_made_proposed_signed_apart_and_shown_complete() throws IOException {
        succeed("keys", "add", "--registry", "legislation", "--keys", "trust/home/legislation-writer.p12");
        succeed(
                "trust",
                "propose",
                "--from",
                GENESIS,
                "--out",
                "draft.json",
                "--add-keys",
                "trust/home/legislation-writer.public.json");
        assertThat(out).contains("+ signing key of legislation at home, every partition block 0 on");
        Files.copy(folder.resolve("draft.json"), folder.resolve("copy.json"));

        sign("draft.json", 1);
        assertThat(out).contains("1 of 2 of version 1 (official-1), missing 1 of official-2, official-3");
        sign("copy.json", 3);

        succeed("trust", "show", "draft.json", "copy.json", "--against", GENESIS);
        assertThat(out)
                .contains("2 of 2 of version 2 (official-1, official-3)")
                .contains("complete: it can be published");
        succeed("trust", "show", "draft.json", "copy.json", "--against", GENESIS, "--output", "json");
        assertThat(out).contains("\"complete\" : true");
    }

    @Test
    void one_official_who_signs_twice_is_refused() {
        draft("draft.json", "--expires-days", "700");
        sign("draft.json", 1);

        fail(
                Problem.TRUST_ROOT_INVALID,
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--keys",
                store(1),
                "--digest",
                digest("draft.json"));

        assertThat(err).contains("official-1 has signed this draft already");
    }

    @Test
    void a_draft_that_is_not_the_one_that_was_read_out_is_not_signed() throws IOException {
        draft("draft.json", "--expires-days", "700");
        byte[] before = Files.readAllBytes(folder.resolve("draft.json"));

        fail(
                Problem.TRUST_ROOT_INVALID,
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--keys",
                store(1),
                "--digest",
                "0123456789abcdef");
        fail(
                Problem.TRUST_ROOT_INVALID,
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--keys",
                store(1),
                "--digest",
                digest("draft.json").substring(0, 15));
        assertThat(run("trust", "sign", "draft.json", "--from", GENESIS, "--keys", store(1)))
                .isEqualTo(ExitCode.USAGE.code());

        assertThat(folder.resolve("draft.json")).hasBinaryContent(before);
    }

    @Test
    void at_a_terminal_the_official_types_the_digest() {
        draft("draft.json", "--expires-days", "700");

        int refused =
                run(true, "something else\n", "trust", "sign", "draft.json", "--from", GENESIS, "--keys", store(1));
        int signed = run(
                true,
                digest("draft.json").substring(0, 16) + "\n",
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--keys",
                store(1));

        assertThat(refused).isEqualTo(Problem.TRUST_ROOT_INVALID.exitCode().code());
        assertThat(signed).as(err).isZero();
        assertThat(out).contains("official-1");
    }

    @Test
    void two_drafts_of_one_version_are_not_both_signed_unless_the_other_is_given_up() {
        draft("one.json", "--expires-days", "700");
        draft("other.json", "--expires-days", "800");
        sign("one.json", 1);

        fail(
                Problem.TRUST_SIGNED_ANOTHER,
                "trust",
                "sign",
                "other.json",
                "--from",
                GENESIS,
                "--keys",
                store(1),
                "--digest",
                digest("other.json"));
        assertThat(err).contains(digest("one.json"));

        succeed(
                "trust",
                "sign",
                "other.json",
                "--from",
                GENESIS,
                "--keys",
                store(1),
                "--digest",
                digest("other.json"),
                "--instead-of",
                digest("one.json"));
        fail(Problem.TRUST_ROOT_INVALID, "trust", "show", "one.json", "other.json");
        assertThat(err).contains("two drafts");
    }

    @Test
    void a_wrong_pass_phrase_an_exposed_store_and_a_store_of_another_role_sign_nothing() throws IOException {
        draft("draft.json", "--expires-days", "700");
        byte[] before = Files.readAllBytes(folder.resolve("draft.json"));
        String digest = digest("draft.json");

        fail(
                Problem.KEY_STORE_UNREADABLE,
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--digest",
                digest,
                "--keys",
                store(1),
                "--passphrase-file",
                "trust/officials/official-2.pass");
        assertThat(err).contains("the pass phrase is wrong");
        fail(
                Problem.KEY_STORE_WRONG_ROLE,
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--digest",
                digest,
                "--keys",
                "trust/home/site.p12");
        Files.setPosixFilePermissions(
                folder.resolve(store(2)), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        fail(
                Problem.KEY_STORE_EXPOSED,
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--digest",
                digest,
                "--keys",
                store(2));

        assertThat(folder.resolve("draft.json")).hasBinaryContent(before);
        assertThat(folder.resolve("trust/officials/official-1.signed")).doesNotExist();
    }

    @Test
    void an_official_of_another_country_signs_nothing() {
        succeed("keys", "init", "--country", "Lemuria", "--dir", "elsewhere", "--suite", "ed25519");
        draft("draft.json", "--expires-days", "700");

        fail(
                Problem.TRUST_ROOT_INVALID,
                "trust",
                "sign",
                "draft.json",
                "--from",
                GENESIS,
                "--digest",
                digest("draft.json"),
                "--keys",
                "elsewhere/officials/official-1.p12");
        assertThat(err).contains("of another country");
        fail(
                Problem.TRUST_ROOT_INVALID,
                "trust",
                "sign",
                "draft.json",
                "--from",
                "elsewhere/trust-root.dsse.json",
                "--digest",
                digest("draft.json"),
                "--keys",
                "elsewhere/officials/official-1.p12");
        assertThat(err).contains("previous");
    }

    @Test
    void what_a_draft_can_not_change_is_refused_with_the_rule() {
        fail(Problem.TRUST_CHANGE_INVALID, "trust", "propose", "--from", GENESIS, "--out", "d", "--threshold", "1");
        fail(
                Problem.TRUST_CHANGE_INVALID,
                "trust",
                "propose",
                "--from",
                GENESIS,
                "--out",
                "d",
                "--remove-official",
                "nobody");
        fail(
                Problem.TRUST_CHANGE_INVALID,
                "trust",
                "propose",
                "--from",
                GENESIS,
                "--out",
                "d",
                "--add-registry",
                "legislation:4:public");
        fail(
                Problem.TRUST_CHANGE_INVALID,
                "trust",
                "propose",
                "--from",
                GENESIS,
                "--out",
                "d",
                "--strike-out",
                "00000000=0:1,1:1");
        fail(Problem.TRUST_CHANGE_INVALID, "trust", "propose", "--from", GENESIS, "--out", "d", "--add-keys", GENESIS);
        assertThat(run("trust", "propose", "--from", GENESIS, "--out", "d", "--strike-out", "00000000"))
                .isEqualTo(ExitCode.USAGE.code());
        assertThat(run("trust", "propose", "--from", GENESIS, "--out", "d")).isEqualTo(ExitCode.USAGE.code());
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void an_official_is_replaced_and_a_sites_statement_key_too() {
        succeed(
                "keys",
                "make",
                "official",
                "--out",
                "trust/officials/official-4.p12",
                "--trust-root",
                GENESIS,
                "--name",
                "official-4");
        succeed("keys", "make", "site", "--out", "trust/embassy/site-2.p12", "--keys", "trust/embassy/site.p12");
        succeed("trust", "show", GENESIS);
        Matcher site = Pattern.compile("statements of site embassy: \\S+ ([0-9a-f]{64})")
                .matcher(out);
        assertThat(site.find()).as(out).isTrue();

        succeed(
                "trust",
                "propose",
                "--from",
                GENESIS,
                "--out",
                "draft.json",
                "--remove-official",
                "official-2",
                "--add-keys",
                "trust/officials/official-4.public.json",
                "--add-keys",
                "trust/embassy/site-2.public.json",
                "--end-statements",
                site.group(1).substring(0, 12) + "=17");

        assertThat(out)
                .contains("- official official-2")
                .contains("+ official official-4")
                .contains("+ statements of site embassy, ended: believed up to statement 17");
        sign("draft.json", 1);
        sign("draft.json", 4);
        assertThat(out).contains("not complete yet").contains("2 of 2 of version 2");
        sign("draft.json", 2);
        assertThat(out).contains("complete: it can be published");
    }

    @Test
    void a_half_written_draft_is_refused() throws IOException {
        draft("draft.json", "--expires-days", "700");
        byte[] whole = Files.readAllBytes(folder.resolve("draft.json"));
        Files.write(folder.resolve("half.json"), Arrays.copyOf(whole, whole.length / 2));

        fail(
                Problem.TRUST_ROOT_INVALID,
                "trust",
                "sign",
                "half.json",
                "--from",
                GENESIS,
                "--digest",
                digest("draft.json"),
                "--keys",
                store(1));
        fail(Problem.FILE_EXISTS, "trust", "propose", "--from", GENESIS, "--out", "draft.json", "--expires-days", "9");
        assertThat(folder.resolve("draft.json")).hasBinaryContent(whole);
    }

    private void draft(String file, String... changes) {
        String[] arguments = {"trust", "propose", "--from", GENESIS, "--out", file};
        succeed(java.util.stream.Stream.concat(Arrays.stream(arguments), Arrays.stream(changes))
                .toArray(String[]::new));
    }

    private void sign(String file, int official) {
        succeed("trust", "sign", file, "--from", GENESIS, "--keys", store(official), "--digest", digest(file));
    }

    private String digest(String file) {
        return TrustFiles.readDraft(folder.resolve(file)).digest().hex();
    }

    private static String store(int official) {
        return "trust/officials/official-" + official + ".p12";
    }

    private void succeed(String... arguments) {
        assertThat(run(arguments))
                .as(Arrays.toString(arguments) + "\n" + out + err)
                .isZero();
    }

    private void fail(Problem problem, String... arguments) {
        assertThat(run(arguments)).as(out + err).isEqualTo(problem.exitCode().code());
        assertThat(err).contains("(" + problem.code() + ",");
    }

    private int run(String... arguments) {
        return run(false, "", arguments);
    }

    private int run(boolean interactive, String in, String... arguments) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new Terminal(
                        new ByteArrayInputStream(in.getBytes(UTF_8)),
                        new PrintStream(outBytes, true, UTF_8),
                        new PrintStream(errBytes, true, UTF_8),
                        Map.of(),
                        folder,
                        interactive),
                arguments);
        out = outBytes.toString(UTF_8);
        err = errBytes.toString(UTF_8);
        return exitCode;
    }
}
