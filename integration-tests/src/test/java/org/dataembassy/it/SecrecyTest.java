package org.dataembassy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.dataembassy.deploy.Part;
import org.dataembassy.producers.simulate.SimulatedCountry;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.dataembassy.registry.EventMeta;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No personal data in clear on any broker, disk, log or wire: every personal code, name and dwelling of a simulated
 * population is sought in everything that a country leaves behind. The same search finds them where a trust root declares
 * the registry public: it isn't blind.
 */
final class SecrecyTest {
    private static final long SEED = 20_261_122;

    /** The fields by which people may be recognised; with them goes the entity id, which is a personal code. */
    private static final Set<String> TELLING = Set.of("givenNames", "familyName", "dwelling", "address");

    @TempDir
    private Path folder;

    @Test
    void nothing_that_tells_of_a_person_lies_in_clear_anywhere() throws Exception {
        PlainSight sight = live("population:2", SimulationPlan.of(SEED, 800, 2));

        assertThat(sight.found()).as(sight.extent()).isEmpty();
    }

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
        Set<String> words = new TreeSet<>();
        List<String> codes = new ArrayList<>();
        long events = gather(plan, words, codes);
        PlainSight sight = new PlainSight(words);
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
            country.awaitVerifiedEvents("population", events);
            askAbout(country, codes.subList(0, 50));
            sight.inProcessList();
            for (Part part : Part.values()) {
                country.parts().stop(part);
            }
            sight.in(country.folder());
            System.out.println(sight.extent() + "; found in " + sight.found().keySet());
            return sight;
        }
    }

    /** Entities, their histories and lookups, and questions that are refused: all that could leave a word in a log. */
    private static void askAbout(RunningCountry country, List<String> codes) {
        for (String code : codes) {
            country.post("/v1/registries/population/query", "{\"entityId\":\"" + code + "\"}");
            country.ask("/v1/registries/population/entities/" + code);
            country.ask("/v1/registries/population/entities/" + code + "/history");
            country.ask("/v1/registries/population/lookups/parent?value=" + code);
        }
    }

    private static long gather(SimulationPlan plan, Set<String> words, List<String> codes) {
        SimulatedCountry life = new SimulatedCountry(plan);
        long events = 0;
        Set<String> known = new TreeSet<>();
        while (life.hasNext()) {
            for (IndexedRecord event : life.next()) {
                events++;
                String code = ((EventMeta) event.get(0)).getEntityId();
                if (known.add(code)) {
                    codes.add(code);
                }
                gather(event, words);
            }
        }
        words.addAll(known);
        return events;
    }

    private static void gather(IndexedRecord record, Collection<String> words) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value instanceof IndexedRecord inner) {
                gather(inner, words);
            } else if (value instanceof CharSequence text
                    && TELLING.contains(field.name())
                    && text.toString().getBytes(StandardCharsets.UTF_8).length >= PlainSight.SHORTEST_WORD_BYTES) {
                words.add(text.toString());
            }
        }
    }
}
