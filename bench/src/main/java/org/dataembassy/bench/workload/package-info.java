/**
 * The events that every measurement publishes: a seeded stream of what a registry would record, the same for the ledger and
 * for what it is compared with.
 *
 * <p>Not here: publishing them ({@code worker}).
 */
package org.dataembassy.bench.workload;
