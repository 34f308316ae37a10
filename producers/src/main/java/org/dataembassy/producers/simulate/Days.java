package org.dataembassy.producers.simulate;

import java.time.LocalDate;

/** Days since 1970-01-01, as the simulation counts time. */
final class Days {
    private Days() {}

    /** Whole years from one day to another; the hot loops call it, so it does without dates unless a birthday is near. */
    static int years(int from, int to) {
        int days = to - from;
        int years = days * 4 / 1461;
        int intoYear = days - years * 1461 / 4;
        if (intoYear > 3 && intoYear < 360) {
            return years;
        }
        return java.time.Period.between(LocalDate.ofEpochDay(from), LocalDate.ofEpochDay(to))
                .getYears();
    }
}
