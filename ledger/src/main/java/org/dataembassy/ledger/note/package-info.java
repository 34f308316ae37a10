/**
 * Checkpoints as other transparency logs write them, and the other site's signature on them: C2SP tlog-checkpoint, signed-note
 * and tlog-cosignature. Decision 0021 says why beside statements in DSSE.
 *
 * <p>Not here: when a site cosigns (the site service), what a checkpoint proves of an event (package proof).
 */
package org.dataembassy.ledger.note;
