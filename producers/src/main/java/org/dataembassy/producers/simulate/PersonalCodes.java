package org.dataembassy.producers.simulate;

import java.time.LocalDate;
import java.util.OptionalLong;
import org.dataembassy.registry.population.Sex;
import org.dataembassy.schemas.population.PersonalCode;

/**
 * Gives out personal codes, none twice: the serials of each day of birth and sex in their order. A day has {@value
 * PersonalCode#SERIALS} of them for each sex; once they are used up it gives none, and who is born then is registered with
 * the nearest day that has one, as Sweden does with its crowded birthdays. Not thread-safe.
 */
final class PersonalCodes {
    private static final int NEARBY_DAYS = 366;
    private final int firstDay;
    private final short[] used;

    /**
     * @param firstDay earliest day of birth, days since 1970
     * @param lastDay latest
     */
    PersonalCodes(int firstDay, int lastDay) {
        this.firstDay = firstDay;
        this.used = new short[2 * (lastDay - firstDay + 1)];
    }

    /** The code of the next person of this sex born on this day; empty if the day's serials are used up. */
    OptionalLong next(int birthDay, boolean female) {
        int index = index(birthDay, female);
        if (used[index] >= PersonalCode.SERIALS) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(code(birthDay, female, used[index]++));
    }

    /**
     * The day nearest to {@code birthDay}, itself first, that has a free serial: the earlier ones before it, then the
     * later ones up to {@code latest}.
     *
     * @throws IllegalStateException if more people are born within a year than there are codes
     */
    int nearestFree(int birthDay, boolean female, int latest) {
        for (int distance = 0; distance <= NEARBY_DAYS; distance++) {
            if (isFree(birthDay - distance, female)) {
                return birthDay - distance;
            }
            if (birthDay + distance <= latest && isFree(birthDay + distance, female)) {
                return birthDay + distance;
            }
        }
        throw new IllegalStateException("personal codes: none left within a year of a date of birth");
    }

    private boolean isFree(int birthDay, boolean female) {
        int index = index(birthDay, female);
        return index >= 0 && index < used.length && used[index] < PersonalCode.SERIALS;
    }

    private int index(int birthDay, boolean female) {
        return 2 * (birthDay - firstDay) + (female ? 1 : 0);
    }

    /** The eleven digits as a number. The first is never 0. */
    private static long code(int birthDay, boolean female, int serial) {
        return Long.parseLong(PersonalCode.of(LocalDate.ofEpochDay(birthDay), female ? Sex.FEMALE : Sex.MALE, serial)
                .value());
    }
}
