package org.dataembassy.producers.simulate;

import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Gives out personal codes, none twice: sex and century of birth, date of birth, a serial number of that day and sex, and
 * the two-stage check digit of the Estonian code (EVS 585). A day has 999 serials for each sex; one that is used up gives
 * none, and who is born then is registered with the next free day nearby, as Sweden does with its crowded birthdays. Not
 * thread-safe.
 */
final class PersonalCodes {
    /** Serials of one day and sex: 001 to 999. */
    static final int SERIALS_A_DAY = 999;

    private static final int NEARBY_DAYS = 366;
    private static final int[] FIRST_WEIGHTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1};
    private static final int[] SECOND_WEIGHTS = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};

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
        if (used[index] >= SERIALS_A_DAY) {
            return OptionalLong.empty();
        }
        used[index]++;
        return OptionalLong.of(code(birthDay, female, used[index]));
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
        return index >= 0 && index < used.length && used[index] < SERIALS_A_DAY;
    }

    private int index(int birthDay, boolean female) {
        return 2 * (birthDay - firstDay) + (female ? 1 : 0);
    }

    /** The eleven digits as a number. The first is never 0. */
    static long code(int birthDay, boolean female, int serial) {
        LocalDate date = LocalDate.ofEpochDay(birthDay);
        int century = date.getYear() / 100 - 18;
        long ten = 2L * century + (female ? 2 : 1);
        ten = ten * 100 + date.getYear() % 100;
        ten = ten * 100 + date.getMonthValue();
        ten = ten * 100 + date.getDayOfMonth();
        ten = ten * 1_000 + serial;
        return ten * 10 + checkDigit(ten);
    }

    private static int checkDigit(long ten) {
        int first = weighted(ten, FIRST_WEIGHTS);
        if (first < 10) {
            return first;
        }
        int second = weighted(ten, SECOND_WEIGHTS);
        return second < 10 ? second : 0;
    }

    private static int weighted(long ten, int[] weights) {
        long rest = ten;
        int sum = 0;
        for (int place = weights.length - 1; place >= 0; place--) {
            sum += (int) (rest % 10) * weights[place];
            rest /= 10;
        }
        return sum % 11;
    }
}
