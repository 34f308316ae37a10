/**
 * Reaching a registry's ledger on a cluster: which topics, which trust, whose key; and the connection that reads control,
 * checkpoints and records.
 *
 * <p>Not here: reading itself ({@code org.dataembassy.ledger.kafka}), believing ({@code replay}).
 */
package org.dataembassy.restorer.access;
