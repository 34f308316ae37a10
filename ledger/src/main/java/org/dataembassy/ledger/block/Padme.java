package org.dataembassy.ledger.block;

/**
 * Padmé lengths (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PETS
 * 2019, section 4): at most 12 percent longer, and a length tells only O(log log n) bits.
 */
final class Padme {
    private Padme() {}

    /** @param length 2 to 2^30 */
    static int paddedLength(int length) {
        int exponent = 31 - Integer.numberOfLeadingZeros(length);
        int significant = 32 - Integer.numberOfLeadingZeros(exponent);
        int mask = (1 << (exponent - significant)) - 1;
        return (length + mask) & ~mask;
    }
}
