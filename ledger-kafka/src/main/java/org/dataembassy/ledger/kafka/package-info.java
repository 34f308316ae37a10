/**
 * Ledgers on Kafka: how clients are configured and how entities map to partitions.
 *
 * <p>The sub-packages hold one matter each: {@code topics} (which topics there are), {@code write} (sealing, journal,
 * transactions), {@code read} (blocks by offset or index, scans) and {@code control} (statements and checkpoints).
 *
 * <p>Not here: what a block is or whether it is believed ({@code org.dataembassy.ledger}), what events mean (schemas),
 * how events are gathered into blocks (producers), state (streams-app, restorer).
 */
package org.dataembassy.ledger.kafka;
