package org.dataembassy.producers.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.dataembassy.ledger.Digest;
import org.dataembassy.schemas.EventCodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedCountryTest {
    /** Changes only with {@link SimulationPlan#GENERATION}. */
    private static final String GOLDEN = "8dd6909c0a7833e07855bc73e0109c7a3ccd2427aa03dc270073e1dca86e49b1";

    @Test
    void the_same_plan_gives_the_same_bytes_in_every_release() {
        assertThat(SimulationPlan.GENERATION).isEqualTo(1);
        assertThat(digest(SimulationPlan.of(1, 200, 3)).hex()).isEqualTo(GOLDEN);
    }

    @Test
    void neither_locale_nor_time_zone_of_the_machine_changes_a_byte() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

            assertThat(digest(SimulationPlan.of(1, 200, 3)).hex()).isEqualTo(GOLDEN);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void countries_made_at_the_same_time_on_several_threads_do_not_touch_each_other() {
        List<String> digests = Stream.generate(() -> SimulationPlan.of(1, 200, 3))
                .limit(8)
                .parallel()
                .map(plan -> digest(plan).hex())
                .toList();

        assertThat(digests).containsOnly(GOLDEN);
    }

    @Test
    void seed_people_and_start_each_make_another_country() {
        LocalDate later = SimulationPlan.DEFAULT_START.plusDays(1);

        assertThat(Stream.of(
                                SimulationPlan.of(1, 200, 1),
                                SimulationPlan.of(2, 200, 1),
                                SimulationPlan.of(1, 201, 1),
                                new SimulationPlan(1, 200, 1, later))
                        .map(SimulatedCountryTest::digest))
                .doesNotHaveDuplicates();
    }

    @Test
    void more_years_begin_with_the_events_of_fewer() {
        List<byte[]> shorter = bytes(SimulationPlan.of(7, 150, 2));

        List<byte[]> longer = bytes(SimulationPlan.of(7, 150, 5));

        assertThat(longer).hasSizeGreaterThan(shorter.size());
        assertThat(longer.subList(0, shorter.size())).usingRecursiveComparison().isEqualTo(shorter);
    }

    @Test
    void everybody_asked_for_is_enrolled_before_life_begins() {
        SimulatedCountry country = new SimulatedCountry(SimulationPlan.of(3, 1_000, 0));

        country.forEachRemaining(call -> {});

        assertThat(country.residents()).isEqualTo(1_000);
        assertThat(country.day()).isEqualTo(SimulationPlan.DEFAULT_START.minusDays(1));
        assertThat(country.done()).isEqualTo(1);
    }

    static Stream<Arguments> countries() {
        // Large and short, small and long, and many so small that nearly nobody fits anything.
        return Stream.concat(
                Stream.of(Arguments.of(SimulationPlan.of(11, 8_000, 3)), Arguments.of(SimulationPlan.of(12, 700, 60))),
                Stream.of(1, 2, 3, 5, 8, 13, 21, 34)
                        .map(people -> Arguments.of(SimulationPlan.of(people, people, 25))));
    }

    @ParameterizedTest
    @MethodSource("countries")
    void every_invariant_holds(SimulationPlan plan) {
        holdsAll(FoldedCountry.of(plan));
    }

    @Test
    @Tag("endurance")
    void every_invariant_holds_in_many_countries_and_a_large_one() {
        for (int seed = 100; seed < 200; seed++) {
            holdsAll(FoldedCountry.of(SimulationPlan.of(seed, 1_500, 40)));
        }
        holdsAll(FoldedCountry.of(SimulationPlan.of(200, 150_000, 8)));
    }

    private static void holdsAll(FoldedCountry country) {
        for (CountryInvariant invariant : CountryInvariant.values()) {
            assertThat(invariant.broken(country))
                    .as("%s, %s", invariant, country.plan)
                    .isEmpty();
        }
    }

    @Test
    void people_are_born_move_marry_part_and_die_at_the_rates_of_a_real_country() {
        FoldedCountry country = FoldedCountry.of(SimulationPlan.of(4, 12_000, 6));
        double thousandYears = country.residentYears / 1_000;

        // Five standard deviations of counts that come from independent cases.
        assertThat(country.births() / thousandYears).isCloseTo(11.0, within(5 * StrictMath.sqrt(11 / thousandYears)));
        assertThat(country.deaths.size() / thousandYears)
                .isCloseTo(12.0, within(5 * StrictMath.sqrt(12 / thousandYears)));
        assertThat(country.removals / thousandYears)
                .isCloseTo(90.0, within(5 * 2 * StrictMath.sqrt(90 / thousandYears)));
        assertThat(country.weddings / 2.0 / thousandYears)
                .isCloseTo(5.0, within(5 * StrictMath.sqrt(5 / thousandYears)));
        assertThat(country.divorces / 2.0 / thousandYears)
                .isCloseTo(2.0, within(5 * StrictMath.sqrt(2 / thousandYears)));
    }

    @Test
    void everything_that_a_register_records_happens() {
        FoldedCountry country = FoldedCountry.of(SimulationPlan.of(5, 10_000, 6));

        assertThat(country.lifeEvents.keySet())
                .containsExactlyInAnyOrderElementsOf(country.model.eventSchemas().stream()
                        .map(org.apache.avro.Schema::getName)
                        .toList());
        assertThat(country.annulments).isPositive();
        assertThat(country.takenBack).isPositive();
        assertThat(country.lateRegistrations).isPositive();
        assertThat(country.returns).isPositive();
    }

    @Test
    void few_have_long_files_and_many_short_ones_and_towns_are_of_every_size() {
        FoldedCountry country = FoldedCountry.of(SimulationPlan.of(6, 3_000, 30));
        List<Integer> files = country.eventsOf.values().stream().sorted().toList();
        List<Integer> towns = country.inhabitantsByTown();

        assertThat(files.get(files.size() / 2)).isLessThan(10);
        assertThat(files.get(files.size() - 1)).isGreaterThan(40);
        assertThat(towns.get(towns.size() - 1)).isGreaterThan(20 * towns.get(towns.size() / 2));
    }

    @Test
    void memory_holds_the_living_and_not_the_dead() {
        World world = new World(SimulationPlan.of(9, 500, 150));
        SimulatedCountry country = new SimulatedCountry(SimulationPlan.of(9, 500, 150), world);

        country.forEachRemaining(call -> {});

        // About a thousand people more have lived and died by then.
        assertThat(world.people.slots()).isLessThan(1_200);
        assertThat(world.dwellings.count()).isLessThan(2_000);
    }

    private static Digest digest(SimulationPlan plan) {
        SimulationDigest digest = new SimulationDigest();
        new SimulatedCountry(plan).forEachRemaining(digest::update);
        return digest.digest();
    }

    private static List<byte[]> bytes(SimulationPlan plan) {
        List<byte[]> bytes = new ArrayList<>();
        new SimulatedCountry(plan).forEachRemaining(call -> call.forEach(event -> bytes.add(EventCodec.encode(event))));
        return bytes;
    }
}
