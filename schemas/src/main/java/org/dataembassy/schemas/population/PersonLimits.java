package org.dataembassy.schemas.population;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.dataembassy.registry.population.Person;
import org.dataembassy.registry.population.PersonCapacity;
import org.dataembassy.registry.population.PersonCitizenship;
import org.dataembassy.registry.population.PersonDeath;
import org.dataembassy.registry.population.PersonEvent;
import org.dataembassy.registry.population.PersonGuardianship;
import org.dataembassy.registry.population.PersonKin;
import org.dataembassy.registry.population.PersonMarriage;
import org.dataembassy.registry.population.PersonNaming;
import org.dataembassy.registry.population.PersonOrigin;
import org.dataembassy.registry.population.PersonResidence;

/**
 * Keeps a person's state bounded, whatever its registry records. Nobody real has {@value #MAX_EVENTS} events that say
 * something of them: a state that is larger loses its oldest entries, those that were corrected first, then residences,
 * and counts what it lost. The ledger has everything.
 */
final class PersonLimits {

    static final int MAX_EVENTS = 256;

    private PersonLimits() {}

    static void keep(Person person) {
        while (person.getEvents().size() > MAX_EVENTS) {
            cut(person, oldest(person));
        }
    }

    /** Never the newest: its number must not be given again. */
    private static PersonEvent oldest(Person person) {
        List<PersonEvent> candidates =
                person.getEvents().subList(0, person.getEvents().size() - 1);
        for (PersonEvent event : candidates) {
            if (!event.getStands()) {
                return event;
            }
        }
        for (PersonResidence residence : person.getResidences()) {
            PersonEvent event = PersonEvents.numbered(candidates, residence.getEvent());
            if (event != null) {
                return event;
            }
        }
        for (PersonEvent event : candidates) {
            if (!isVital(person, event)) {
                return event;
            }
        }
        return candidates.get(0);
    }

    private static boolean isVital(Person person, PersonEvent event) {
        int number = event.getNumber();
        return person.getOrigins().stream().anyMatch(origin -> origin.getEvent() == number)
                || person.getDeaths().stream().anyMatch(death -> death.getEvent() == number);
    }

    private static void cut(Person person, PersonEvent event) {
        int number = event.getNumber();
        person.setEvents(without(person.getEvents(), PersonEvent::getNumber, number));
        person.setOrigins(without(person.getOrigins(), PersonOrigin::getEvent, number));
        person.setNames(without(person.getNames(), PersonNaming::getEvent, number));
        person.setCitizenships(without(person.getCitizenships(), PersonCitizenship::getEvent, number));
        person.setResidences(without(person.getResidences(), PersonResidence::getEvent, number));
        person.setMarriages(without(person.getMarriages(), PersonMarriage::getEvent, number));
        person.setKin(without(person.getKin(), PersonKin::getEvent, number));
        person.setGuardianships(without(person.getGuardianships(), PersonGuardianship::getEvent, number));
        person.setCapacities(without(person.getCapacities(), PersonCapacity::getEvent, number));
        person.setDeaths(without(person.getDeaths(), PersonDeath::getEvent, number));
        person.setCut(person.getCut() + 1);
    }

    private static <T> List<T> without(List<T> list, ToIntFunction<T> numberOf, int number) {
        List<T> left = new ArrayList<>(list.size());
        for (T item : list) {
            if (numberOf.applyAsInt(item) != number) {
                left.add(item);
            }
        }
        return left.size() == list.size() ? list : left;
    }
}
