package org.dataembassy.producers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.ledger.block.BlockPlace;
import org.dataembassy.ledger.problem.EmbassyException;
import org.dataembassy.ledger.problem.Problem;
import org.dataembassy.producers.simulate.SimulatedCountry;
import org.dataembassy.producers.simulate.Simulation;
import org.dataembassy.producers.simulate.SimulationDigest;
import org.dataembassy.producers.simulate.SimulationListener;
import org.dataembassy.producers.simulate.SimulationPlan;
import org.dataembassy.producers.simulate.SimulationSummary;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.schemas.EventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SimulationPublishTest {
    private static final SimulationPlan PLAN = SimulationPlan.of(17, 300, 2);

    @TempDir
    Path folder;

    @Test
    void a_simulation_that_was_killed_goes_on_and_the_ledger_has_each_event_once_and_in_order() throws Exception {
        try (CountryOnBroker country = CountryOnBroker.of(Simulation.REGISTRY)) {
            long committed = SimulationProcess.publishUntilKilled(country, folder, PLAN, 300);

            SimulationSummary second = publish(country, PLAN);
            SimulationSummary third = publish(country, PLAN);

            assertThat(second.alreadyThere()).isBetween(committed, second.events() - 1);
            assertThat(second.published()).isEqualTo(second.events() - second.alreadyThere());
            assertThat(third.published()).isZero();
            assertThat(third.alreadyThere()).isEqualTo(second.events());
            assertLedgerIs(PLAN, country.verifiedEvents());
        }
    }

    @Test
    void more_years_go_on_after_the_last_one_and_another_country_is_refused() throws Exception {
        SimulationPlan shorter = SimulationPlan.of(18, 40, 1);
        SimulationPlan longer = SimulationPlan.of(18, 40, 3);
        try (CountryOnBroker country = CountryOnBroker.of(Simulation.REGISTRY)) {
            SimulationSummary first = publish(country, shorter);

            SimulationSummary second = publish(country, longer);

            assertThat(second.alreadyThere()).isEqualTo(first.events());
            assertThat(second.published()).isPositive();
            assertThatThrownBy(() -> publish(country, SimulationPlan.of(19, 40, 3)))
                    .isInstanceOfSatisfying(
                            EmbassyException.class,
                            refusal -> assertThat(refusal.problem()).isEqualTo(Problem.RECORDED_AT_BACKWARDS));
            assertLedgerIs(longer, country.verifiedEvents());
        }
    }

    private SimulationSummary publish(CountryOnBroker country, SimulationPlan plan) {
        PublisherConfig config = country.config(folder).withRecordedAt(RecordedAt.HISTORICAL);
        try (RegistryPublisher publisher = RegistryPublisher.open(config)) {
            return new Simulation(plan, OptionalLong.empty()).publish(publisher, SimulationListener.NONE);
        }
    }

    /** The same events, those of each entity in their order, those of one call in one transaction. */
    private static void assertLedgerIs(SimulationPlan plan, List<CountryOnBroker.Found> found) {
        Map<UUID, CountryOnBroker.Found> byId = new HashMap<>();
        Map<String, List<UUID>> ledgerOrder = new LinkedHashMap<>();
        for (CountryOnBroker.Found event : found) {
            assertThat(byId.put(id(event.event()), event)).as("each event once").isNull();
            ledgerOrder
                    .computeIfAbsent(entity(event.event()), e -> new ArrayList<>())
                    .add(id(event.event()));
        }
        SimulationDigest expected = new SimulationDigest();
        SimulationDigest actual = new SimulationDigest();
        Map<String, List<UUID>> made = new HashMap<>();
        SimulatedCountry country = new SimulatedCountry(plan);
        boolean overPartitions = false;
        while (country.hasNext()) {
            List<SpecificRecord> call = country.next();
            Set<List<BlockPlace>> transactions = new HashSet<>();
            Set<Integer> partitions = new HashSet<>();
            for (SpecificRecord event : call) {
                CountryOnBroker.Found there = byId.get(id(event));
                assertThat(EventCodec.encode(there.event())).isEqualTo(EventCodec.encode(event));
                expected.update(event);
                actual.update(there.event());
                made.computeIfAbsent(entity(event), e -> new ArrayList<>()).add(id(event));
                transactions.add(there.transaction());
                partitions.add(there.ledger().partition());
            }
            assertThat(transactions).as("one call, one transaction").hasSize(1);
            overPartitions |= partitions.size() > 1;
        }
        assertThat(found).hasSize(Math.toIntExact(country.events()));
        assertThat(ledgerOrder).isEqualTo(made);
        assertThat(actual.digest()).isEqualTo(expected.digest());
        assertThat(overPartitions).as("cases over several partitions").isTrue();
    }

    private static UUID id(SpecificRecord event) {
        return ((EventMeta) event.get(0)).getEventId();
    }

    private static String entity(SpecificRecord event) {
        return ((EventMeta) event.get(0)).getEntityId();
    }
}
