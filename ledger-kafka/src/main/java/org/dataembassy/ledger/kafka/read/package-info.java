/**
 * Reading sealed blocks from ledger topics by offset, by block index, or all of them in a stream. What is read here has
 * not been verified; callers put it to acceptance.
 *
 * <p>Not here: acceptance (ledger), the site service's continuous reading (streams-app).
 */
package org.dataembassy.ledger.kafka.read;
