/**
 * The synthetic country: a population made from a seed, and its life over any number of years, as the population registry
 * would have recorded it. {@link org.dataembassy.producers.simulate.SimulatedCountry} makes the events and knows no
 * broker, no clock and no other randomness than the plan's; {@link org.dataembassy.producers.simulate.Simulation} publishes
 * them. What the events mean is not here: {@code org.dataembassy.schemas.population} folds them.
 */
package org.dataembassy.producers.simulate;
