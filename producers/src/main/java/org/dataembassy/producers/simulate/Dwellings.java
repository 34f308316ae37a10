package org.dataembassy.producers.simulate;

import java.util.Arrays;

/**
 * Where people live: dwellings of municipalities, each with the list of who is registered there. A dwelling that is left
 * is the next one to be taken in its municipality, so that there are never many more than households. Most municipalities
 * are small; in each, a home for the aged takes in many. Not thread-safe.
 */
final class Dwellings {
    /** How many municipalities there are. */
    static final int MUNICIPALITIES = 79;

    private static final int HOME_CAPACITY = 60;
    private static final short HOME = 1 << 8;

    private final People people;
    private final double[] weights = cumulativeWeights();
    private final int[] vacant = new int[MUNICIPALITIES];
    private final int[] openHome = new int[MUNICIPALITIES];

    /** Someone who lives there; in a vacant one the next vacant one. */
    private int[] first;

    private short[] municipality;
    private int count;

    Dwellings(People people, int expected) {
        this.people = people;
        int capacity = Math.max(32, expected / 2);
        this.first = new int[capacity];
        this.municipality = new short[capacity];
        Arrays.fill(vacant, People.NONE);
        Arrays.fill(openHome, People.NONE);
    }

    private static double[] cumulativeWeights() {
        double[] sums = new double[MUNICIPALITIES];
        double sum = 0;
        for (int i = 0; i < MUNICIPALITIES; i++) {
            // The capital holds a third, the smallest a thousandth (Zipf).
            sum += 1.0 / (i + 0.6);
            sums[i] = sum;
        }
        return sums;
    }

    /** A municipality, in proportion to its size. */
    int anyMunicipality(RandomStream random) {
        double point = random.unit() * weights[MUNICIPALITIES - 1];
        int found = Arrays.binarySearch(weights, point);
        return found >= 0 ? found : Math.min(MUNICIPALITIES - 1, -found - 1);
    }

    /** An empty dwelling, no longer vacant. */
    int take(int town) {
        int dwelling = vacant[town];
        if (dwelling != People.NONE) {
            vacant[town] = first[dwelling];
        } else {
            if (count == first.length) {
                int capacity = count + count / 4 + 32;
                first = Arrays.copyOf(first, capacity);
                municipality = Arrays.copyOf(municipality, capacity);
            }
            dwelling = count++;
        }
        municipality[dwelling] = (short) town;
        first[dwelling] = People.NONE;
        return dwelling;
    }

    /** A home for the aged of this municipality with room. */
    int homeWithRoom(int town) {
        int home = openHome[town];
        if (home == People.NONE || municipality[home] != (HOME | town) || inhabitants(home) >= HOME_CAPACITY) {
            home = take(town);
            municipality[home] = (short) (HOME | town);
            openHome[town] = home;
        }
        return home;
    }

    void moveIn(int person, int dwelling) {
        people.dwelling[person] = dwelling;
        people.previousInDwelling[person] = People.NONE;
        people.nextInDwelling[person] = first[dwelling];
        if (first[dwelling] != People.NONE) {
            people.previousInDwelling[first[dwelling]] = person;
        }
        first[dwelling] = person;
    }

    /** Leaves the dwelling, which becomes vacant with its last inhabitant. */
    void moveOut(int person) {
        int dwelling = people.dwelling[person];
        if (dwelling == People.NONE) {
            return;
        }
        int next = people.nextInDwelling[person];
        int previous = people.previousInDwelling[person];
        if (previous == People.NONE) {
            first[dwelling] = next;
        } else {
            people.nextInDwelling[previous] = next;
        }
        if (next != People.NONE) {
            people.previousInDwelling[next] = previous;
        }
        people.dwelling[person] = People.NONE;
        if (first[dwelling] == People.NONE) {
            int town = municipalityOf(dwelling);
            municipality[dwelling] = (short) town;
            first[dwelling] = vacant[town];
            vacant[town] = dwelling;
        }
    }

    /** Someone who lives there; the others follow by {@link People#nextInDwelling}. */
    int firstOf(int dwelling) {
        return first[dwelling];
    }

    int inhabitants(int dwelling) {
        int inhabitants = 0;
        for (int person = first[dwelling]; person != People.NONE; person = people.nextInDwelling[person]) {
            inhabitants++;
        }
        return inhabitants;
    }

    /** From 0. */
    int municipalityOf(int dwelling) {
        return municipality[dwelling] & HOME - 1;
    }

    boolean isHome(int dwelling) {
        return (municipality[dwelling] & HOME) != 0;
    }

    /** Dwellings that were ever built. */
    int count() {
        return count;
    }
}
