package org.dataembassy.schemas.population;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataembassy.registry.EventMeta;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonAnomaly;
import org.dataembassy.registry.population.PersonAnomalyCount;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonEventKind;
import org.dataembassy.schemas.Micros;

/**
 * A person while one event is applied. Shares all lists with the state it came from, and copies a list when it adds to
 * it: the state it came from stays as it was.
 */
final class PersonDraft {

    private static final int ANOMALIES_KEPT = 8;
    private static final PopulationAnomaly[] RULES = PopulationAnomaly.values();
    private static final int ORIGINAL = -1;

    private final Person person;
    private final UUID eventId;
    private final long sequence;
    private final long recordedAt;
    private final int effectiveOn;
    private final int number;
    /** A bit for each rule. */
    private int broken;

    PersonDraft(Person before, EventMeta meta, long sequence) {
        this.person = before == null ? unknown(meta.getEntityId()) : copy(before);
        this.eventId = meta.getEventId();
        this.sequence = sequence;
        this.recordedAt = Micros.count(meta.getRecordedAt());
        this.effectiveOn = day(meta.getEffectiveOn());
        this.number = PersonEvents.nextNumber(person.getEvents());
    }

    /** What is known so far, with what was added; to be looked at only. */
    Person person() {
        return person;
    }

    /** The number under which the facts of this event are filed. */
    int number() {
        return number;
    }

    int effectiveOn() {
        return effectiveOn;
    }

    /** The view on the day from which the event holds. */
    PersonView view() {
        return PersonView.on(person, effectiveOn);
    }

    boolean knowsEvent() {
        return PersonEvents.withId(person.getEvents(), eventId) != null;
    }

    /** Each rule is counted once an event. */
    void broken(PopulationAnomaly rule) {
        broken |= 1 << rule.ordinal();
    }

    /** Remembers the event as one that corrects nothing. */
    void addOriginal(PersonEventKind kind) {
        add(kind, number, ORIGINAL);
    }

    /** Remembers the event as the version of a record that now stands. */
    void addVersion(PersonEventKind kind, int record) {
        add(kind, record, ORIGINAL);
        PersonEvents.settle(person.getEvents(), record);
    }

    /** Remembers the event as one that takes another back. */
    void addTakingBack(PersonEventKind kind, PersonEvent target) {
        add(kind, target.getRecord(), target.getNumber());
        PersonEvents.settle(person.getEvents(), target.getRecord());
    }

    private void add(PersonEventKind kind, int record, int takesBack) {
        person.setEvents(plus(
                person.getEvents(),
                new PersonEvent(
                        number,
                        EventIds.of(eventId),
                        kind,
                        sequence,
                        recordedAt,
                        effectiveOn,
                        record,
                        takesBack,
                        true)));
    }

    Person finish() {
        if (recordedAt < person.getLastRecordedAt() && person.getEventCount() > 0) {
            broken(PopulationAnomaly.TIME_RUNS_BACKWARDS);
        } else {
            person.setLastRecordedAt(recordedAt);
        }
        person.setEventCount(person.getEventCount() + 1);
        PersonLimits.keep(person);
        if (broken != 0) {
            countAnomalies();
        }
        return person;
    }

    private void countAnomalies() {
        List<PersonAnomalyCount> counts = new ArrayList<>(person.getAnomalies());
        List<PersonAnomaly> last = new ArrayList<>(person.getLastAnomalies());
        for (PopulationAnomaly rule : RULES) {
            if ((broken & 1 << rule.ordinal()) != 0) {
                count(counts, rule.name());
                last.add(new PersonAnomaly(EventIds.of(eventId), sequence, rule.name()));
            }
        }
        person.setAnomalyCount(person.getAnomalyCount() + Integer.bitCount(broken));
        person.setAnomalies(counts);
        person.setLastAnomalies(new ArrayList<>(last.subList(Math.max(0, last.size() - ANOMALIES_KEPT), last.size())));
    }

    private static void count(List<PersonAnomalyCount> counts, String rule) {
        for (int i = 0; i < counts.size(); i++) {
            if (counts.get(i).getRule().equals(rule)) {
                counts.set(i, new PersonAnomalyCount(rule, counts.get(i).getCount() + 1));
                return;
            }
        }
        counts.add(new PersonAnomalyCount(rule, 1));
    }

    /** A new list with one more; the old one stays as it was. */
    static <T> List<T> plus(List<T> list, T item) {
        List<T> longer = new ArrayList<>(list.size() + 1);
        longer.addAll(list);
        longer.add(item);
        return longer;
    }

    /** Days since 1970-01-01, as Avro's dates are kept. */
    static int day(LocalDate date) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, date.toEpochDay()));
    }

    private static Person unknown(String code) {
        return new Person(
                code, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                List.of(), 0, 0L, 0L, 0, List.of(), List.of());
    }

    /** Shallow: what a person is made of is never changed. */
    private static Person copy(Person person) {
        return new Person(
                person.getCode(),
                person.getEvents(),
                person.getOrigins(),
                person.getNames(),
                person.getCitizenships(),
                person.getResidences(),
                person.getMarriages(),
                person.getKin(),
                person.getGuardianships(),
                person.getCapacities(),
                person.getDeaths(),
                person.getCut(),
                person.getEventCount(),
                person.getLastRecordedAt(),
                person.getAnomalyCount(),
                person.getAnomalies(),
                person.getLastAnomalies());
    }
}
