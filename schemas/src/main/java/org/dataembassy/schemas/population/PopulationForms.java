package org.dataembassy.schemas.population;

/**
 * The forms and limits of the population register's fields. Lengths are in UTF-16 code units, as {@link String#length()}
 * counts. Forms are checked, not whether a code is in use: lists of codes change, and a fold that knew one would come to
 * another state after each change.
 */
public final class PopulationForms {

    public static final int MAX_NAME = 200;
    public static final int MAX_PLACE = 100;
    public static final int MAX_ADDRESS = 200;
    public static final int MAX_MATTERS = 500;
    public static final int MAX_REASON = 500;
    public static final int MAX_PARENTS = 2;
    public static final int MAX_CITIZENSHIPS = 8;

    /** Of any code; longer ones are not codes. */
    static final int MAX_CODE = 32;

    private PopulationForms() {}

    /** Two upper-case letters, as in ISO 3166-1 alpha-2. */
    public static boolean isCountry(String code) {
        return code.length() == 2 && isUpper(code.charAt(0)) && isUpper(code.charAt(1));
    }

    /** 4 to 8 digits. */
    public static boolean isMunicipality(String code) {
        return isDigits(code, 4, 8);
    }

    /** Upper-case letters, digits and hyphens, at most 24; the first is no hyphen. */
    public static boolean isDwelling(String id) {
        if (id.isEmpty() || id.length() > 24 || id.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!isUpper(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    /** 3 to 10 upper-case letters, digits, spaces and hyphens. */
    public static boolean isPostalCode(String code) {
        if (code.length() < 3 || code.length() > 10) {
            return false;
        }
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (!isUpper(c) && !isDigit(c) && c != '-' && c != ' ') {
                return false;
            }
        }
        return true;
    }

    /** A registry code of an institution: 8 digits. */
    public static boolean isInstitution(String code) {
        return isDigits(code, 8, 8);
    }

    /** A date, month or year: {@code 1980-05-17}, {@code 1980-05}, {@code 1980}. */
    public static boolean isPartialDate(String date) {
        boolean year = date.length() >= 4 && isDigits(date.substring(0, 4), 4, 4);
        return switch (date.length()) {
            case 4 -> year;
            case 7 -> year && isNumber(date, 4, 12);
            case 10 -> year && isNumber(date, 4, 12) && isNumber(date, 7, 31);
            default -> false;
        };
    }

    private static boolean isNumber(String date, int hyphen, int most) {
        char tens = date.charAt(hyphen + 1);
        char ones = date.charAt(hyphen + 2);
        if (date.charAt(hyphen) != '-' || !isDigit(tens) || !isDigit(ones)) {
            return false;
        }
        int number = (tens - '0') * 10 + ones - '0';
        return number >= 1 && number <= most;
    }

    private static boolean isDigits(String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}
