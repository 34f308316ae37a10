/**
 * Strict reading of JSON that is signed or decides trust: bounded, no duplicate names, no unknown names, exact numbers.
 * Lives here: reading. Does not live here: what the fields mean (trust, control).
 */
package org.dataembassy.ledger.json;
