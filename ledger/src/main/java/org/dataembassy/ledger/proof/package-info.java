/**
 * Proofs that stand alone: an event, its place in a signed block, the block's place under a checkpoint that the other site
 * cosigned, and everything but the trust root that it takes to check this without a network.
 *
 * <p>Lives here: the file's form, making paths over a ledger, verifying. Not here: finding the parts (the site service's
 * queries), saying it in words (cli), reading the event's fields (schemas).
 */
package org.dataembassy.ledger.proof;
