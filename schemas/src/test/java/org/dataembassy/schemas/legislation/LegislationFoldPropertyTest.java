package org.dataembassy.schemas.legislation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.legislation.Act;
import org.dataembassy.schemas.EventCodec;
import org.dataembassy.schemas.StateCodec;
import org.dataembassy.schemas.legislation.LegislationDecision.Accepted;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any events in any order: the fold never throws and always comes to the same. The seed is the test's name. */
final class LegislationFoldPropertyTest {

    static List<Long> seeds() {
        return new Random(20261122).longs(60).boxed().toList();
    }

    static List<Long> manySeeds() {
        return new Random(7).longs(5_000).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void any_order_of_events_folds_without_a_throw_and_always_to_the_same_bytes(long seed) {
        foldsInAnyOrder(seed);
    }

    @Tag("endurance")
    @ParameterizedTest
    @MethodSource("manySeeds")
    void many_more_orders_fold_without_a_throw_and_always_to_the_same_bytes(long seed) {
        foldsInAnyOrder(seed);
        decidesWithoutAnomaly(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void an_event_that_was_decided_never_counts_as_an_anomaly(long seed) {
        decidesWithoutAnomaly(seed);
    }

    private static void foldsInAnyOrder(long seed) {
        Random random = new Random(seed);
        List<SpecificRecord> events = new ArrayList<>();
        int count = 1 + random.nextInt(30);
        for (int n = 1; n <= count; n++) {
            events.add(RandomLegislation.event(random, n, count));
        }
        Collections.shuffle(events, random);

        Register once = new Register();
        Register again = new Register();
        EventCodec codec = new EventCodec();
        for (SpecificRecord event : events) {
            int anomaliesBefore = once.act == null ? 0 : once.act.getAnomalyCount();
            once.record(event);
            // The second time as a store would have it: event and state through their bytes.
            SpecificRecord read = codec.decode(EventCodec.frame(1, event), event.getSchema(), again.model);
            again.record(read);
            again.act = StateCodec.decode(StateCodec.encode(again.act), again.model);

            assertThat(StateCodec.encode(again.act)).isEqualTo(StateCodec.encode(once.act));
            assertThat(once.act.getAnomalyCount()).isGreaterThanOrEqualTo(anomaliesBefore);
            LegislationInvariants.check(once);
        }
        assertThat(once.act.getEventCount()).isEqualTo(count);
    }

    private static void decidesWithoutAnomaly(long seed) {
        Random random = new Random(seed);
        Register register = new Register();
        LegislationDecision first = LegislationDecisions.decide(null, RandomLegislation.publication());
        register.record(((Accepted) first).events().toArray(SpecificRecord[]::new));
        for (int n = 2; n <= 40; n++) {
            if (LegislationDecisions.decide(register.act, RandomLegislation.command(random, n))
                    instanceof Accepted yes) {
                register.record(yes.events().toArray(SpecificRecord[]::new));
                assertThat(register.anomalies()).isEmpty();
                LegislationInvariants.check(register);
            }
        }
    }

    /** What holds of any state. */
    private static final class LegislationInvariants {

        static void check(Register register) {
            Act act = register.act;
            assertThat(register.parts.keySet()).isEqualTo(Set.copyOf(register.model.parts(act)));
            assertThat(act.getLastAnomalies()).hasSizeLessThanOrEqualTo(8);
            assertThat(act.getVersions().stream().map(version -> version.getEventId()))
                    .doesNotHaveDuplicates();
            assertThat(register.json().get("id").textValue()).isEqualTo(act.getId());
            for (int year = 2018; year < 2027; year++) {
                register.jsonOn(year + "-06-01");
            }
            assertThat(register.model.lookupNames())
                    .containsAll(register.model.lookups(act).stream()
                            .map(entry -> entry.lookup())
                            .toList());
        }
    }
}
