/**
 * From verified blocks to state: reading events with the schemas that the ledger itself carries, folding them with the
 * registry's model, keeping states and parts until they are written.
 *
 * <p>Not here: what an event does to a state ({@code org.dataembassy.schemas}), verification ({@code replay}), files of a
 * target ({@code target}).
 */
package org.dataembassy.restorer.fold;
