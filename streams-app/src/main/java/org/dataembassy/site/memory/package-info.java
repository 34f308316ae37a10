/**
 * What an instance remembers outside of Kafka, so that nobody who owns brokers can make it forget: how far it has seen
 * each partition and control, after commit, in a file of its own that is encrypted and authenticated.
 *
 * <p>Not here: what follows from a store or a ledger that is not as remembered (verify), and when the file is written
 * (the service).
 */
package org.dataembassy.site.memory;
