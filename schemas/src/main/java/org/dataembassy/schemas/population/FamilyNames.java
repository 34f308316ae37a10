package org.dataembassy.schemas.population;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form under which family names are looked up: without spaces around, one space for any run of white space within,
 * lower case by the rules of no language, Unicode normalization form C (UAX #15). Diacritics stay: Tamm and Tämm are two
 * names.
 */
final class FamilyNames {

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");

    private FamilyNames() {}

    static String normalise(String name) {
        if (isPlain(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        String spaced =
                SPACES.matcher(Normalizer.normalize(name, Form.NFC).strip()).replaceAll(" ");
        // Lower case can leave form C: a capital I with a dot becomes two characters.
        return Normalizer.normalize(spaced.toLowerCase(Locale.ROOT), Form.NFC);
    }

    /** Of letters that every form leaves alone but for their case, as most are. */
    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            int letter = name.charAt(i) | 0x20;
            if (letter < 'a' || letter > 'z') {
                return false;
            }
        }
        return true;
    }
}
