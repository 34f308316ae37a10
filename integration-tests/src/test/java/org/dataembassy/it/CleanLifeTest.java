package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.awaitility.Awaitility;
import org.dataembassy.deploy.Part;
import org.dataembassy.producers.simulate.SimulatedCountry;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A country lives, and everything that serves it is restarted in the middle: ended in order or killed, in random order, at
 * random moments. Nothing is wrong, so nothing may be said to be.
 */
final class CleanLifeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PARTITIONS = 4;

    /** {@link SecrecyTest} seeks those of larger countries. */
    private static final int MOST_PEOPLE_SOUGHT = 50_000;

    @TempDir
    private Path folder;

    @Test
    void a_clean_life_over_restarts_raises_no_alarm_ends_in_equal_heads_and_digests_and_leaves_nothing_in_clear()
            throws Exception {
        live(2_500, 5, OptionalInt.of(600), 4, Duration.ofSeconds(1), Duration.ofMinutes(4));
    }

    @Test
    @Tag("endurance")
    void ten_million_clean_events_over_restarts_of_everything_raise_no_alarm_and_end_in_equal_heads_and_digests()
            throws Exception {
        // The people and years that make ten million events.
        live(
                Integer.getInteger("embassy.people", 1_000_000),
                Integer.getInteger("embassy.years", 45),
                OptionalInt.empty(),
                2 * (Part.values().length + 1),
                Duration.ofSeconds(50),
                Duration.ofHours(2));
    }

    /**
     * @param rate events a second; empty for as many as there can be
     * @param pause between two restarts, at most
     */
    private void live(int people, int years, OptionalInt rate, int restarts, Duration pause, Duration patience)
            throws Exception {
        long seed = Long.getLong("embassy.seed", System.nanoTime());
        System.out.println(
                "seed " + seed + " (-Dembassy.seed=" + seed + " repeats the life, the order and the moments)");
        SimulationPlan plan = new SimulationPlan(seed, people, years, LocalDate.of(1980, 1, 1));
        long begun = System.nanoTime();
        try (RunningCountry country = RunningCountry.up(folder, "--registry", "population:" + PARTITIONS);
                LifePublisher publisher = new LifePublisher(country, plan, rate);
                AlarmWatch watch = new AlarmWatch(country)) {
            publisher.start();
            watch.start();
            long events = count(plan);
            System.out.println(events + " events of " + people + " people in " + years + " years");
            restart(country, publisher, restarts, pause, new Random(seed));

            publisher.awaitEnd(patience);
            Awaitility.await("the embassy has verified everything")
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(250))
                    .untilAsserted(() ->
                            assertThat(country.verifiedEvents("population")).isEqualTo(events));
            System.out.println("verified at the embassy after " + seconds(begun) + " s");

            assertThat(watch.raised()).as("alarms in a clean run").isEmpty();
            assertThat(verifiedHeads(country, "home")).isEqualTo(verifiedHeads(country, "embassy"));
            String digest = country.ask("/v1/registries/population/digest")
                    .path("stateDigest")
                    .asText();
            System.out.println("state digest " + digest);
            assertThat(restored(country, "home")).as("restored at home").isEqualTo(digest);
            assertThat(restored(country, "embassy"))
                    .as("restored at the embassy")
                    .isEqualTo(digest);
            assertThat(watch.raised()).as("alarms in a clean run").isEmpty();
            requireNothingInClear(country, plan);
            System.out.println("ended after " + seconds(begun) + " s; " + watch.asked() + " looks at the alarms");
        }
    }

    /** Asks about people, takes the country down, and searches all that it left: kills and restarts included. */
    private static void requireNothingInClear(RunningCountry country, SimulationPlan plan) {
        if (plan.people() > MOST_PEOPLE_SOUGHT) {
            return;
        }
        TellingWords words = TellingWords.of(plan);
        PlainSight sight = words.soughtIn(country);
        System.out.println(sight.extent() + "; found in " + sight.found().keySet());
        assertThat(sight.found()).as(sight.extent()).isEmpty();
    }

    private static long count(SimulationPlan plan) {
        SimulatedCountry life = new SimulatedCountry(plan);
        long events = 0;
        while (life.hasNext()) {
            events += life.next().size();
        }
        return events;
    }

    /** So many restarts of parts and of the publisher (the empty one): each in turn, in random order. */
    private static void restart(
            RunningCountry country, LifePublisher publisher, int restarts, Duration pause, Random random)
            throws InterruptedException {
        List<Optional<Part>> victims = new ArrayList<>();
        while (victims.size() < restarts) {
            List<Optional<Part>> round = new ArrayList<>(List.of(Optional.empty()));
            for (Part part : Part.values()) {
                round.add(Optional.of(part));
            }
            Collections.shuffle(round, random);
            victims.addAll(round);
        }
        for (Optional<Part> victim : victims.subList(0, restarts)) {
            long before = country.verifiedEvents("population");
            Awaitility.await("events are verified again")
                    .atMost(RunningCountry.PATIENCE)
                    .until(() -> publisher.hasEnded() || country.verifiedEvents("population") > before);
            // A random moment is what this test is about.
            Thread.sleep(random.nextInt((int) pause.toMillis()));
            boolean kill = random.nextBoolean();
            System.out.println(country.verifiedEvents("population") + " events verified: "
                    + (kill ? "kill -9 of " : "restart of ")
                    + victim.map(Part::label).orElse("the publisher"));
            if (victim.isEmpty()) {
                publisher.end(kill);
            } else if (kill) {
                country.parts().kill(victim.get());
            } else {
                country.parts().stop(victim.get());
                country.parts().start(victim.get());
            }
            if (victim.isPresent()) {
                country.parts().awaitReady(victim.get(), RunningCountry.PATIENCE);
            }
        }
    }

    private JsonNode verifiedHeads(RunningCountry country, String site) throws IOException {
        Embassy.Ran ran = country.embassy()
                .run(
                        "verify",
                        "--dir",
                        country.folder().toString(),
                        "--registry",
                        "population",
                        "--site",
                        site,
                        "--output",
                        "json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        List<JsonNode> heads = new ArrayList<>();
        for (JsonNode partition : JSON.readTree(ran.out()).path("partitions")) {
            heads.add(((ObjectNode) partition).retain("partition", "blocks", "events", "root"));
        }
        assertThat(heads).hasSize(PARTITIONS);
        return JSON.valueToTree(heads);
    }

    private String restored(RunningCountry country, String site) throws IOException {
        Path target = folder.resolve("restored-" + site);
        Embassy.Ran ran = country.embassy()
                .run(
                        "restore",
                        "run",
                        "--dir",
                        country.folder().toString(),
                        "--registry",
                        "population",
                        "--site",
                        site,
                        "--target",
                        target.toString(),
                        "--output",
                        "json");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        return JSON.readTree(ran.out()).path("stateDigest").asText();
    }

    private static long seconds(long since) {
        return (System.nanoTime() - since) / 1_000_000_000L;
    }
}
