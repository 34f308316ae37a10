package org.dataembassy.producers.simulate;

/**
 * The randomness of a simulation: the same numbers from the same seed on every machine and in every version of Java. The
 * generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014), written
 * out because the JDK promises no algorithm for its own; what isn't exact arithmetic goes through {@link StrictMath}. Good
 * for simulating, never for secrets. Not thread-safe.
 */
final class RandomStream {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final double LARGE_MEAN = 30;
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private long state;

    /**
     * @param seed of the simulation
     * @param purpose keeps streams of one seed apart
     */
    RandomStream(long seed, long purpose) {
        this.state = mix(mix(seed) + mix(purpose * GOLDEN_GAMMA));
    }

    /** A bijection of 64 bits without visible pattern. */
    static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** From 0 to {@code bound} - 1; by multiplication, whose bias below 2^-32 no test of a simulation can see. */
    int below(int bound) {
        return (int) ((nextLong() >>> 32) * bound >>> 32);
    }

    /** From {@code from} to {@code to}, both inclusive. */
    int between(int from, int to) {
        return from + below(to - from + 1);
    }

    /** From 0 inclusive to 1 exclusive. */
    double unit() {
        return (nextLong() >>> 11) * DOUBLE_UNIT;
    }

    boolean chance(double probability) {
        return unit() < probability;
    }

    /** How often something happens that happens {@code mean} times on average and each time for itself. */
    int poisson(double mean) {
        if (mean <= 0) {
            return 0;
        }
        if (mean > LARGE_MEAN) {
            return (int) Math.max(0, Math.round(mean + StrictMath.sqrt(mean) * gaussian()));
        }
        double limit = StrictMath.exp(-mean);
        int count = 0;
        for (double product = unit(); product > limit; product *= unit()) {
            count++;
        }
        return count;
    }

    /** Mean 0, standard deviation 1 (Box and Muller, 1958). */
    double gaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit()));
        return radius * StrictMath.cos(2 * StrictMath.PI * unit());
    }

    /** An index below {@code bound} of which small ones come far more often: most bear few names, live in few towns. */
    int skewedBelow(int bound) {
        double unit = unit();
        return (int) (unit * unit * bound);
    }
}
