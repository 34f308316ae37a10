/**
 * Reading a ledger from block 0 and believing only what acceptance accepts: the order in which records of several topics
 * are judged, what waits for a missing block, what is reported, and what is a fault.
 *
 * <p>Not here: acceptance itself ({@code org.dataembassy.ledger.accept}), where records come from ({@code
 * org.dataembassy.restorer.access}), what events mean ({@code org.dataembassy.restorer.fold}).
 */
package org.dataembassy.restorer.replay;
