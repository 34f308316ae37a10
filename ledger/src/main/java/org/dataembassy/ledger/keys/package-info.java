/**
 * Key stores on disk and the ceremony that makes them: which file belongs to whom, how it is protected, what it holds.
 * Does not live here: algorithms (crypto), who is trusted (trust).
 */
package org.dataembassy.ledger.keys;
