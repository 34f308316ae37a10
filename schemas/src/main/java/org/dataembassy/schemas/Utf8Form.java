package org.dataembassy.schemas;

/**
 * Whether bytes are well-formed UTF-8 (Unicode 15, table 3-7). Java decodes anything, putting U+FFFD for what it can't
 * read: a record would be altered without a word.
 */
final class Utf8Form {

    private Utf8Form() {}

    static boolean isWellFormed(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end) {
            int lead = bytes[at] & 0xFF;
            if (lead < 0x80) {
                at++;
                continue;
            }
            int more = lead >= 0xC2 && lead <= 0xDF
                    ? 1
                    : lead >= 0xE0 && lead <= 0xEF ? 2 : lead >= 0xF0 && lead <= 0xF4 ? 3 : -1;
            if (more < 0 || more > end - at - 1 || !secondFits(lead, bytes[at + 1] & 0xFF)) {
                return false;
            }
            for (int i = 2; i <= more; i++) {
                if ((bytes[at + i] & 0xC0) != 0x80) {
                    return false;
                }
            }
            at += more + 1;
        }
        return true;
    }

    /** Overlong forms, surrogates and code points beyond U+10FFFF show in the second byte. */
    private static boolean secondFits(int lead, int second) {
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        return second >= low && second <= high;
    }
}
