package org.dataembassy.schemas.population;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.dataembassy.registry.population.Sex;

/**
 * A personal code: eleven digits {@code GYYMMDDSSSC}. G says century and sex (1 and 2: born in the 1800s, 3 and 4: 1900s,
 * 5 and 6: 2000s, 7 and 8: 2100s; odd: male, even: female), YYMMDD the day of birth, SSS tells those of a day apart, C is
 * the check digit.
 *
 * <p>Source: Estonian standard EVS 585:2007, "Personal code. Structure". The check digit is the sum of the ten digits
 * weighted 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, modulo 11; where that is 10, the sum weighted 3, 4, 5, 6, 7, 8, 9, 1, 2, 3,
 * modulo 11; where that is 10 again, 0.
 *
 * <p>No message of this class contains a code, and {@link #toString} masks it: a code is personal data.
 *
 * @param value eleven digits with a true day and the right check digit
 */
public record PersonalCode(String value) {

    public static final int LENGTH = 11;

    /** Serial numbers of a day and sex: 0 to 999. */
    public static final int SERIALS = 1_000;

    /** The first day that a code can say. */
    public static final LocalDate FIRST_DAY = LocalDate.of(1800, 1, 1);

    /** The last day that a code can say. */
    public static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

    private static final int[] FIRST_WEIGHTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1};
    private static final int[] SECOND_WEIGHTS = {3, 4, 5, 6, 7, 8, 9, 1, 2, 3};

    public PersonalCode {
        String fault = faultOf(value);
        if (fault != null) {
            throw new IllegalArgumentException("personal code: " + fault);
        }
    }

    /**
     * The code of those given.
     *
     * @param bornOn {@link #FIRST_DAY} to {@link #LAST_DAY}
     * @param serial 0 to 999
     */
    public static PersonalCode of(LocalDate bornOn, Sex sex, int serial) {
        if (bornOn.isBefore(FIRST_DAY) || bornOn.isAfter(LAST_DAY)) {
            throw new IllegalArgumentException("bornOn: expected a day from " + FIRST_DAY + " to " + LAST_DAY);
        }
        if (serial < 0 || serial >= SERIALS) {
            throw new IllegalArgumentException("serial: expected 0 to 999");
        }
        char[] digits = new char[LENGTH];
        digits[0] = (char) ('1' + (bornOn.getYear() - 1800) / 100 * 2 + (sex == Sex.FEMALE ? 1 : 0));
        twoDigits(digits, 1, bornOn.getYear() % 100);
        twoDigits(digits, 3, bornOn.getMonthValue());
        twoDigits(digits, 5, bornOn.getDayOfMonth());
        digits[7] = (char) ('0' + serial / 100);
        twoDigits(digits, 8, serial % 100);
        digits[10] = (char) ('0' + checkDigit(digits));
        return new PersonalCode(new String(digits));
    }

    /** The code, or nothing if it is not one. */
    public static Optional<PersonalCode> parse(String value) {
        return isValid(value) ? Optional.of(new PersonalCode(value)) : Optional.empty();
    }

    /** Whether these are eleven digits with a true day and the right check digit. */
    public static boolean isValid(String value) {
        return faultOf(value) == null;
    }

    public LocalDate bornOn() {
        return LocalDate.ofEpochDay(bornOnDay(value));
    }

    public Sex sex() {
        return sex(value);
    }

    /** 0 to 999. */
    public int serial() {
        return number(value, 7, 10);
    }

    /** The day of birth that a valid code says, counted from 1970-01-01. */
    static long bornOnDay(String valid) {
        return LocalDate.of(year(valid), number(valid, 3, 5), number(valid, 5, 7))
                .toEpochDay();
    }

    static Sex sex(String valid) {
        return (valid.charAt(0) - '0') % 2 == 1 ? Sex.MALE : Sex.FEMALE;
    }

    @Override
    public String toString() {
        return "PersonalCode[***]";
    }

    /** Null if there is none. */
    private static String faultOf(String value) {
        if (value == null || value.length() != LENGTH) {
            return "expected eleven digits";
        }
        for (int i = 0; i < LENGTH; i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return "expected eleven digits";
            }
        }
        if (value.charAt(0) < '1' || value.charAt(0) > '8') {
            return "the first digit is 1 to 8";
        }
        if (!isDay(year(value), number(value, 3, 5), number(value, 5, 7))) {
            return "digits 2 to 7 are no day";
        }
        if (value.charAt(10) - '0' != checkDigit(value.toCharArray())) {
            return "the check digit is wrong: a digit was mistyped, or two were swapped";
        }
        return null;
    }

    private static boolean isDay(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > 31) {
            return false;
        }
        if (day <= 28) {
            return true;
        }
        try {
            LocalDate.of(year, month, day);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int year(String digits) {
        return 1800 + (digits.charAt(0) - '1') / 2 * 100 + number(digits, 1, 3);
    }

    private static int number(String digits, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + digits.charAt(i) - '0';
        }
        return number;
    }

    private static void twoDigits(char[] into, int at, int number) {
        into[at] = (char) ('0' + number / 10);
        into[at + 1] = (char) ('0' + number % 10);
    }

    private static int checkDigit(char[] digits) {
        int first = weighted(digits, FIRST_WEIGHTS);
        if (first < 10) {
            return first;
        }
        int second = weighted(digits, SECOND_WEIGHTS);
        return second < 10 ? second : 0;
    }

    private static int weighted(char[] digits, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (digits[i] - '0') * weights[i];
        }
        return sum % 11;
    }
}
