package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.dataembassy.ledger.Site;
import org.dataembassy.ledger.keys.TrustFiles;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.ledger.trust.TrustRoot.BlockSigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signing keys come and go in a running country, as the runbooks say it: a ceremony, rotations of which some are killed,
 * a key struck out. Events are published all along, and the embassy verifies every one.
 */
final class KeyCeremonyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINES = 60;

    @TempDir
    private Path folder;

    private RunningCountry country;
    private ActLines lines;
    private int published;

    @Test
    void signing_keys_are_listed_rotated_through_kills_and_struck_out_while_the_embassy_verifies_every_event()
            throws Exception {
        long seed = Long.getLong("embassy.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dembassy.seed=" + seed + " repeats it)");
        Random random = new Random(seed);
        lines = new ActLines(seed, 20);
        try (RunningCountry running = RunningCountry.up(folder, "--registry", "legislation:2")) {
            country = running;
            publish();

            succeed("keys", "add", "--registry", "legislation", "--count", "3");
            Path added = country.folder().resolve("keys/home/legislation-writer.public.json");
            String current = ceremony("two", "--add-keys", added.toString());
            Set<String> used = new HashSet<>();
            used.add(rotate(random, false));
            publish();
            used.add(rotate(random, true));
            publish();
            used.add(rotate(random, true));
            publish();

            assertThat(used).as("each rotation goes on with another key").hasSize(3);
            country.awaitVerifiedEvents("legislation", published);
            for (String site : new String[] {"home", "embassy"}) {
                String report = succeed("verify", "--registry", "legislation", "--site", site, "--output", "json");
                assertThat(JSON.readTree(report).findValuesAsText("signingKeyId").stream()
                                .distinct()
                                .count())
                        .as(report)
                        .isLessThanOrEqualTo(4);
            }
            strikeOutAllThatAreLeft(current);

            Embassy.Ran refused = publishing(published + 5);
            assertThat(refused.exitCode())
                    .as(refused.err())
                    .isEqualTo(Problem.KEY_MISSING.exitCode().code());
            assertThat(refused.err()).contains("key-missing");
            assertThat(country.verifiedEvents("legislation")).isEqualTo(published);
            assertThat(country.ask("/readyz").path("alarms")).isEmpty();
        }
    }

    /** Proposes, lets too few publish, then enough; ends when the embassy has heard of it. */
    private String ceremony(String name, String... changes) {
        Path current = folder.resolve(name + "-before.json");
        succeed("trust", "show", "--out", current.toString());
        Path draft = folder.resolve(name + "-draft.json");
        List<String> propose =
                new ArrayList<>(List.of("trust", "propose", "--from", current.toString(), "--out", draft.toString()));
        propose.addAll(Arrays.asList(changes));
        assertThat(country.embassy().run(propose.toArray(String[]::new)).exitCode())
                .isZero();
        String one = signedCopy(name, draft, current, 1);
        String other = signedCopy(name, draft, current, 3);

        Embassy.Ran underQuorum = run("trust", "publish", one);
        assertThat(underQuorum.exitCode())
                .isEqualTo(Problem.TRUST_UNDER_QUORUM.exitCode().code());
        assertThat(underQuorum.err()).contains("missing 1 of official-2, official-3");
        Path published = folder.resolve(name + ".json");
        succeed("trust", "publish", one, other, "--out", published.toString());

        String digest = TrustFiles.readTrustRoot(published).digest().hex();
        Awaitility.await("the embassy follows")
                .atMost(RunningCountry.PATIENCE)
                .untilAsserted(() -> assertThat(country.ask("/v1/control")
                                .at("/trustRoot/digest")
                                .asText())
                        .isEqualTo(digest));
        return published.toString();
    }

    private String signedCopy(String name, Path draft, Path current, int official) {
        try {
            Path copy = Files.copy(draft, folder.resolve(name + "-signed-" + official + ".json"));
            Embassy.Ran signed = country.embassy()
                    .run(
                            "trust",
                            "sign",
                            copy.toString(),
                            "--from",
                            current.toString(),
                            "--digest",
                            TrustFiles.readDraft(copy).digest().hex(),
                            "--keys",
                            country.folder()
                                    .resolve("keys/officials/official-" + official + ".p12")
                                    .toString());
            assertThat(signed.exitCode()).as(signed.err()).isZero();
            return copy.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The signing key that goes on. */
    private String rotate(Random random, boolean killFirst) throws Exception {
        if (killFirst) {
            Process dying = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            "org.dataembassy.cli.Main",
                            "keys",
                            "rotate",
                            "--registry",
                            "legislation",
                            "--dir",
                            country.folder().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("rotate.log").toFile())
                    .start();
            // A random moment is what this is about.
            dying.waitFor(1_000 + random.nextInt(5_000), TimeUnit.MILLISECONDS);
            dying.destroyForcibly().waitFor();
        }
        String outcome = succeed("keys", "rotate", "--registry", "legislation", "--output", "json");
        return JSON.readTree(outcome).path("signingKey").asText();
    }

    private void strikeOutAllThatAreLeft(String current) throws IOException {
        long[] heads = new long[2];
        country.ask("/v1/registries/legislation")
                .path("local")
                .forEach(one -> heads[one.path("partition").asInt()] =
                        one.path("head").path("nextBlockIndex").asLong());
        List<String> changes = new ArrayList<>();
        TrustFiles.readTrustRoot(Path.of(current)).root().signingKeys().stream()
                .filter(key -> key.site() == Site.HOME)
                .map(BlockSigningKey::verifyingKey)
                .forEach(key -> {
                    changes.add("--strike-out");
                    changes.add(key.keyId().hex() + "=0:" + heads[0] + ",1:" + heads[1]);
                });
        ceremony("three", changes.toArray(String[]::new));
    }

    private void publish() {
        int last = published + LINES;
        Embassy.Ran ran = publishing(last);
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        published = last;
        country.awaitVerifiedEvents("legislation", published);
    }

    private Embassy.Ran publishing(int last) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        for (int line = 1; line <= last; line++) {
            input.writeBytes(lines.lineBytes(line));
        }
        return country.embassy()
                .run(
                        new ByteArrayInputStream(input.toByteArray()),
                        "publish",
                        "--registry",
                        "legislation",
                        "--from",
                        "-",
                        "--dir",
                        country.folder().toString());
    }

    private String succeed(String... arguments) {
        Embassy.Ran ran = run(arguments);
        assertThat(ran.exitCode())
                .as(Arrays.toString(arguments) + "\n" + ran.err())
                .isZero();
        return ran.out();
    }

    private Embassy.Ran run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--dir");
        all.add(country.folder().toString());
        return country.embassy().run(all.toArray(String[]::new));
    }
}
