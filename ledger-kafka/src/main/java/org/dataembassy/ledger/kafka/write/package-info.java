/**
 * Writing one registry's ledgers at one site: seal, journal, send, commit; and finding back after any interruption
 * without ever signing two different blocks for one place (design.md section 4, "Sign once").
 *
 * <p>Not here: gathering events into batches, recordedAt, receipts, schemas' registration (producers).
 */
package org.dataembassy.ledger.kafka.write;
