package org.dataembassy.producers.simulate;

/**
 * The names of the synthetic country, made up from syllables and lists of our own: common ones far more often than rare
 * ones, many with letters outside ASCII. A person's names are kept as numbers; only an event makes text of them.
 *
 * <p>A given name is one or two of its list, a family name one or two (after a marriage, joined by a hyphen) of its own.
 * Immutable, thread-safe.
 */
final class Names {
    private static final int PART_BITS = 14;
    private static final int PART_MASK = (1 << PART_BITS) - 1;

    private static final String[] FEMALE = {
        "Anna",
        "Maria",
        "Liisa",
        "Kadri",
        "Õie",
        "Külli",
        "Tiiu",
        "Mari",
        "Ülle",
        "Piret",
        "Jelena",
        "Tatjana",
        "Krõõt",
        "Häli",
        "Säde",
        "Eha",
        "Leelo",
        "Maarja",
        "Triin",
        "Kärt",
        "Merle",
        "Aino",
        "Helmi",
        "Hilja",
        "Linda",
        "Salme",
        "Elviira",
        "Žanna",
        "Šarlota",
        "Zoë",
        "Chloé",
        "Renée",
        "Noëlle",
        "Inés",
        "Sofía",
        "Łucja",
        "Żaneta",
        "Maija",
        "Ilze",
        "Līga",
        "Rūta",
        "Živilė",
        "Aušra",
        "Eglė",
        "Ingrid",
        "Åsa",
        "Märta",
        "Sølvi",
        "Bjørg",
        "Þóra",
        "Guðrún",
        "Ásta",
        "Dörte",
        "Käthe",
        "Ürsel",
        "Božena",
        "Jiřina",
        "Zdeňka",
        "Ľudmila",
        "Katalin",
        "Ágnes",
        "Erzsébet",
        "Ilona",
        "Ștefania",
        "Ioana",
        "Çiğdem",
        "Gülşen",
        "Ayşe",
        "Vesna",
        "Đurđica",
        "Siiri",
        "Taimi",
        "Virve",
        "Urve",
        "Reet",
        "Saima",
        "Loreida",
        "Melānija",
        "Hedvig",
        "Viivi",
        "Ööbik",
        "Päivi",
        "Tyyne",
        "Kyllikki"
    };

    private static final String[] MALE = {
        "Jaan",
        "Mart",
        "Jüri",
        "Tõnu",
        "Ülo",
        "Priit",
        "Rein",
        "Toomas",
        "Andrus",
        "Märt",
        "Sergei",
        "Aleksandr",
        "Tõnis",
        "Väino",
        "Hüljo",
        "Äärne",
        "Õnne",
        "Kaarel",
        "Oskar",
        "Kristjan",
        "Rasmus",
        "Villem",
        "Karl",
        "August",
        "Juhan",
        "Jakob",
        "Ants",
        "Endel",
        "Lembit",
        "Kalju",
        "Heino",
        "Uno",
        "Gunārs",
        "Jānis",
        "Pēteris",
        "Žygimantas",
        "Jurgis",
        "Šarūnas",
        "Åke",
        "Björn",
        "Göran",
        "Øyvind",
        "Søren",
        "Þór",
        "Sigurður",
        "Jürgen",
        "Günther",
        "Jörg",
        "Łukasz",
        "Michał",
        "Zbyszko",
        "Jiří",
        "Ondřej",
        "Ľubomír",
        "István",
        "György",
        "Sándor",
        "Ștefan",
        "Ion",
        "Çağatay",
        "Ümit",
        "François",
        "Rémi",
        "Noël",
        "José",
        "Ramón",
        "Iñaki",
        "João",
        "Goran",
        "Željko",
        "Vääno",
        "Siim",
        "Raul",
        "Eino",
        "Paavo",
        "Yrjö",
        "Väinämö",
        "Tapio",
        "Hjalmar",
        "Olev",
        "Meelis",
        "Urmas",
        "Arvo",
        "Ilmar"
    };

    private static final String[] FAMILY_STEMS = {
        "Tamm", "Saar", "Sepp", "Mägi", "Kask", "Kukk", "Rebane", "Ilves", "Pärn", "Koppel", "Luik", "Oja", "Raud",
        "Kuusk", "Põder", "Vaher", "Lepp", "Kõiv", "Männik", "Järv", "Lõhmus", "Teder", "Rätsep", "Paju", "Kivi",
        "Karu", "Õun", "Toom", "Härm", "Üks", "Vares", "Kull", "Haav", "Soo", "Laane", "Nõmm", "Liiv", "Kallas", "Roos",
        "Sarap", "Allik", "Aas", "Külm", "Must", "Valge", "Hein", "Ader", "Rand", "Jõgi", "Ots", "Mets", "Nurk", "Palu",
        "Turg", "Väli", "Org", "Sild", "Ääre", "Künka", "Öö"
    };

    private static final String[] FAMILY_ENDINGS = {
        "", "ik", "mäe", "saar", "oja", "vere", "järv", "nurm", "põld", "maa", "mets", "taguse", "lõuna", "ste", "la",
        "ver", "sööt", "pea", "õue", "ots", "salu", "kivi", "nõmm", "üla"
    };

    private static final String[] FOREIGN_FAMILIES = {
        "Ivanov",
        "Smirnov",
        "Kuznetsov",
        "Bērziņš",
        "Kalniņš",
        "Ozoliņš",
        "Kazlauskas",
        "Žukauskas",
        "Šimkus",
        "Müller",
        "Schröder",
        "Größl",
        "Jäger",
        "Strauß",
        "Åkesson",
        "Öberg",
        "Sørensen",
        "Ødegård",
        "Þorláksson",
        "Łukasiewicz",
        "Wiśniewski",
        "Dąbrowski",
        "Dvořák",
        "Černý",
        "Růžička",
        "Kováč",
        "Nagy",
        "Szőke",
        "Ionescu",
        "Țepeș",
        "Yılmaz",
        "Çelik",
        "Öztürk",
        "Lefèvre",
        "Garçon",
        "Núñez",
        "Peña",
        "Gonçalves",
        "Šarić",
        "Đorđević",
        "O’Brien",
        "Nguyễn",
        "Virtanen",
        "Mäkelä",
        "Häkkinen",
        "Papadaki",
        "Shevchenko",
        "Kovalenko",
        "Hnatiuk",
        "Bułat"
    };

    private static final String[] FAMILIES = families();
    private static final int NATIVE_FAMILIES = FAMILY_STEMS.length * FAMILY_ENDINGS.length;
    private static final double SECOND_GIVEN = 0.18;

    private Names() {}

    private static String[] families() {
        String[] names = new String[FAMILY_STEMS.length * FAMILY_ENDINGS.length + FOREIGN_FAMILIES.length];
        int next = 0;
        // Bare stems first: they are the common ones.
        for (String ending : FAMILY_ENDINGS) {
            for (String stem : FAMILY_STEMS) {
                names[next++] = stem + ending;
            }
        }
        for (String foreign : FOREIGN_FAMILIES) {
            names[next++] = foreign;
        }
        return names;
    }

    /** A given name for a newborn or an immigrant. */
    static int given(RandomStream random, boolean female) {
        int count = list(female).length;
        int first = random.skewedBelow(count);
        if (!random.chance(SECOND_GIVEN)) {
            return first;
        }
        int second = random.below(count);
        return second == first ? first : pair(first, second);
    }

    /** A family name as most of the country has. */
    static int family(RandomStream random) {
        return random.skewedBelow(NATIVE_FAMILIES);
    }

    /** A family name from elsewhere. */
    static int foreignFamily(RandomStream random) {
        return NATIVE_FAMILIES + random.below(FOREIGN_FAMILIES.length);
    }

    /** Both names joined; of a name that is two already only the first goes on. */
    static int joined(int own, int other) {
        int first = own & PART_MASK;
        int second = other & PART_MASK;
        return first == second ? first : pair(first, second);
    }

    /** The name that children get of a parent: never two. */
    static int inherited(int family) {
        return family & PART_MASK;
    }

    private static int pair(int first, int second) {
        return first | second + 1 << PART_BITS;
    }

    static String givenText(int given, boolean female) {
        return text(given, list(female), " ");
    }

    static String familyText(int family) {
        return text(family, FAMILIES, "-");
    }

    private static String text(int name, String[] list, String between) {
        String first = list[name & PART_MASK];
        int second = name >>> PART_BITS;
        return second == 0 ? first : first + between + list[second - 1];
    }

    private static String[] list(boolean female) {
        return female ? FEMALE : MALE;
    }
}
