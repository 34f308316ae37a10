package org.dataembassy.schemas.population;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonAnomalyCount;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.population.PopulationDecision.Accepted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any events in any order: the fold never throws and always comes to the same. The seed is the test's name. */
final class PopulationPropertyTest {

    static List<Long> seeds() {
        return new Random(20261122).longs(12).boxed().toList();
    }

    static List<Long> manySeeds() {
        return new Random(7).longs(5_000).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_order_of_events_folds_without_a_throw_and_always_to_the_same_bytes(long seed) {
        foldsInAnyOrder(seed, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_event_that_was_decided_never_counts_as_an_anomaly(long seed) {
        decidesWithoutAnomaly(seed);
    }

    @Tag("endurance")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void many_more_orders_fold_and_decide_without_a_throw(long seed) {
        foldsInAnyOrder(seed, 1 + (int) (seed >>> 1) % 400);
        decidesWithoutAnomaly(seed);
    }

    private static final EventCodec CODEC = new EventCodec();

    private static void foldsInAnyOrder(long seed, int count) {
        RandomPopulation random = new RandomPopulation(seed);
        Persons once = new Persons();
        Persons again = new Persons();
        for (int n = 0; n < count; n++) {
            SpecificRecord event = random.event(random.code());
            String code = ((EventMeta) event.get(0)).getEntityId();
            Person before = once.of(code);
            byte[] bytesBefore = before == null ? null : StateCodec.encode(before);

            once.record(event);
            // The second time as a store would have it: event and state through their bytes.
            again.record(CODEC.decode(EventCodec.frame(1, event), event.getSchema(), again.model));
            byte[] bytes = StateCodec.encode(again.of(code));
            again.states.put(code, StateCodec.decode(bytes, again.model));

            assertThat(bytes).isEqualTo(StateCodec.encode(once.of(code)));
            if (before != null) {
                assertThat(StateCodec.encode(before))
                        .as("the state before is left alone")
                        .isEqualTo(bytesBefore);
            }
            Invariants.check(once, code, before);
        }
    }

    private static void decidesWithoutAnomaly(long seed) {
        RandomPopulation random = new RandomPopulation(seed);
        Persons persons = new Persons().record(People.sample());
        Map<String, Integer> decided = new HashMap<>();
        for (int n = 0; n < 150; n++) {
            PopulationCommand command = random.command();
            PopulationDecision decision = PopulationDecisions.decide(persons.states::get, command);
            assertThat(PopulationDecisions.decide(persons.states::get, command)).isEqualTo(decision);
            if (decision instanceof Accepted accepted) {
                persons.record(accepted.events());
                decided.merge(command.getClass().getSimpleName(), 1, Integer::sum);
            }
        }
        for (String code : persons.states.keySet()) {
            assertThat(persons.anomalies(code)).isEmpty();
            Invariants.checkPointsBack(persons, code);
        }
        assertThat(decided).isNotEmpty();
    }

    /** What holds of any state. */
    private static final class Invariants {

        static void check(Persons persons, String code, Person before) {
            Person person = persons.of(code);
            assertThat(person.getCode()).isEqualTo(code);
            assertThat(person.getEventCount()).isEqualTo(before == null ? 1 : before.getEventCount() + 1);
            assertThat(person.getLastAnomalies()).hasSizeLessThanOrEqualTo(8);
            assertThat(person.getAnomalies().stream()
                            .mapToInt(PersonAnomalyCount::getCount)
                            .sum())
                    .isEqualTo(person.getAnomalyCount());
            assertThat(person.getEvents()).hasSizeLessThanOrEqualTo(PersonLimits.MAX_EVENTS);
            assertThat(person.getEvents().stream().map(PersonEvent::getNumber))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(person.getEvents().stream().map(PersonEvent::getEventId)).doesNotHaveDuplicates();
            assertThat(person.getEvents().stream()
                            .filter(event -> event.getStands() && event.getTakesBack() < 0)
                            .map(PersonEvent::getRecord))
                    .as("of a record one version stands")
                    .doesNotHaveDuplicates();
            assertThat(persons.json(code).get("code").textValue()).isEqualTo(code);
            for (LocalDate day = LocalDate.of(1970, 6, 1); day.getYear() < 2031; day = day.plusYears(7)) {
                persons.jsonOn(code, day.toString());
            }
            assertThat(persons.model.lookups(person)).doesNotHaveDuplicates();
            assertThat(persons.model.lookupNames())
                    .containsAll(persons.model.lookups(person).stream()
                            .map(entry -> entry.lookup())
                            .toList());
        }

        /** Corrections put right one record at a time, so this holds where none was made. */
        static void checkPointsBack(Persons persons, String code) {
            Person person = persons.of(code);
            boolean corrected = persons.states.values().stream()
                    .flatMap(p -> p.getEvents().stream())
                    .anyMatch(event -> event.getKind().name().equals("RecordCorrected"));
            var marriage = PersonView.inTheEnd(person).marriage();
            if (!corrected && marriage != null && marriage.getSpouse().getPersonalCode() != null) {
                var back = PersonView.inTheEnd(persons.of(marriage.getSpouse().getPersonalCode()))
                        .marriage();
                assertThat(back).isNotNull();
                assertThat(back.getSpouse().getPersonalCode()).isEqualTo(code);
            }
        }
    }
}
