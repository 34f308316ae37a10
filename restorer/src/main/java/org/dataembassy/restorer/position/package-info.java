/**
 * Where a restore stops: the position that an operator asks for, as a value and as text.
 *
 * <p>Not here: what a position comes to in a given ledger, which is {@code org.dataembassy.restorer.plan}.
 */
package org.dataembassy.restorer.position;
