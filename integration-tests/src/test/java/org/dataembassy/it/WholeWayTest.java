package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.dataembassy.deploy.Part;
import org.dataembassy.ledger.problem.ExitCode;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.Receipt;
import org.dataembassy.producers.legislation.SampleLegislation;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.legislation.ActRepealed;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One public country, used as a user would: published to, asked, read by a stranger, given bad input, and at last cut off
 * from home. In this order, since starting a country takes longer than all of it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WholeWayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROOF = "/v1/registries/legislation/partitions/1/events/0/proof";
    private static final String[] REGISTRY = {"--registry", "legislation"};

    @TempDir
    private static Path folder;

    private static RunningCountry country;
    private static int published;

    @BeforeAll
    static void up() {
        country = RunningCountry.up(folder);
    }

    @AfterAll
    static void down() {
        if (country != null) {
            country.close();
        }
    }

    @Test
    @Order(1)
    void the_sample_is_published_once_and_verified_at_the_embassy() throws IOException {
        Path sample = folder.resolve("sample.jsonl");
        try (InputStream in = SampleLegislation.open()) {
            Files.copy(in, sample);
        }

        Embassy.Ran first = run("publish", REGISTRY, "--from", sample.toString(), "--output", "json");
        Embassy.Ran second = run("publish", REGISTRY, "--from", sample.toString(), "--output", "json");

        published = JSON.readTree(first.out()).path("published").asInt();
        assertThat(published)
                .as(first.err())
                .isEqualTo(Files.readAllLines(sample).size());
        assertThat(JSON.readTree(second.out()).path("published").asInt()).isZero();
        assertThat(JSON.readTree(second.out()).path("alreadyThere").asInt()).isEqualTo(published);
        country.awaitVerifiedEvents("legislation", published);
    }

    @Test
    @Order(2)
    void an_act_of_one_and_a_half_megabytes_goes_through_whole() throws IOException {
        String text = "§ ".repeat(1_600_000 / 3);
        String line = "{\"recordedAt\":\"2030-01-01T00:00:00Z\",\"actId\":\"long-act\",\"change\":\"published\","
                + "\"reason\":\"long\",\"abbreviation\":\"LA\",\"title\":\"Long act\",\"text\":\"" + text + "\"}\n";

        Embassy.Ran ran = country.embassy()
                .run(
                        new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)),
                        command("publish", REGISTRY, "--from", "-"));

        // Recorded in 2030: further ahead than five minutes.
        assertThat(ran.exitCode())
                .isEqualTo(Problem.RECORDED_AT_AHEAD.exitCode().code());

        Embassy.Ran good = country.embassy()
                .run(
                        new ByteArrayInputStream(line.replace("2030", "2025").getBytes(StandardCharsets.UTF_8)),
                        command("publish", REGISTRY, "--from", "-"));
        assertThat(good.exitCode()).as(good.err()).isZero();
        published++;
        country.awaitVerifiedEvents("legislation", published);
        assertThat(country.ask("/v1/registries/legislation/entities/long-act")
                        .path("state")
                        .path("text")
                        .asText()
                        .equals(text))
                .isTrue();
    }

    @Test
    @Order(3)
    void a_stranger_with_the_confluent_deserializer_reads_blocks_and_events() throws Exception {
        Path source = Path.of(
                WholeWayTest.class.getResource("/interop/ConfluentReader.java").toURI());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        strangersClassPath(),
                        source.toString(),
                        country.endpoints().homeBootstrap(),
                        country.endpoints().schemaRegistry().toString(),
                        "registry.legislation")
                .redirectError(folder.resolve("stranger.err").toFile())
                .start();
        List<String> read = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("event ")) // and not what the libraries log
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("stranger.err")))
                .isZero();

        assertThat(read).hasSize(published);
        for (String line : Files.readAllLines(folder.resolve("sample.jsonl"))) {
            JsonNode change = JSON.readTree(line);
            if (change.has("text")) {
                assertThat(read)
                        .anyMatch(event ->
                                event.endsWith(" " + change.path("actId").asText() + " "
                                        + sha256(change.path("text").asText())));
            }
        }
    }

    @Test
    @Order(4)
    void the_publisher_of_the_readme_publishes() {
        Path store = country.folder().resolve("keys/home/legislation-writer.p12");
        Instant now = Instant.now();
        ActRepealed event = ActRepealed.newBuilder()
                .setMeta(EventMeta.newBuilder()
                        .setEventId(UUID.randomUUID())
                        .setEntityId("long-act")
                        .setRecordedAt(now)
                        .setEffectiveOn(LocalDate.ofInstant(now, ZoneOffset.UTC))
                        .setActor("parliament")
                        .setBasis("act 7, section 1")
                        .build())
                .setReason("a test")
                .build();

        Receipt receipt = TenLinePublisher.publish(
                store,
                passphrase(store),
                country.endpoints().homeBootstrap(),
                country.endpoints().schemaRegistry().toString(),
                country.folder().resolve("data/writer-legislation"),
                event);

        published++;
        country.awaitVerifiedEvents("legislation", published);
        JsonNode act = country.ask("/v1/registries/legislation/entities/long-act");
        assertThat(act.path("state").path("status").asText()).isEqualTo("REPEALED");
        assertThat(act.path("provenance").path("sequence").asLong()).isEqualTo(receipt.sequence());
    }

    private static char[] passphrase(Path store) {
        try {
            return Files.readString(Path.of(store.toString().replace(".p12", ".pass")))
                    .strip()
                    .toCharArray();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    @Order(5)
    void bad_input_is_an_error_that_says_what_where_and_what_next() throws IOException {
        refuses(ExitCode.USAGE, "--nonsense", command("publish", REGISTRY, "--from", "-", "--nonsense"));
        refuses(
                Problem.REGISTRY_UNKNOWN,
                "dreams",
                command("publish", new String[] {"--registry", "dreams"}, "--from", "-"));
        refuses(Problem.INPUT_UNREADABLE, "no-such-file", command("publish", REGISTRY, "--from", "no-such-file"));
        refusesLine("{\"recordedAt\":\"2025-01-02T00:00:00Z\",\"colour\":\"red\"}", "line 1", "colour");
        refusesLine("this is not JSON", "line 1", "");
        refusesLine(
                "{\"recordedAt\":\"yesterday\",\"actId\":\"x\",\"change\":\"repealed\",\"reason\":\"\"}",
                "line 1",
                "recordedAt");
        refuses(Problem.POSITION_UNKNOWN, "legislation", restore("past-the-end", "--to-sequence", "0:999999,1:none"));
        refuses(Problem.POSITION_MALFORMED, "--to-sequence, item 1", restore("malformed", "--to-sequence", "0:x"));
        refuses(Problem.POSITION_MALFORMED, "1", restore("incomplete", "--to-sequence", "0:none"));
        Path officials = country.folder().resolve("keys/officials/official-1.p12");
        refuses(
                Problem.KEY_STORE_WRONG_ROLE,
                "official-1.p12",
                command("publish", REGISTRY, "--from", "sample.jsonl", "--keys", officials.toString()));
        refuses(
                Problem.KEY_STORE_UNREADABLE,
                "no-such.p12",
                command("publish", REGISTRY, "--from", "sample.jsonl", "--keys", "no-such.p12"));
        refuses(Problem.COUNTRY_UP, country.folder().toString(), command("up", new String[0]));
        Files.createDirectory(folder.resolve("taken"));
        refuses(Problem.TARGET_EXISTS, "taken", restore("taken"));
    }

    @Test
    @Order(6)
    void without_a_schema_registry_nothing_is_published_and_the_error_says_so() {
        country.parts().stop(Part.SCHEMA_REGISTRY);
        refuses(
                Problem.SCHEMA_REGISTRY_UNAVAILABLE,
                country.endpoints().schemaRegistry().getAuthority(),
                command("publish", REGISTRY, "--from", "sample.jsonl"));
        country.parts().start(Part.SCHEMA_REGISTRY);
    }

    @Test
    @Order(7)
    void an_event_is_proven_offline_under_a_checkpoint_that_the_embassy_cosigned() throws IOException {
        Awaitility.await("the proof rests on a cosigned checkpoint")
                .atMost(RunningCountry.PATIENCE)
                .untilAsserted(() ->
                        assertThat(country.ask(PROOF).path("restsOn").asText()).isEqualTo("cosigned-checkpoint"));
        String trustRoot = country.folder().resolve("keys/trust-root.dsse.json").toString();
        String place = "proof get legislation --partition 1 --sequence 0 --to act.proof --dir ";

        Embassy.Ran got = country.embassy().run((place + country.folder()).split(" "));
        Embassy.Ran verified = country.embassy().run("proof", "verify", "act.proof", "--trust-root", trustRoot);
        Embassy.Ran shown = country.embassy()
                .run("proof", "verify", "act.proof", "--trust-root", trustRoot, "--show-event", "--output", "json");

        assertThat(got.exitCode()).as(got.err()).isZero();
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("act.proof"))))
                .isEqualTo("rw-------");
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.out())
                .contains("The proof holds")
                .contains("by the site embassy")
                .contains("stated by writer of legislation at home")
                .contains("Not proven:");
        assertThat(JSON.readTree(shown.out()).path("event").asText()).contains("\"entityId\": \"constitution\"");
        byte[] proof = Files.readAllBytes(folder.resolve("act.proof"));
        for (int at = 1; at < proof.length; at += proof.length / 9) {
            byte[] changed = proof.clone();
            changed[at] ^= 1;
            Files.write(folder.resolve("changed.proof"), changed);
            assertThat(country.embassy()
                            .run("proof", "verify", "changed.proof", "--trust-root", trustRoot)
                            .exitCode())
                    .isIn(3, 4);
        }
        refuses(Problem.FILE_EXISTS, "act.proof", (place + country.folder()).split(" "));
    }

    @Test
    @Order(8)
    void home_sees_how_far_the_embassy_has_cosigned() throws IOException {
        String[] status = {
            "status", "--output", "json", "--dir", country.folder().toString()
        };
        Awaitility.await("the cosignatures are back home")
                .atMost(RunningCountry.PATIENCE)
                .untilAsserted(() -> assertThat(
                                JSON.readTree(country.embassy().run(status).out())
                                        .path("cosignedAtHome"))
                        .hasSize(2));

        Embassy.Ran verified = run("verify", REGISTRY, "--site", "home");

        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.out()).contains("legislation/0: cosigned by the embassy to");
    }

    @Test
    @Order(9)
    void the_embassy_answers_when_home_is_gone_from_the_beginning() throws IOException {
        String digest = country.ask("/v1/registries/legislation/digest")
                .path("stateDigest")
                .asText();
        country.parts().stop(Part.HOME_MIRROR_MAKER);
        country.parts().stop(Part.MIRROR_MAKER);
        country.parts().stop(Part.SCHEMA_REGISTRY);
        country.parts().stop(Part.HOME_BROKER);
        country.parts().stop(Part.EMBASSY_SITE);
        refuses(
                Problem.BROKER_UNAVAILABLE,
                country.endpoints().homeBootstrap(),
                command("publish", REGISTRY, "--from", "sample.jsonl"));

        // A site service that has never run: another application, an empty folder, the embassy's topics, its key store.
        Path config = country.parts().layout().configFile(Part.EMBASSY_SITE, ".properties");
        Files.writeString(
                config,
                Files.readString(config).replaceAll("(?m)^data.folder=.*$", "data.folder=" + folder.resolve("anew"))
                        + "\napplication.id=site-anew\n");
        country.parts().start(Part.EMBASSY_SITE);

        country.awaitVerifiedEvents("legislation", published);
        assertThat(country.ask("/v1/registries/legislation/digest")
                        .path("stateDigest")
                        .asText())
                .isEqualTo(digest);
    }

    private static void refusesLine(String line, String where, String field) {
        Embassy.Ran ran = country.embassy()
                .run(
                        new ByteArrayInputStream((line + "\n").getBytes(StandardCharsets.UTF_8)),
                        command("publish", REGISTRY, "--from", "-"));
        assertThat(ran.exitCode())
                .as(ran.err())
                .isEqualTo(Problem.INPUT_LINE_BROKEN.exitCode().code());
        assertThat(ran.err()).contains(where).contains(field).contains(Problem.INPUT_LINE_BROKEN.next());
    }

    private static void refuses(Problem problem, String naming, String... command) {
        Embassy.Ran ran = country.embassy().run(command);
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(problem.exitCode().code());
        assertThat(ran.err()).contains(problem.code()).contains(problem.next()).contains(naming);
        assertThat(ran.out()).isEmpty();
    }

    private static void refuses(ExitCode exitCode, String naming, String... command) {
        Embassy.Ran ran = country.embassy().run(command);
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(exitCode.code());
        assertThat(ran.err()).contains(naming).contains("next:");
    }

    private static String[] restore(String target, String... options) {
        String[] all = Arrays.copyOf(new String[] {"run", "--target", target}, 3 + options.length);
        System.arraycopy(options, 0, all, 3, options.length);
        List<String> command = new ArrayList<>(List.of("restore"));
        command.addAll(List.of(all));
        command.addAll(List.of(REGISTRY));
        command.addAll(List.of("--dir", country.folder().toString()));
        return command.toArray(String[]::new);
    }

    private static Embassy.Ran run(String verb, String[] options, String... more) {
        return country.embassy().run(command(verb, options, more));
    }

    private static String[] command(String verb, String[] options, String... more) {
        List<String> command =
                new ArrayList<>(List.of(verb, "--dir", country.folder().toString()));
        command.addAll(List.of(options));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    /** Ours without ours: what is left are the libraries that anybody can have. */
    private static String strangersClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("confluent-client") || !isOurs(entry))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOurs(String entry) {
        return entry.contains("embassy-")
                || entry.endsWith("classes") // of this project's modules, in a reactor
                || entry.startsWith(System.getProperty("embassy.home"));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
