package org.dataembassy.producers.simulate;

/** Hears how far a simulation is: about ten times a second, and once at the end, on the simulating thread. */
@FunctionalInterface
public interface SimulationListener {
    /** Hears nothing. */
    SimulationListener NONE = progress -> {};

    void progress(SimulationProgress progress);
}
