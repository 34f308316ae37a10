/**
 * The control and checkpoint topics: following what the signed statements say, adding own statements to the chain of
 * one author, publishing and reading signed heads.
 *
 * <p>Not here: what statements mean and who may sign them (ledger, {@code ControlFold}).
 */
package org.dataembassy.ledger.kafka.control;
