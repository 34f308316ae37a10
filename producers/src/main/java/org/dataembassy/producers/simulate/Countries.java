package org.dataembassy.producers.simulate;

/** Countries that people come from and go to, as ISO 3166-1 alpha-2 codes. The first is the synthetic country itself. */
final class Countries {
    /** Its own code: one of those that ISO 3166-1 leaves to users, so that it is nobody's. */
    static final String OWN = "XA";

    private static final String[] CODES = {
        OWN, "FI", "LV", "LT", "SE", "UA", "RU", "DE", "PL", "GB", "FR", "IN", "NG", "US", "BR", "TR", "GE", "BY", "IT",
        "ES"
    };

    private Countries() {}

    /** A foreign country, near ones more often. */
    static byte foreign(RandomStream random) {
        return (byte) (1 + random.skewedBelow(CODES.length - 1));
    }

    static String code(int country) {
        return CODES[country];
    }
}
