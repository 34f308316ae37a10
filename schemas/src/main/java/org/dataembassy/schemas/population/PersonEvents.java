package org.dataembassy.schemas.population;

import java.util.List;
import java.util.UUID;
import org.dataembassy.registry.population.PersonEvent;

/**
 * The events that a state remembers, sorted by their number: which stand, and in what order they hold.
 *
 * <p>An event and all that correct it make one record. Of a record that version stands which was recorded last and was
 * not taken back; it takes the place of the first one in the order of events of its day.
 */
final class PersonEvents {

    /** The rank of what doesn't count. */
    static final long NONE = Long.MIN_VALUE;

    private PersonEvents() {}

    /**
     * Where an event comes in the order of law: by its effective day, and of one day by its record's number.
     *
     * @param day the last effective day that counts
     * @return {@link #NONE} if the event doesn't stand, or holds only after that day
     */
    static long rank(List<PersonEvent> events, int number, long day) {
        PersonEvent event = numbered(events, number);
        if (event == null || !event.getStands() || event.getEffectiveOn() > day) {
            return NONE;
        }
        return (long) event.getEffectiveOn() << 32 | event.getRecord();
    }

    /** Null if it was cut. */
    static PersonEvent numbered(List<PersonEvent> events, int number) {
        int at = indexOf(events, number);
        return at < 0 ? null : events.get(at);
    }

    /** Numbers are places in the list until something is cut. */
    private static int indexOf(List<PersonEvent> events, int number) {
        if (number >= 0 && number < events.size() && events.get(number).getNumber() == number) {
            return number;
        }
        int low = 0;
        int high = events.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = events.get(middle).getNumber();
            if (found == number) {
                return middle;
            }
            if (found < number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Null if no event has that id. */
    static PersonEvent withId(List<PersonEvent> events, UUID id) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (EventIds.equal(events.get(i).getEventId(), id)) {
                return events.get(i);
            }
        }
        return null;
    }

    static int nextNumber(List<PersonEvent> events) {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).getNumber() + 1;
    }

    /**
     * Settles anew which events of a record stand, in place.
     *
     * <p>From the last to the first: who takes something back does so unless it was itself taken back, and only later
     * events can do that.
     */
    static void settle(List<PersonEvent> events, int record) {
        boolean[] takenBack = new boolean[events.size()];
        boolean found = false;
        for (int i = events.size() - 1; i >= 0; i--) {
            PersonEvent event = events.get(i);
            if (event.getRecord() != record) {
                continue;
            }
            boolean stands = !takenBack[i];
            if (stands && event.getTakesBack() >= 0) {
                int target = indexOf(events, event.getTakesBack());
                if (target >= 0) {
                    takenBack[target] = true;
                }
            } else if (stands) {
                stands = !found;
                found = true;
            }
            if (stands != event.getStands()) {
                events.set(i, standing(event, stands));
            }
        }
    }

    private static PersonEvent standing(PersonEvent event, boolean stands) {
        return new PersonEvent(
                event.getNumber(),
                event.getEventId(),
                event.getKind(),
                event.getSequence(),
                event.getRecordedAt(),
                event.getEffectiveOn(),
                event.getRecord(),
                event.getTakesBack(),
                stands);
    }
}
