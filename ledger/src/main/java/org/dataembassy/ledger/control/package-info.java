/**
 * What is said on control: signed statements (DSSE), who may say what, and the fold that turns them into a view.
 *
 * <p>The view is a function of the set of statements read, whatever the order: each author numbers and chains what it
 * says; trust roots apply in the order of their versions; effects of different authors commute. Does not live here:
 * reading topics (ledger-kafka), the trust root itself (trust), what follows for a block (accept).
 */
package org.dataembassy.ledger.control;
