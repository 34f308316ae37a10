/**
 * Where a block is accepted: {@link org.dataembassy.ledger.accept.Acceptance} decides, as a pure function of head, control
 * view and block, and gives one of the reasons in {@link org.dataembassy.ledger.accept.Reason}. It changes nothing: the
 * site service, the restorer and the verifier apply what it says, keep what waits, and re-judge.
 */
package org.dataembassy.ledger.accept;
