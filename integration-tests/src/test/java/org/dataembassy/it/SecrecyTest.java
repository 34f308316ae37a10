package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No personal data in clear on any broker, disk, log or wire: every personal code, name and dwelling of a simulated
 * population is sought in everything that a country leaves behind. The same search finds them where a trust root declares
 * the registry public: it isn't blind. A smaller country is searched by {@link CleanLifeTest}, after its restarts.
 */
final class SecrecyTest {
    private static final long SEED = 20_261_122;

    @TempDir
    private Path folder;

    @Test
    @Tag("endurance")
    void nothing_that_tells_of_twenty_thousand_people_lies_in_clear_anywhere() throws Exception {
        PlainSight sight = live("population:2", SimulationPlan.of(SEED, 20_000, 5));

        assertThat(sight.found()).as(sight.extent()).isEmpty();
    }

    @Test
    void the_same_search_finds_them_on_both_brokers_and_at_the_mirror_where_the_registry_is_public() throws Exception {
        PlainSight sight = live("population:2:public", SimulationPlan.of(SEED, 300, 1));

        assertThat(sight.foundIn("registry.population"))
                .as(sight.found().toString())
                .isTrue();
        assertThat(sight.foundIn("home.registry.population"))
                .as(sight.found().toString())
                .isTrue();
    }

    /** Lets a country live, asks about its people, takes it down, and searches all that it left. */
    private PlainSight live(String registry, SimulationPlan plan) throws Exception {
        TellingWords words = TellingWords.of(plan);
        try (RunningCountry country = RunningCountry.up(folder, "--registry", registry)) {
            Embassy.Ran ran = country.embassy()
                    .run(
                            "simulate",
                            "--dir",
                            country.folder().toString(),
                            "--registry",
                            "population",
                            "--seed",
                            Long.toString(plan.seed()),
                            "--people",
                            Integer.toString(plan.people()),
                            "--years",
                            Integer.toString(plan.years()));
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            country.awaitVerifiedEvents("population", words.events());
            PlainSight sight = words.soughtIn(country);
            System.out.println(sight.extent() + "; found in " + sight.found().keySet());
            return sight;
        }
    }
}
