package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.dataembassy.deploy.Part;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes die under load, at random moments; the country's supervisor starts them again. */
final class KilledProcessesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void every_acknowledged_event_is_at_the_embassy_once_and_in_order_when_each_process_is_killed_once()
            throws Exception {
        killEach(1);
    }

    @Test
    @Tag("endurance")
    void every_acknowledged_event_is_at_the_embassy_once_and_in_order_when_each_process_is_killed_three_times()
            throws Exception {
        killEach(3);
    }

    private void killEach(int times) throws Exception {
        long seed = Long.getLong("embassy.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dembassy.seed=" + seed + " repeats the order and the moments)");
        Random random = new Random(seed);
        // Encrypted, two partitions: more than the public default asks for.
        try (RunningCountry country = RunningCountry.up(folder, "--registry", "legislation:2");
                LoadPublisher publisher = new LoadPublisher(country, new ActLines(seed, 50))) {
            publisher.start();

            for (Optional<Part> victim : victims(times, random)) {
                // A random moment is what this test is about.
                Thread.sleep(500 + random.nextInt(2_000));
                System.out.println("line " + publisher.fedThrough() + ": kill -9 of "
                        + victim.map(Part::label).orElse("the publisher"));
                if (victim.isPresent()) {
                    country.parts().kill(victim.get());
                    country.parts().awaitReady(victim.get(), RunningCountry.PATIENCE);
                } else {
                    publisher.kill();
                }
            }
            int lines = publisher.finish();
            System.out.println(lines + " lines published");

            country.awaitVerifiedEvents("legislation", lines);
            requireNoPartitionHalted(country);
            String digest = requireEachLineOnceInOrder(country, lines, publisher.receipts());
            assertThat(country.ask("/v1/registries/legislation/digest")
                            .path("stateDigest")
                            .asText())
                    .as("state at the site against the fold of the verified ledger")
                    .isEqualTo(digest);
            assertThat(restore(country, "home").path("stateDigest").asText()).isEqualTo(digest);
        }
    }

    /** Each part and the publisher (the empty one), as often as asked, in random order. */
    private static List<Optional<Part>> victims(int times, Random random) {
        List<Optional<Part>> victims = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            victims.add(Optional.empty());
            for (Part part : new Part[] {Part.HOME_BROKER, Part.EMBASSY_BROKER, Part.MIRROR_MAKER, Part.EMBASSY_SITE}) {
                victims.add(Optional.of(part));
            }
        }
        Collections.shuffle(victims, random);
        return victims;
    }

    private static void requireNoPartitionHalted(RunningCountry country) {
        for (JsonNode partition : country.ask("/v1/registries/legislation").path("local")) {
            assertThat(partition.path("status").asText())
                    .as(partition.toString())
                    .isNotEqualTo("HALTED");
        }
    }

    /** Restores the whole history at the embassy and compares it with the input and with every receipt; the digest. */
    private String requireEachLineOnceInOrder(RunningCountry country, int lines, List<Path> receiptFiles)
            throws IOException {
        JsonNode report = restore(country, "embassy");
        Map<String, String> eventIds = new HashMap<>();
        Map<Integer, Integer> lastLine = new HashMap<>();
        Set<Integer> seen = new HashSet<>();
        for (String json : Files.readAllLines(folder.resolve("restored-embassy").resolve("history.jsonl"))) {
            JsonNode entry = JSON.readTree(json);
            int partition = entry.path("partition").asInt();
            JsonNode event = entry.path("event");
            int line = Integer.parseInt(event.path("reason").asText().substring("line ".length()));
            assertThat(seen.add(line)).as("line " + line + " once").isTrue();
            assertThat(line).as("in order").isGreaterThan(lastLine.getOrDefault(partition, 0));
            lastLine.put(partition, line);
            eventIds.put(
                    partition + "#" + entry.path("sequence").asLong(),
                    event.path("meta").path("eventId").asText());
        }
        assertThat(seen).hasSize(lines);
        requireReceiptsHold(receiptFiles, eventIds);
        return report.path("stateDigest").asText();
    }

    private static void requireReceiptsHold(List<Path> receiptFiles, Map<String, String> eventIds) throws IOException {
        int acknowledged = 0;
        for (Path file : receiptFiles) {
            for (String json : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                if (json.endsWith("}")) { // the last line of a killed process may be torn
                    JsonNode receipt = JSON.readTree(json);
                    String partition = receipt.path("ledger").asText().substring("legislation/".length());
                    assertThat(eventIds.get(
                                    partition + "#" + receipt.path("sequence").asLong()))
                            .as("the event of receipt " + json)
                            .isEqualTo(receipt.path("eventId").asText());
                    acknowledged++;
                }
            }
        }
        System.out.println(acknowledged + " receipts compared");
        assertThat(acknowledged).isPositive();
    }

    private JsonNode restore(RunningCountry country, String site) throws IOException {
        Path target = folder.resolve("restored-" + site);
        Embassy.Ran ran = country.embassy()
                .run(
                        "restore",
                        "run",
                        "--dir",
                        country.folder().toString(),
                        "--registry",
                        "legislation",
                        "--site",
                        site,
                        "--history",
                        "--format",
                        "jsonl",
                        "--target",
                        target.toString(),
                        "--output",
                        "json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return JSON.readTree(ran.out());
    }
}
