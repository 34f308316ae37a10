/**
 * What everything costs: a run measures the ledger and, right beside it, the same done plainly, in rounds, on real brokers,
 * and tells the ratios.
 *
 * <p>Here: the order of a run ({@link org.dataembassy.bench.Bench}) and of its rounds. Beside it: the country that it runs
 * in ({@code country}), what runs in processes of its own ({@code worker}), the events ({@code workload}), the figures
 * ({@code report}). Not here: the command line.
 */
package org.dataembassy.bench;
