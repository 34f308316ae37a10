/**
 * Takes legislation in from files: JSON Lines, plain or gzip, one change of an act a line ({@link
 * org.dataembassy.producers.legislation.LegislationImporter}), and a small sample of invented acts ({@link
 * org.dataembassy.producers.legislation.SampleLegislation}).
 *
 * <p>Not here: sealing and sending (the publisher in {@code org.dataembassy.producers}), what the events mean (schemas),
 * options and terminals (cli).
 */
package org.dataembassy.producers.legislation;
