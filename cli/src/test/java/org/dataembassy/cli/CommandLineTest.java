package org.dataembassy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line without any broker. */
final class CommandLineTest {
    @TempDir
    private Path folder;

    private String out;
    private String err;

    @Test
    void help_gives_every_verb_a_line_and_lists_the_exit_codes() {
        int exitCode = run("help");

        assertThat(exitCode).isZero();
        assertThat(Main.model().subcommands().keySet())
                .contains(
                        "demo",
                        "up",
                        "down",
                        "status",
                        "logs",
                        "keys",
                        "publish",
                        "simulate",
                        "query",
                        "verify",
                        "restore",
                        "site")
                .allSatisfy(verb -> assertThat(out).containsPattern("(?m)^  " + verb + " +\\S"));
        for (ExitCode code : ExitCode.values()) {
            String folded = out.replaceAll("\\s+", " ");
            assertThat(folded).contains(code.code() + " " + code.meaning());
        }
    }

    @Test
    void without_a_verb_it_says_what_there_is() {
        assertThat(run()).isZero();
        assertThat(out).contains("demo");
    }

    static Stream<Arguments> everyVerb() {
        return verbs(Main.model()).map(Arguments::of);
    }

    private static Stream<String> verbs(CommandSpec spec) {
        return spec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(verb -> !verb.name().equals("help"))
                .flatMap(verb ->
                        Stream.concat(Stream.of(verb.qualifiedName().substring("embassy ".length())), verbs(verb)));
    }

    @ParameterizedTest
    @MethodSource("everyVerb")
    void every_verb_explains_itself_and_refuses_what_it_does_not_know(String verb) {
        String[] words = verb.split(" ");

        assertThat(run(with(words, "--help"))).as(verb).isZero();
        assertThat(out).contains("Usage: embassy " + verb);
        assertThat(run(with(words, "--no-such-option"))).as(verb).isEqualTo(ExitCode.USAGE.code());
        assertThat(err).contains("embassy: ").contains("next: embassy");
        assertThat(out).isEmpty();
    }

    private static String[] with(String[] words, String last) {
        return Stream.concat(Stream.of(words), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void keys_init_makes_every_file_and_says_whose_it_is() {
        int exitCode = run("keys", "init", "--country", "Atlantis", "--dir", "trust", "--suite", "ed25519");

        assertThat(exitCode).as(err).isZero();
        for (String file : new String[] {
            "officials/official-1.p12",
            "officials/official-3.p12",
            "home/site.p12",
            "embassy/site.p12",
            "home/legislation-writer.p12",
            "embassy/legislation-writer.p12",
            "recovery/recovery.p12",
            "trust-root.dsse.json",
            "README.txt"
        }) {
            assertThat(folder.resolve("trust").resolve(file)).exists();
            assertThat(out.replace('\\', '/')).contains(file);
        }
    }

    @Test
    void keys_init_never_writes_over_a_trust_set() {
        run("keys", "init", "--country", "Atlantis", "--dir", "trust", "--suite", "ed25519");

        int exitCode = run("keys", "init", "--country", "Atlantis", "--dir", "trust", "--suite", "ed25519");

        assertThat(exitCode).isEqualTo(Problem.TRUST_SET_EXISTS.exitCode().code());
        assertThat(err).contains(Problem.TRUST_SET_EXISTS.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"legislation", "legislation:x", "legislation:2:secret", "dreams:2", "legislation:0"})
    void a_registry_that_can_not_be_is_refused(String registry) {
        int exitCode = run("keys", "init", "--country", "Atlantis", "--dir", "trust", "--registry", registry);

        assertThat(exitCode).as(err).isIn(ExitCode.USAGE.code(), ExitCode.BAD_INPUT.code());
        assertThat(err).contains("embassy: ");
        assertThat(folder.resolve("trust")).doesNotExist();
    }

    @Test
    void a_folder_without_a_country_is_said_to_be_down() {
        assertThat(run("status", "--dir", "nowhere"))
                .isEqualTo(Problem.COUNTRY_DOWN.exitCode().code());
        assertThat(err).contains(Problem.COUNTRY_DOWN.next());
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    @Test
    void down_leaves_a_folder_alone_that_is_no_country() throws Exception {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("letter.txt"), "keep me");

        int exitCode = run("down", "--purge", "--dir", "mine");

        assertThat(exitCode).isEqualTo(Problem.FOLDER_UNUSABLE.exitCode().code());
        assertThat(mine.resolve("letter.txt")).hasContent("keep me");
    }

    @Test
    void the_demo_refuses_a_folder_that_is_not_its_own() throws Exception {
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("letter.txt"), "keep me");

        assertThat(run("demo", "--dir", "mine"))
                .isEqualTo(Problem.FOLDER_UNUSABLE.exitCode().code());
        assertThat(mine.resolve("letter.txt")).hasContent("keep me");
    }

    @Test
    void publish_check_reads_all_and_needs_no_broker() throws Exception {
        Files.writeString(
                folder.resolve("acts.jsonl"),
                "{\"recordedAt\":\"2001-01-01T00:00:00Z\",\"actId\":\"a\",\"change\":\"published\",\"reason\":\"r\","
                        + "\"abbreviation\":\"A\",\"title\":\"T\",\"text\":\"x\"}\n"
                        + "{\"recordedAt\":\"2000-01-01T00:00:00Z\",\"actId\":\"a\",\"change\":\"repealed\",\"reason\":\"r\"}\n");

        int exitCode = run("publish", "--registry", "legislation", "--from", "acts.jsonl", "--check");

        // Its time runs backwards: an error that names line and field.
        assertThat(exitCode).as(err).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err).contains("line 2").contains("recordedAt");
    }

    @Test
    void simulate_prints_the_same_digest_each_time_and_needs_no_broker() {
        String[] words = {
            "simulate", "--registry", "population", "--seed", "1", "--people", "50", "--years", "1", "--digest"
        };

        assertThat(run(words)).as(err).isZero();
        String first = out.lines()
                .filter(line -> line.startsWith("digest "))
                .findFirst()
                .orElseThrow();
        assertThat(run(with(words, "--output=json"))).as(err).isZero();

        assertThat(out).contains("\"digest\" : \"" + first.substring("digest ".length()) + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--people=0", "--years=-1", "--years=201", "--start=1979-12-31", "--rate=0", "--people=many"})
    void simulate_names_the_parameter_that_can_not_be(String parameter) {
        int exitCode = run(
                "simulate",
                "--registry=population",
                "--seed=1",
                "--digest",
                parameter.startsWith("--people") ? parameter : "--people=10",
                parameter.startsWith("--years") ? parameter : "--years=1",
                parameter.startsWith("--start") ? parameter : "--start=2015-01-01",
                parameter.startsWith("--rate") ? parameter : "--rate=10");

        assertThat(exitCode).isEqualTo(ExitCode.USAGE.code());
        assertThat(err).contains(parameter.substring(0, parameter.indexOf('=')));
        assertThat(out).isEmpty();
    }

    @Test
    void simulate_publishes_nothing_that_lies_ahead_and_no_other_registry() {
        int ahead =
                run("simulate", "--registry=population", "--seed=1", "--people=10", "--years=1", "--start=2099-01-01");
        assertThat(ahead).isEqualTo(ExitCode.USAGE.code());
        assertThat(err).contains("--start").contains("or earlier");

        int other = run("simulate", "--registry=legislation", "--seed=1", "--people=10", "--years=1");
        assertThat(other).isEqualTo(Problem.REGISTRY_UNKNOWN.exitCode().code());
    }

    private int run(String... arguments) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                        new PrintStream(errBytes, true, StandardCharsets.UTF_8),
                        Map.of(),
                        folder,
                        false),
                arguments);
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return exitCode;
    }
}
