package org.dataembassy.producers.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.DivorceRegistered;
import org.dataembassy.registry.population.MarriageEndGround;
import org.dataembassy.registry.population.MarriageRegistered;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.RecordCorrected;
import org.dataembassy.registry.population.ResidenceChanged;
import org.dataembassy.schemas.RegistryModel.LookupEntry;
import org.dataembassy.schemas.population.PopulationModel;

/** A whole simulation, folded as a site does it: the state of everybody ever registered, and what a test wants to count. */
final class FoldedCountry {
    final PopulationModel model = new PopulationModel();
    final SimulationPlan plan;
    final Map<String, Person> states = new HashMap<>();
    /** By name of the event, after the opening. */
    final Map<String, Long> lifeEvents = new TreeMap<>();

    final Map<String, LocalDate> deaths = new HashMap<>();
    final Map<String, LocalDate> latestEffective = new HashMap<>();
    final Map<String, Integer> eventsOf = new HashMap<>();
    final List<String> faults = new ArrayList<>();
    /** Sides of marriages and of divorces, and what else is counted, after the opening. */
    long weddings;

    long divorces;
    /** Changes of residence within the country, but for newborns. */
    long removals;

    long returns;
    long annulments;
    long takenBack;
    long lateRegistrations;
    /** Residents at each day's end, added up: for rates. */
    double residentYears;
    /** Who lives in the country in the end, as the simulation itself knows. */
    int residents;

    private final Set<java.util.UUID> ids = new HashSet<>();
    private Instant lastRecordedAt = Instant.MIN;
    private long sequence;

    private FoldedCountry(SimulationPlan plan) {
        this.plan = plan;
    }

    static FoldedCountry of(SimulationPlan plan) {
        FoldedCountry folded = new FoldedCountry(plan);
        SimulatedCountry country = new SimulatedCountry(plan);
        LocalDate day = plan.start().minusDays(1);
        while (country.hasNext()) {
            if (country.day().isAfter(day)) {
                folded.residentYears +=
                        country.residents() * (double) (country.day().toEpochDay() - day.toEpochDay()) / 365.25;
                day = country.day();
            }
            folded.take(country.next());
        }
        folded.residents = country.residents();
        return folded;
    }

    private void take(List<SpecificRecord> call) {
        Set<String> cases = new HashSet<>();
        for (SpecificRecord event : call) {
            EventMeta meta = (EventMeta) event.get(0);
            cases.add(String.valueOf(meta.getCaseId()));
            note(event, meta);
            states.compute(
                    meta.getEntityId(),
                    (id, state) -> model.fold(state, event, sequence).state());
            sequence++;
        }
        if (cases.size() != 1 || call.size() > 1 == cases.contains("null")) {
            faults.add("a call of " + call.size() + " events has case ids " + cases.size());
        }
    }

    private void note(SpecificRecord event, EventMeta meta) {
        String name = event.getSchema().getName();
        if (!ids.add(meta.getEventId())) {
            faults.add("an event id occurs twice: " + name);
        }
        if (meta.getRecordedAt().isBefore(lastRecordedAt)) {
            faults.add("time runs backwards: " + name);
        }
        lastRecordedAt = meta.getRecordedAt();
        LocalDate recordedOn = LocalDate.ofInstant(lastRecordedAt, java.time.ZoneOffset.UTC);
        if (meta.getEffectiveOn().isAfter(recordedOn)) {
            faults.add("recorded before it took effect: " + name);
        }
        if (!recordedOn.isBefore(plan.start())) {
            lifeEvents.merge(name, 1L, Long::sum);
            count(event, meta, recordedOn);
        }
        if (name.equals("DeathRegistered")) {
            deaths.put(meta.getEntityId(), meta.getEffectiveOn());
        } else if (!name.equals("RecordCorrected")) {
            latestEffective.merge(meta.getEntityId(), meta.getEffectiveOn(), (a, b) -> a.isAfter(b) ? a : b);
        }
        eventsOf.merge(meta.getEntityId(), 1, Integer::sum);
    }

    private void count(SpecificRecord event, EventMeta meta, LocalDate recordedOn) {
        if (meta.getEffectiveOn().isBefore(recordedOn.minusDays(60))) {
            lateRegistrations++;
        }
        Person before = states.get(meta.getEntityId());
        if (event instanceof ResidenceChanged moved) {
            boolean first = before == null || before.getResidences().isEmpty();
            if (moved.getResidence().getArrivedFrom() != null) {
                returns += first ? 0 : 1;
            } else if (!first) {
                removals++;
            }
        } else if (event instanceof MarriageRegistered marriage) {
            // Immigrants bring their marriages along.
            weddings += marriage.getMarriage().getCountry().equals(Countries.OWN) ? 1 : 0;
        } else if (event instanceof DivorceRegistered divorce) {
            divorces += divorce.getEnd().getGround() == MarriageEndGround.SPOUSE_DIED ? 0 : 1;
        } else if (event instanceof RecordCorrected correction && correction.getReplacement() == null) {
            annulments++;
            takenBack += correction.getReason().contains("correction") ? 1 : 0;
        }
    }

    long births() {
        return lifeEvents.getOrDefault("BirthRegistered", 0L);
    }

    /** Ascending. */
    List<Integer> inhabitantsByTown() {
        Map<String, Integer> towns = new HashMap<>();
        states.keySet()
                .forEach(code -> found(code, PopulationModel.BY_MUNICIPALITY)
                        .forEach(town -> towns.merge(town, 1, Integer::sum)));
        return towns.values().stream().sorted().toList();
    }

    /** What a person is found under, in one lookup. */
    List<String> found(String code, String lookup) {
        return model.lookups(states.get(code)).stream()
                .filter(entry -> entry.lookup().equals(lookup))
                .map(LookupEntry::value)
                .toList();
    }
}
