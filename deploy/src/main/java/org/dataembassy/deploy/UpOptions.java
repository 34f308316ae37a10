package org.dataembassy.deploy;

import java.util.OptionalInt;

/**
 * How a local country is started.
 *
 * @param portBase the first of its ports; 0 for any that are free; empty for those it had last time, else the standard ones
 * @param supervised whether a supervisor starts again what has died
 */
public record UpOptions(OptionalInt portBase, boolean supervised) {

    /**
     * What holds unless something else is asked for.
     *
     * @return standard ports, supervised
     */
    public static UpOptions standard() {
        return new UpOptions(OptionalInt.empty(), true);
    }

    /**
     * For tests that run beside each other.
     *
     * @return free ports, supervised
     */
    public static UpOptions onFreePorts() {
        return new UpOptions(OptionalInt.of(0), true);
    }

    /**
     * The same, without a supervisor: what dies stays dead.
     *
     * @return other options
     */
    public UpOptions unsupervised() {
        return new UpOptions(portBase, false);
    }
}
