package org.dataembassy.producers.simulate;

import org.dataembassy.registry.population.Residence;

/** Names, codes and addresses of the synthetic country's places, all derived from numbers. Immutable, thread-safe. */
final class Places {
    private static final String[] TOWN_STEMS = {
        "Hallik",
        "Rannu",
        "Mäe",
        "Sõrve",
        "Küla",
        "Lõuna",
        "Põhja",
        "Härja",
        "Võsu",
        "Õisu",
        "Jõe",
        "Pühaste",
        "Kõrve",
        "Ääsi",
        "Üksnurme",
        "Saare",
        "Laane",
        "Kivi",
        "Nõo",
        "Tuule"
    };
    private static final String[] TOWN_ENDINGS = {"linn", "vald", "oja vald", "salu vald"};
    private static final String[] STREETS = {
        "Õuna",
        "Kooli",
        "Pärna",
        "Mäe",
        "Jõe",
        "Sõpruse",
        "Kesk",
        "Raudtee",
        "Männi",
        "Lõokese",
        "Väike-Kaare",
        "Turu",
        "Põllu",
        "Veski",
        "Kirsi",
        "Ülase",
        "Tähe",
        "Aia",
        "Metsa",
        "Uus",
        "Vana",
        "Järve",
        "Ranna",
        "Lossi",
        "Köie",
        "Sügise"
    };
    private static final String[] TOWNS = new String[Dwellings.MUNICIPALITIES];
    private static final String[] CODES = new String[Dwellings.MUNICIPALITIES];
    private static final String[] OFFICES = new String[Dwellings.MUNICIPALITIES];

    static {
        for (int town = 0; town < Dwellings.MUNICIPALITIES; town++) {
            TOWNS[town] = TOWN_STEMS[town % TOWN_STEMS.length] + TOWN_ENDINGS[town / TOWN_STEMS.length];
            CODES[town] = Integer.toString(1_000 + 37 * town);
            OFFICES[town] = "registrar of " + TOWNS[town];
        }
    }

    private Places() {}

    static String town(int town) {
        return TOWNS[town];
    }

    /** Four digits. */
    static String code(int town) {
        return CODES[town];
    }

    /** Who records there. */
    static String office(int town) {
        return OFFICES[town];
    }

    /** Always the same for a dwelling. */
    static Residence residence(int dwelling, int town, String arrivedFrom) {
        long hash = RandomStream.mix(dwelling);
        String street = STREETS[(int) (hash >>> 8 & 0xFFFF) % STREETS.length];
        int house = 1 + (int) (hash >>> 24 & 0xFF) % 90;
        int flat = (int) (hash >>> 40 & 0xFF) % 60;
        return new Residence(
                "D" + (100_000_000 + dwelling),
                CODES[town],
                flat < 20 ? street + " " + house : street + " " + house + "-" + (flat - 19),
                Integer.toString(10_000 + 1_000 * (town % 89) + (int) (hash >>> 48 & 0xFF)),
                arrivedFrom);
    }
}
