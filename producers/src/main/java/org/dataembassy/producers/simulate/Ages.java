package org.dataembassy.producers.simulate;

/** At which ages people die, bear children, marry, divorce and leave: weights from 0 to 1, one for each year of age. */
final class Ages {
    /** Nobody is older, as far as weights go. */
    private static final int MAX = 130;

    static final Ages DYING = new Ages(Ages::dying);
    static final Ages BEARING = new Ages(age -> hill(age, 16, 29, 46));
    static final Ages MARRYING = new Ages(age -> Math.max(hill(age, 18, 30, 60), age >= 18 && age < 80 ? 0.04 : 0));
    static final Ages DIVORCING = new Ages(age -> Math.max(hill(age, 19, 40, 70), age >= 19 ? 0.02 : 0));
    static final Ages LEAVING = new Ages(age -> Math.max(hill(age, 18, 27, 60), age >= 18 && age < 80 ? 0.03 : 0));
    static final Ages MOVING = new Ages(age -> age < 18 ? 0.5 : Math.max(hill(age, 17, 27, 75), 0.25));
    static final Ages FAILING = new Ages(age -> age < 18 ? 0 : age < 65 ? 0.05 : Math.min(1, (age - 60) / 35.0));

    private final double[] weights = new double[MAX + 1];

    /** A weight from 0 to 1 for an age. */
    private interface Weight {
        double of(int age);
    }

    private Ages(Weight weight) {
        for (int age = 0; age <= MAX; age++) {
            weights[age] = Math.min(1, weight.of(age));
        }
    }

    /** Makeham's law of mortality (1860), with the danger of the first year; 1 for the very oldest. */
    private static double dying(int age) {
        return (age == 0 ? 0.0016 : 0.0002) + StrictMath.exp(0.1 * (age - 112));
    }

    private static double hill(int age, int from, int top, int to) {
        if (age <= from || age >= to) {
            return 0;
        }
        return age <= top ? (age - from) / (double) (top - from) : (to - age) / (double) (to - top);
    }

    /** Whether someone of this age is taken, with the probability of the age's weight. */
    boolean takes(RandomStream random, int age) {
        return random.unit() < weights[Math.min(MAX, Math.max(0, age))];
    }
}
